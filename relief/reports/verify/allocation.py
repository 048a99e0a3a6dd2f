"""Allocations: what was given to each line of a need is what its deliveries carry."""

from relief.reports.verify.rule import Rule

RULES = (
    Rule(
        "allocation",
        "{allocation}, {need} line {position}: given {quantity}, its deliveries carry {carried}",
        """
        SELECT c.slug AS chapter, a.reference AS allocation, n.reference AS need, nl.position,
               s.quantity, COALESCE(t.units, 0) AS carried
        FROM allocation_share s
        JOIN allocation a ON a.id = s.allocation_id
        JOIN need_line nl ON nl.id = s.need_line_id
        JOIN need n ON n.id = nl.need_id
        JOIN chapter c ON c.id = s.chapter_id
        LEFT JOIN (
            SELECT ad.allocation_id, dl.need_line_id, SUM(dl.quantity) AS units
            FROM allocation_delivery ad
            JOIN delivery_line dl ON dl.delivery_id = ad.delivery_id
            GROUP BY ad.allocation_id, dl.need_line_id
        ) t ON t.allocation_id = s.allocation_id AND t.need_line_id = s.need_line_id
        WHERE s.quantity <> COALESCE(t.units, 0)
          AND (a.status IN ('reserved', 'shipped') OR EXISTS (
              SELECT 1 FROM allocation_delivery ad WHERE ad.allocation_id = a.id))
        """,
    ),
)
