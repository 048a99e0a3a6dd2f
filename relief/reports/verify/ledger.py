"""Stock: balances against movements, promises against deliveries, the road against the ledger."""

from relief.reports.verify.rule import Rule

RULES = (
    Rule(
        "ledger",
        "lot {lot} at {place}: on hand {on_hand}, movements add up to {moved}",
        """
        SELECT c.slug AS chapter, l.code AS lot, p.name AS place,
               SUM(s.on_hand) AS on_hand, SUM(s.moved) AS moved
        FROM (
            SELECT chapter_id, lot_id, place_id, on_hand, 0 AS moved FROM balance
            UNION ALL
            SELECT chapter_id, lot_id, to_place_id, 0, quantity FROM movement
            WHERE to_place_id IS NOT NULL
            UNION ALL
            SELECT chapter_id, lot_id, from_place_id, 0, -quantity FROM movement
            WHERE from_place_id IS NOT NULL
        ) s
        JOIN chapter c ON c.id = s.chapter_id
        JOIN lot l ON l.id = s.lot_id
        JOIN place p ON p.id = s.place_id
        GROUP BY c.slug, l.id, l.code, p.id, p.name
        HAVING SUM(s.on_hand) <> SUM(s.moved)
        """,
    ),
    Rule(
        "ledger",
        "lot {lot} at {place}: on hand {on_hand}, reserved {reserved}",
        """
        SELECT c.slug AS chapter, l.code AS lot, p.name AS place, b.on_hand, b.reserved
        FROM balance b
        JOIN chapter c ON c.id = b.chapter_id
        JOIN lot l ON l.id = b.lot_id
        JOIN place p ON p.id = b.place_id
        WHERE b.on_hand < 0 OR b.reserved < 0 OR b.reserved > b.on_hand
        """,
    ),
    Rule(
        "ledger",
        "lot {lot} at {place}: reserved {reserved}, open deliveries promise {promised}",
        """
        SELECT c.slug AS chapter, l.code AS lot, p.name AS place,
               SUM(s.reserved) AS reserved, SUM(s.promised) AS promised
        FROM (
            SELECT chapter_id, lot_id, place_id, reserved, 0 AS promised FROM balance
            UNION ALL
            SELECT d.chapter_id, dl.lot_id, d.place_id, 0, dl.quantity
            FROM delivery_line dl JOIN delivery d ON d.id = dl.delivery_id
            JOIN place o ON o.id = d.place_id
            WHERE d.status IN ('planned', 'picking', 'packed') AND o.kind <> 'direct'
        ) s
        JOIN chapter c ON c.id = s.chapter_id
        JOIN lot l ON l.id = s.lot_id
        JOIN place p ON p.id = s.place_id
        GROUP BY c.slug, l.id, l.code, p.id, p.name
        HAVING SUM(s.reserved) <> SUM(s.promised)
        """,
    ),
    Rule(
        "ledger",
        "lot {lot}: {moving} on the road, deliveries and transfers carry {carried}",
        """
        SELECT c.slug AS chapter, l.code AS lot,
               SUM(s.moving) AS moving, SUM(s.carried) AS carried
        FROM (
            SELECT b.chapter_id, b.lot_id, b.on_hand AS moving, 0 AS carried
            FROM balance b JOIN place p ON p.id = b.place_id
            WHERE p.kind = 'transit'
            UNION ALL
            SELECT d.chapter_id, dl.lot_id, 0, dl.quantity
            FROM delivery_line dl JOIN delivery d ON d.id = dl.delivery_id
            JOIN place o ON o.id = d.place_id
            WHERE d.status IN ('dispatched', 'in_transit') AND o.kind <> 'direct'
            UNION ALL
            SELECT t.chapter_id, tl.lot_id, 0, tl.quantity
            FROM transfer_line tl JOIN transfer t ON t.id = tl.transfer_id
            WHERE t.status = 'in_transit'
        ) s
        JOIN chapter c ON c.id = s.chapter_id
        JOIN lot l ON l.id = s.lot_id
        GROUP BY c.slug, l.id, l.code
        HAVING SUM(s.moving) <> SUM(s.carried)
        """,
    ),
    Rule(
        "ledger",
        "lot {lot}: {moved} came in by the ledger, {intake} counted {received}",
        """
        SELECT c.slug AS chapter, l.code AS lot, i.reference AS intake, il.received,
               COALESCE((SELECT SUM(m.quantity) FROM movement m
                         WHERE m.lot_id = l.id AND m.reason = 'received'), 0) AS moved
        FROM intake_line il
        JOIN intake i ON i.id = il.intake_id
        JOIN lot l ON l.id = il.lot_id
        JOIN chapter c ON c.id = il.chapter_id
        WHERE il.received <> COALESCE((SELECT SUM(m.quantity) FROM movement m
                                       WHERE m.lot_id = l.id AND m.reason = 'received'), 0)
        """,
    ),
    Rule(
        "ledger",
        "lot {lot}: {on_hand} lie where goods only pass from a donor to a hospital",
        """
        SELECT c.slug AS chapter, l.code AS lot, b.on_hand
        FROM balance b
        JOIN place p ON p.id = b.place_id
        JOIN chapter c ON c.id = b.chapter_id
        JOIN lot l ON l.id = b.lot_id
        WHERE p.kind = 'direct' AND b.on_hand <> 0
        """,
    ),
    Rule(
        "ledger",
        "lot {lot}: held by recall {recall}, and yet {status}",
        """
        SELECT c.slug AS chapter, l.code AS lot, r.reference AS recall, l.status
        FROM recall_lot rl
        JOIN recall r ON r.id = rl.recall_id
        JOIN lot l ON l.id = rl.lot_id
        JOIN chapter c ON c.id = rl.chapter_id
        WHERE r.status = 'in_progress' AND l.status <> 'recalled'
        """,
    ),
)
