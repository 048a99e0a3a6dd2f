"""Goods: what pledges, needs and deliveries say about each other adds up."""

from relief.reports.verify.rule import Rule

RULES = (
    Rule(
        "goods",
        "{pledge} line {position}: received {received}, intakes counted {counted}",
        """
        SELECT c.slug AS chapter, p.reference AS pledge, pl.position, pl.received,
               COALESCE(SUM(CASE WHEN i.status IN ('received', 'received_with_differences')
                                 THEN il.received END), 0) AS counted
        FROM pledge_line pl
        JOIN pledge p ON p.id = pl.pledge_id
        JOIN chapter c ON c.id = pl.chapter_id
        LEFT JOIN intake_line il ON il.pledge_line_id = pl.id
        LEFT JOIN intake i ON i.id = il.intake_id
        WHERE pl.kind = 'goods'
        GROUP BY c.slug, pl.id, p.reference, pl.position, pl.received
        HAVING pl.received <> COALESCE(SUM(
            CASE WHEN i.status IN ('received', 'received_with_differences')
                 THEN il.received END), 0)
        """,
    ),
    Rule(
        "goods",
        "{need} line {position}: fulfilled {fulfilled}, hospitals accepted {accepted}",
        """
        SELECT c.slug AS chapter, n.reference AS need, nl.position, nl.fulfilled,
               COALESCE(SUM(CASE WHEN d.status IN ('delivered', 'delivered_with_differences')
                                 THEN dl.accepted END), 0) AS accepted
        FROM need_line nl
        JOIN need n ON n.id = nl.need_id
        JOIN chapter c ON c.id = nl.chapter_id
        LEFT JOIN delivery_line dl ON dl.need_line_id = nl.id
        LEFT JOIN delivery d ON d.id = dl.delivery_id
        GROUP BY c.slug, nl.id, n.reference, nl.position, nl.fulfilled
        HAVING nl.fulfilled <> COALESCE(SUM(
            CASE WHEN d.status IN ('delivered', 'delivered_with_differences')
                 THEN dl.accepted END), 0)
        """,
    ),
    Rule(
        "goods",
        "{delivery} line {position}: sent {quantity}, the acuse says {accepted} accepted, "
        "{short} short, {damaged} damaged",
        """
        SELECT c.slug AS chapter, d.reference AS delivery, dl.position, dl.quantity,
               dl.accepted, dl.short, dl.damaged
        FROM delivery_line dl
        JOIN delivery d ON d.id = dl.delivery_id
        JOIN chapter c ON c.id = dl.chapter_id
        WHERE dl.accepted + dl.short + dl.damaged <> dl.quantity
           OR dl.returned < 0 OR dl.returned > dl.damaged
           OR (dl.accepted IS NULL
               AND d.status IN ('delivered', 'delivered_with_differences'))
        """,
    ),
    Rule(
        "goods",
        "{delivery} is {status} and has {proofs} acuses",
        """
        SELECT c.slug AS chapter, d.reference AS delivery, d.status, COUNT(p.id) AS proofs
        FROM delivery d
        JOIN chapter c ON c.id = d.chapter_id
        LEFT JOIN proof p ON p.delivery_id = d.id
        GROUP BY c.slug, d.id, d.reference, d.status
        HAVING COUNT(p.id) <> CASE
            WHEN d.status IN ('delivered', 'delivered_with_differences') THEN 1 ELSE 0 END
        """,
    ),
    Rule(
        "goods",
        "the acuse of {delivery} is being clarified and no report of a driver waits",
        """
        SELECT c.slug AS chapter, d.reference AS delivery
        FROM proof p
        JOIN delivery d ON d.id = p.delivery_id
        JOIN chapter c ON c.id = p.chapter_id
        WHERE p.status = 'disputed' AND NOT EXISTS (
            SELECT 1 FROM driver_report r
            WHERE r.delivery_id = d.id AND r.status = 'open')
        """,
    ),
    Rule(
        "goods",
        "{intake} was accepted under a temporary customs regime that never changed",
        """
        SELECT DISTINCT c.slug AS chapter, i.reference AS intake
        FROM intake_line l
        JOIN intake i ON i.id = l.intake_id
        JOIN chapter c ON c.id = i.chapter_id
        LEFT JOIN customs_entry e ON e.intake_id = i.id
        LEFT JOIN line_customs own ON own.intake_line_id = l.id
        WHERE COALESCE(own.regime, e.regime) = 'temporary'
          AND CASE WHEN own.id IS NULL THEN e.changed_on ELSE own.changed_on END IS NULL
          AND i.status IN ('received', 'received_with_differences')
        """,
    ),
    Rule(
        "goods",
        "{intake} is {status}, and its announcement says otherwise",
        """
        SELECT c.slug AS chapter, i.reference AS intake, i.status
        FROM intake i
        JOIN chapter c ON c.id = i.chapter_id
        LEFT JOIN announcement a ON a.intake_id = i.id
        WHERE (i.status = 'announced' AND (a.id IS NULL OR a.checked_in_at IS NOT NULL))
           OR (i.status IN ('arrived', 'received', 'received_with_differences', 'rejected')
               AND a.id IS NOT NULL AND a.checked_in_at IS NULL)
        """,
    ),
)
