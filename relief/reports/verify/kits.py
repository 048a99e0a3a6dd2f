"""Kits: what went into them, what they are worth and how long they are good, against their parts."""

from relief.reports.verify.rule import Rule

RULES = (
    Rule(
        "kits",
        "lot {lot}: {used} went into kits by the ledger, the kits hold {held}",
        """
        SELECT c.slug AS chapter, l.code AS lot, SUM(s.used) AS used, SUM(s.held) AS held
        FROM (
            SELECT m.lot_id, CASE WHEN m.to_place_id IS NULL THEN m.quantity
                                  ELSE -m.quantity END AS used, 0 AS held
            FROM movement m
            WHERE m.reason IN ('assembled', 'disassembled')
              AND NOT EXISTS (SELECT 1 FROM lot_part k WHERE k.kit_lot_id = m.lot_id)
            UNION ALL
            SELECT lp.part_lot_id, 0, lp.quantity * CASE WHEN m.from_place_id IS NULL
                                                         THEN m.quantity ELSE -m.quantity END
            FROM lot_part lp
            JOIN movement m ON m.lot_id = lp.kit_lot_id
                           AND m.reason IN ('assembled', 'disassembled')
        ) s
        JOIN lot l ON l.id = s.lot_id
        JOIN chapter c ON c.id = l.chapter_id
        GROUP BY c.slug, l.id, l.code
        HAVING SUM(s.used) <> SUM(s.held)
        """,
    ),
    Rule(
        "kits",
        "lot {lot}: valued {valued}, its parts {worth}",
        """
        SELECT c.slug AS chapter, s.lot, s.valued, s.worth
        FROM (
            SELECT k.chapter_id, k.code AS lot, k.unit_value_minor AS valued,
                   CASE WHEN COUNT(p.unit_value_minor) = COUNT(*)
                         AND COUNT(DISTINCT p.unit_value_currency) = 1
                        THEN SUM(p.unit_value_minor * lp.quantity) END AS worth,
                   k.unit_value_currency AS currency, MIN(p.unit_value_currency) AS part_currency
            FROM lot_part lp
            JOIN lot k ON k.id = lp.kit_lot_id
            JOIN lot p ON p.id = lp.part_lot_id
            GROUP BY k.chapter_id, k.id, k.code, k.unit_value_minor, k.unit_value_currency
        ) s
        JOIN chapter c ON c.id = s.chapter_id
        WHERE COALESCE(s.valued, -1) <> COALESCE(s.worth, -1)
           OR (s.worth IS NOT NULL AND s.currency <> s.part_currency)
        """,
    ),
    Rule(
        "kits",
        "lot {lot}: good until {good_until}, a part of it only until {part}",
        """
        SELECT c.slug AS chapter, k.code AS lot, k.expires_on AS good_until,
               MIN(p.expires_on) AS part
        FROM lot_part lp
        JOIN lot k ON k.id = lp.kit_lot_id
        JOIN lot p ON p.id = lp.part_lot_id
        JOIN chapter c ON c.id = k.chapter_id
        GROUP BY c.slug, k.id, k.code, k.expires_on
        HAVING MIN(p.expires_on) IS NOT NULL
           AND (k.expires_on IS NULL OR k.expires_on > MIN(p.expires_on))
        """,
    ),
    Rule(
        "kits",
        "lot {lot} is a kit and stands inside kits of lot {kit}",
        """
        SELECT c.slug AS chapter, p.code AS lot, k.code AS kit
        FROM lot_part lp
        JOIN lot k ON k.id = lp.kit_lot_id
        JOIN lot p ON p.id = lp.part_lot_id
        JOIN chapter c ON c.id = k.chapter_id
        WHERE EXISTS (SELECT 1 FROM lot_part x WHERE x.kit_lot_id = p.id)
        """,
    ),
    Rule(
        "kits",
        "{assembly}: {quantity} kits written down, {moved} came in by the ledger",
        """
        SELECT c.slug AS chapter, a.reference AS assembly, a.quantity,
               COALESCE(SUM(m.quantity), 0) AS moved
        FROM kit_assembly a
        JOIN chapter c ON c.id = a.chapter_id
        LEFT JOIN movement m ON m.source_id = a.id AND m.reason = 'assembled'
                            AND m.from_place_id IS NULL
        GROUP BY c.slug, a.id, a.reference, a.quantity
        HAVING a.quantity <> COALESCE(SUM(m.quantity), 0)
        """,
    ),
    Rule(
        "kits",
        "lot {lot}: {written} kits taken apart, {moved} by the ledger",
        """
        SELECT c.slug AS chapter, l.code AS lot, SUM(s.written) AS written, SUM(s.moved) AS moved
        FROM (
            SELECT lot_id, quantity AS written, 0 AS moved FROM kit_dismantling
            UNION ALL
            SELECT lot_id, 0, quantity FROM movement
            WHERE reason = 'disassembled' AND to_place_id IS NULL
        ) s
        JOIN lot l ON l.id = s.lot_id
        JOIN chapter c ON c.id = l.chapter_id
        GROUP BY c.slug, l.id, l.code
        HAVING SUM(s.written) <> SUM(s.moved)
        """,
    ),
)
