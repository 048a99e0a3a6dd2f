"""Direct goods: what an arrival counted is what the hospitals accepted, and each waits for the other."""

from relief.reports.verify.rule import Rule

RULES = (
    Rule(
        "direct",
        "{intake} line {position}: counted {received}, hospitals accepted {accepted}",
        """
        SELECT c.slug AS chapter, i.reference AS intake, il.position,
               COALESCE(il.received, 0) AS received, COALESCE(SUM(dl.accepted), 0) AS accepted
        FROM intake_line il
        JOIN intake i ON i.id = il.intake_id
        JOIN place p ON p.id = i.place_id
        JOIN chapter c ON c.id = i.chapter_id
        LEFT JOIN delivery_line dl ON dl.lot_id = il.lot_id
        WHERE p.kind = 'direct'
        GROUP BY c.slug, il.id, i.reference, il.position, il.received
        HAVING COALESCE(il.received, 0) <> COALESCE(SUM(dl.accepted), 0)
        """,
    ),
    Rule(
        "direct",
        "{delivery} is {status}, and its arrival {intake} is {stands}",
        """
        SELECT DISTINCT c.slug AS chapter, d.reference AS delivery, d.status,
               i.reference AS intake, i.status AS stands
        FROM delivery d
        JOIN place p ON p.id = d.place_id
        JOIN chapter c ON c.id = d.chapter_id
        JOIN delivery_line dl ON dl.delivery_id = d.id
        LEFT JOIN intake_line il ON il.lot_id = dl.lot_id
        LEFT JOIN intake i ON i.id = il.intake_id
        WHERE p.kind = 'direct' AND (i.id IS NULL OR i.status NOT IN (
            CASE WHEN d.status IN ('delivered', 'delivered_with_differences') THEN 'received'
                 WHEN d.status IN ('failed', 'returned', 'cancelled') THEN 'cancelled'
                 ELSE 'arrived' END,
            CASE WHEN d.status IN ('delivered', 'delivered_with_differences')
                 THEN 'received_with_differences' ELSE '' END))
        """,
    ),
)
