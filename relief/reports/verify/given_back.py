"""Money that went back, and what receipts say of what was kept. Amounts are in minor units.

A payment stands once it was confirmed and as long as it is not reversed. For each chapter,
campaign and currency

    Σ payments − Σ refunds = Σ receipted + Σ awaiting

where *payments* are the amounts of those that stand; *refunds* their refunds that were sent or
succeeded, lost disputes among them; *receipted* the live receipt lines of those payments, or what
is kept of the payment while a raised flag says that the receipt is to be voided or replaced; and
*awaiting* what is kept of those without a live line.

While the job that raises flags is still to be done, a receipt counts as flagged.
"""

from relief.reports.verify.rule import Rule

GONE = """
    SELECT f.payment_id, SUM(f.amount_minor) AS minor FROM refund f
    WHERE f.status IN ('sent', 'succeeded') GROUP BY f.payment_id
"""
STANDS = """
    (y.status IN ('confirmed', 'disputed') OR (y.status = 'refunded'
     AND NOT EXISTS (SELECT 1 FROM reversal v WHERE v.payment_id = y.id)))
"""
FLAGGED = """
    (EXISTS (SELECT 1 FROM receipt_flag g
             WHERE g.receipt_id = rl.receipt_id AND g.lifted_at IS NULL)
     OR EXISTS (SELECT 1 FROM job j WHERE j.chapter_id = y.chapter_id
                AND j.status = 'pending' AND j.task LIKE 'receipts.reactions.%'))
"""


def _sql(question: str) -> str:
    """Return a question with the words above in their places."""
    return (
        question.replace("<gone>", GONE).replace("<stands>", STANDS).replace("<flagged>", FLAGGED)
    )


RULES = (
    Rule(
        "money",
        "{payment}: {refunded} {currency} refunded, its refunds add up to {gone}",
        _sql("""
        SELECT c.slug AS chapter, y.reference AS payment, y.refunded_minor AS refunded,
               y.amount_currency AS currency, COALESCE(gone.minor, 0) AS gone
        FROM payment y
        JOIN chapter c ON c.id = y.chapter_id
        LEFT JOIN (<gone>) gone ON gone.payment_id = y.id
        WHERE y.refunded_minor <> COALESCE(gone.minor, 0)
        """),
    ),
    Rule(
        "money",
        "{payment}: {refunded} {currency} refunded of {amount}",
        """
        SELECT c.slug AS chapter, y.reference AS payment, y.refunded_minor AS refunded,
               y.amount_currency AS currency, y.amount_minor AS amount
        FROM payment y JOIN chapter c ON c.id = y.chapter_id
        WHERE y.refunded_minor < 0 OR y.refunded_minor > y.amount_minor
        """,
    ),
    Rule(
        "money",
        "{payment} came in {currency} and was refunded in {back}",
        """
        SELECT c.slug AS chapter, y.reference AS payment, y.amount_currency AS currency,
               f.amount_currency AS back
        FROM refund f
        JOIN payment y ON y.id = f.payment_id
        JOIN chapter c ON c.id = y.chapter_id
        WHERE f.amount_currency <> y.amount_currency
        """,
    ),
    Rule(
        "money",
        "{payment} is {status}: {kept} kept, {open} disputes open",
        _sql("""
        SELECT s.chapter, s.payment, s.status, s.kept, s.open FROM (
            SELECT c.slug AS chapter, y.reference AS payment, y.status,
                   y.amount_minor - y.refunded_minor AS kept,
                   (SELECT COUNT(*) FROM dispute d
                    WHERE d.payment_id = y.id AND d.status = 'open') AS open
            FROM payment y JOIN chapter c ON c.id = y.chapter_id
            WHERE <stands>
        ) s
        WHERE s.status <> CASE WHEN s.open > 0 THEN 'disputed'
                               WHEN s.kept = 0 THEN 'refunded' ELSE 'confirmed' END
        """),
    ),
    Rule(
        "money",
        "{payment}: {receipted} {currency} receipted, {kept} {kept_currency} kept, and no flag",
        _sql("""
        SELECT c.slug AS chapter, y.reference AS payment, rl.amount_minor AS receipted,
               rl.amount_currency AS currency, y.amount_minor - y.refunded_minor AS kept,
               y.amount_currency AS kept_currency
        FROM receipt_line rl
        JOIN payment y ON y.id = rl.payment_id
        JOIN chapter c ON c.id = y.chapter_id
        WHERE rl.live AND NOT <flagged>
          AND (rl.amount_minor <> y.amount_minor - y.refunded_minor
               OR rl.amount_currency <> y.amount_currency)
        """),
    ),
    Rule(
        "money",
        "{folio} acknowledges {payment}, which is {status}, and carries no flag",
        _sql("""
        SELECT c.slug AS chapter, r.folio, y.reference AS payment, y.status
        FROM receipt_line rl
        JOIN receipt r ON r.id = rl.receipt_id
        JOIN payment y ON y.id = rl.payment_id
        JOIN chapter c ON c.id = y.chapter_id
        WHERE rl.live AND y.status <> 'confirmed' AND NOT <flagged>
        """),
    ),
    Rule(
        "money",
        "{campaign} {currency}: payments {paid} less refunds {gone}, "
        "receipted {receipted} and awaiting {awaiting}",
        _sql("""
        SELECT c.slug AS chapter, k.slug AS campaign, s.currency, SUM(s.paid) AS paid,
               SUM(s.gone) AS gone, SUM(s.receipted) AS receipted, SUM(s.awaiting) AS awaiting
        FROM (
            SELECT y.chapter_id, y.campaign_id, y.amount_currency AS currency,
                   y.amount_minor AS paid, COALESCE(gone.minor, 0) AS gone,
                   COALESCE(live.minor, 0) AS receipted,
                   CASE WHEN live.minor IS NULL THEN y.amount_minor - y.refunded_minor
                        ELSE 0 END AS awaiting
            FROM payment y
            LEFT JOIN (<gone>) gone ON gone.payment_id = y.id
            LEFT JOIN (
                SELECT rl.payment_id,
                       SUM(CASE WHEN <flagged> THEN y.amount_minor - y.refunded_minor
                                ELSE rl.amount_minor END) AS minor
                FROM receipt_line rl JOIN payment y ON y.id = rl.payment_id
                WHERE rl.live GROUP BY rl.payment_id
            ) live ON live.payment_id = y.id
            WHERE <stands>
        ) s
        JOIN chapter c ON c.id = s.chapter_id
        JOIN campaign k ON k.id = s.campaign_id
        GROUP BY c.slug, k.slug, s.currency
        HAVING SUM(s.paid) - SUM(s.gone) <> SUM(s.receipted) + SUM(s.awaiting)
        """),
    ),
    Rule(
        "money",
        "{folio} replaces {replaced}, which is {status} and has number {number}",
        """
        SELECT c.slug AS chapter, r.folio, o.folio AS replaced, o.status, o.number
        FROM receipt_replacement x
        JOIN receipt r ON r.id = x.receipt_id
        JOIN receipt o ON o.id = x.replaces_id
        JOIN chapter c ON c.id = x.chapter_id
        WHERE o.status <> 'voided' OR r.series <> o.series
           OR r.year < o.year OR (r.year = o.year AND r.number <= o.number)
        """,
    ),
)
"""The last rule also proves that no chain of replacements bites its own tail: numbers only grow."""
