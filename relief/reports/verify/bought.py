"""Goods bought with donated cash: no more was bought than came, and the goods are those of the invoice.

Amounts are in minor units. *Came* is what was ever confirmed of a campaign, earmark and currency:
that money went back after it was spent is for people to see on the purchases page, and no fault of
the books.
"""

from relief.reports.verify.rule import Rule

RULES = (
    Rule(
        "purchases",
        "{campaign} {currency} «{earmark}»: bought {bought}, came {came}",
        """
        SELECT c.slug AS chapter, k.slug AS campaign, s.currency, s.earmark,
               SUM(s.bought) AS bought, SUM(s.came) AS came
        FROM (
            SELECT p.chapter_id, p.campaign_id, p.total_currency AS currency,
                   COALESCE(p.earmark_kind, '') AS kind, p.earmark_name AS earmark,
                   p.total_minor AS bought, 0 AS came
            FROM purchase p WHERE p.status <> 'cancelled'
            UNION ALL
            SELECT y.chapter_id, y.campaign_id, y.amount_currency, COALESCE(e.kind, ''),
                   COALESCE(e.name, ''), 0, y.amount_minor
            FROM payment y LEFT JOIN pledge_earmark e ON e.pledge_id = y.pledge_id
            WHERE y.confirmed_at IS NOT NULL OR y.status IN ('confirmed', 'disputed')
        ) s
        JOIN chapter c ON c.id = s.chapter_id
        JOIN campaign k ON k.id = s.campaign_id
        GROUP BY c.slug, k.slug, s.currency, s.kind, s.earmark
        HAVING SUM(s.bought) > SUM(s.came)
        """,
    ),
    Rule(
        "purchases",
        "{purchase}: {total} {currency}, its lines cost {cost}",
        """
        SELECT c.slug AS chapter, p.reference AS purchase, p.total_minor AS total,
               p.total_currency AS currency, COALESCE(SUM(l.cost_minor), 0) AS cost
        FROM purchase p
        JOIN chapter c ON c.id = p.chapter_id
        LEFT JOIN purchase_line l ON l.purchase_id = p.id
        GROUP BY c.slug, p.id, p.reference, p.total_minor, p.total_currency
        HAVING p.total_minor <> COALESCE(SUM(l.cost_minor), 0)
            OR MIN(l.cost_currency) <> p.total_currency
            OR MAX(l.cost_currency) <> p.total_currency
        """,
    ),
    Rule(
        "purchases",
        "{purchase} is {status}: {intakes} intakes, {uncounted} lines not counted",
        """
        SELECT s.chapter, s.purchase, s.status, s.intakes, s.uncounted FROM (
            SELECT c.slug AS chapter, p.reference AS purchase, p.status,
                   (SELECT COUNT(*) FROM purchase_intake i WHERE i.purchase_id = p.id) AS intakes,
                   (SELECT COUNT(*) FROM purchase_line l
                    WHERE l.purchase_id = p.id AND l.received IS NULL) AS uncounted,
                   (SELECT COUNT(*) FROM purchase_line l WHERE l.purchase_id = p.id) AS lines
            FROM purchase p JOIN chapter c ON c.id = p.chapter_id
        ) s
        WHERE (s.status IN ('received', 'received_with_differences')
               AND (s.intakes <> 1 OR s.uncounted > 0))
           OR (s.status NOT IN ('received', 'received_with_differences')
               AND (s.intakes > 0 OR s.uncounted <> s.lines))
        """,
    ),
    Rule(
        "purchases",
        "{purchase} line {position}: received {received}, {moved} came in by the ledger",
        """
        SELECT c.slug AS chapter, p.reference AS purchase, l.position,
               COALESCE(l.received, 0) AS received, COALESCE(SUM(m.quantity), 0) AS moved
        FROM purchase_line l
        JOIN purchase p ON p.id = l.purchase_id
        JOIN chapter c ON c.id = l.chapter_id
        LEFT JOIN movement m ON m.lot_id = l.lot_id AND m.reason = 'received'
        GROUP BY c.slug, p.reference, l.id, l.position, l.received
        HAVING COALESCE(l.received, 0) <> COALESCE(SUM(m.quantity), 0)
        """,
    ),
    Rule(
        "purchases",
        "{purchase} line {position}: lot {lot} is not of this item and campaign, or has a donor",
        """
        SELECT c.slug AS chapter, p.reference AS purchase, l.position, o.code AS lot
        FROM purchase_line l
        JOIN purchase p ON p.id = l.purchase_id
        JOIN lot o ON o.id = l.lot_id
        JOIN chapter c ON c.id = l.chapter_id
        WHERE o.donor_id IS NOT NULL OR o.item_id <> l.item_id
           OR o.campaign_id IS NULL OR o.campaign_id <> p.campaign_id
        """,
    ),
)
