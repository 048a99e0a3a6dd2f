"""Money: what pledges say was paid, what payments brought, what receipts add up to.

Amounts are in minor units. Payments count in the states confirmed and disputed, at what is kept of
them; what went back and what is receipted of it is proved in `given_back`.
"""

from relief.reports.verify.rule import Rule

RULES = (
    Rule(
        "money",
        "{pledge}: paid {paid} {currency}, confirmed payments add up to {confirmed}",
        """
        SELECT c.slug AS chapter, p.reference AS pledge, pl.amount_currency AS currency,
               pl.paid_minor AS paid,
               COALESCE(SUM(y.amount_minor - y.refunded_minor), 0) AS confirmed
        FROM pledge_line pl
        JOIN pledge p ON p.id = pl.pledge_id
        JOIN chapter c ON c.id = pl.chapter_id
        LEFT JOIN payment y ON y.pledge_id = p.id AND y.status IN ('confirmed', 'disputed')
        WHERE pl.kind = 'cash'
        GROUP BY c.slug, pl.id, p.reference, pl.amount_currency, pl.paid_minor
        HAVING pl.paid_minor <> COALESCE(SUM(y.amount_minor - y.refunded_minor), 0)
        """,
    ),
    Rule(
        "money",
        "{pledge}: paid {paid} of {promised} {currency}, only {over} of the excess was allowed",
        """
        SELECT c.slug AS chapter, p.reference AS pledge, pl.amount_currency AS currency,
               pl.paid_minor AS paid, pl.amount_minor AS promised,
               COALESCE(SUM(y.over_minor), 0) AS over
        FROM pledge_line pl
        JOIN pledge p ON p.id = pl.pledge_id
        JOIN chapter c ON c.id = pl.chapter_id
        LEFT JOIN payment y ON y.pledge_id = p.id AND y.status IN ('confirmed', 'disputed')
        WHERE pl.kind = 'cash'
        GROUP BY c.slug, pl.id, p.reference, pl.amount_currency, pl.paid_minor, pl.amount_minor
        HAVING pl.paid_minor - pl.amount_minor > COALESCE(SUM(y.over_minor), 0)
        """,
    ),
    Rule(
        "money",
        "{payment} is in {currency}, {pledge} was promised in {promised}",
        """
        SELECT c.slug AS chapter, y.reference AS payment, y.amount_currency AS currency,
               p.reference AS pledge, pl.amount_currency AS promised
        FROM payment y
        JOIN pledge p ON p.id = y.pledge_id
        JOIN pledge_line pl ON pl.pledge_id = p.id AND pl.kind = 'cash'
        JOIN chapter c ON c.id = y.chapter_id
        WHERE y.amount_currency <> pl.amount_currency
        """,
    ),
    Rule(
        "money",
        "{payment}: {lines} live receipt lines",
        """
        SELECT c.slug AS chapter, y.reference AS payment, COUNT(*) AS lines
        FROM receipt_line rl
        JOIN payment y ON y.id = rl.payment_id
        JOIN chapter c ON c.id = y.chapter_id
        WHERE rl.live
        GROUP BY c.slug, y.id, y.reference
        HAVING COUNT(*) > 1
        """,
    ),
    Rule(
        "money",
        "{intake} line {position}: {lines} live receipt lines",
        """
        SELECT c.slug AS chapter, i.reference AS intake, il.position, COUNT(*) AS lines
        FROM receipt_line rl
        JOIN intake_line il ON il.id = rl.intake_line_id
        JOIN intake i ON i.id = il.intake_id
        JOIN chapter c ON c.id = i.chapter_id
        WHERE rl.live
        GROUP BY c.slug, il.id, i.reference, il.position
        HAVING COUNT(*) > 1
        """,
    ),
    Rule(
        "money",
        "{folio}: the total is {total} {currency}, its lines add up to {lines}",
        """
        SELECT c.slug AS chapter, r.folio, r.total_minor AS total, r.total_currency AS currency,
               COALESCE(SUM(rl.amount_minor), 0) AS lines
        FROM receipt r
        JOIN chapter c ON c.id = r.chapter_id
        LEFT JOIN receipt_line rl
          ON rl.receipt_id = r.id AND rl.amount_currency = r.total_currency
        GROUP BY c.slug, r.id, r.folio, r.total_minor, r.total_currency
        HAVING r.total_minor <> COALESCE(SUM(rl.amount_minor), 0)
        """,
    ),
    Rule(
        "money",
        "{folio} is {status} and {live} of its lines are live",
        """
        SELECT c.slug AS chapter, r.folio, r.status,
               SUM(CASE WHEN rl.live THEN 1 ELSE 0 END) AS live
        FROM receipt r
        JOIN chapter c ON c.id = r.chapter_id
        JOIN receipt_line rl ON rl.receipt_id = r.id
        GROUP BY c.slug, r.id, r.folio, r.status
        HAVING SUM(CASE WHEN rl.live THEN 1 ELSE 0 END)
               <> CASE WHEN r.status = 'issued' THEN COUNT(*) ELSE 0 END
        """,
    ),
)
