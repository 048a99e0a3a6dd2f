"""The bank: the parts of a movement are the movement, and no payment arrived twice.

Amounts are in minor units. A payment that was recorded by mistake lets its deposits wait again by
a job; while that is still to be done there is nothing to report.
"""

from relief.reports.verify.rule import Rule

RULES = (
    Rule(
        "bank",
        "{statement} line {position}: {amount} {currency}, its parts add up to {parts}",
        """
        SELECT c.slug AS chapter, s.reference AS statement, l.position,
               l.amount_minor AS amount, l.amount_currency AS currency,
               COALESCE(SUM(m.part_minor), 0) AS parts
        FROM bank_line l
        JOIN bank_statement s ON s.id = l.statement_id
        JOIN chapter c ON c.id = l.chapter_id
        LEFT JOIN bank_match m ON m.line_id = l.id AND m.undone_at IS NULL
        WHERE l.status = 'matched'
        GROUP BY c.slug, s.reference, l.id, l.position, l.amount_minor, l.amount_currency
        HAVING l.amount_minor <> COALESCE(SUM(m.part_minor), 0)
        """,
    ),
    Rule(
        "bank",
        "{statement} line {position} is {status}, and {parts} of {amount} {currency} are matched",
        """
        SELECT c.slug AS chapter, s.reference AS statement, l.position, l.status,
               l.amount_minor AS amount, l.amount_currency AS currency,
               SUM(m.part_minor) AS parts
        FROM bank_line l
        JOIN bank_statement s ON s.id = l.statement_id
        JOIN chapter c ON c.id = l.chapter_id
        JOIN bank_match m ON m.line_id = l.id AND m.undone_at IS NULL
        WHERE l.status <> 'matched'
        GROUP BY c.slug, s.reference, l.id, l.position, l.status, l.amount_minor, l.amount_currency
        HAVING l.status <> 'unmatched' OR SUM(m.part_minor) >= l.amount_minor
        """,
    ),
    Rule(
        "bank",
        "{payment}: {amount} {currency} arrived, movements of {parts} stand for it",
        """
        SELECT c.slug AS chapter, y.reference AS payment, y.amount_minor AS amount,
               y.amount_currency AS currency, SUM(m.part_minor) AS parts
        FROM bank_match m
        JOIN payment y ON y.id = m.payment_id
        JOIN chapter c ON c.id = y.chapter_id
        WHERE m.undone_at IS NULL
        GROUP BY c.slug, y.id, y.reference, y.amount_minor, y.amount_currency,
                 CASE WHEN m.deed = 'given_back' THEN 1 ELSE 0 END
        HAVING SUM(m.part_minor) > y.amount_minor
            OR MIN(m.part_currency) <> y.amount_currency
            OR MAX(m.part_currency) <> y.amount_currency
        """,
    ),
    Rule(
        "bank",
        "{payment} is {status}, and a movement of {day} still stands for it",
        """
        SELECT c.slug AS chapter, y.reference AS payment, y.status, l.day
        FROM bank_match m
        JOIN bank_line l ON l.id = m.line_id
        JOIN payment y ON y.id = m.payment_id
        JOIN chapter c ON c.id = y.chapter_id
        LEFT JOIN reversal r ON r.payment_id = y.id
        WHERE m.undone_at IS NULL AND m.deed <> 'given_back'
          AND (y.status = 'pending' OR r.kind = 'mistaken')
          AND NOT EXISTS (
              SELECT 1 FROM job j WHERE j.chapter_id = y.chapter_id AND j.status = 'pending'
              AND j.task LIKE 'bank.reactions.%')
        """,
    ),
    Rule(
        "bank",
        "{statement}: {told} movements were imported, {kept} are kept",
        """
        SELECT c.slug AS chapter, s.reference AS statement, s.new_count AS told,
               COUNT(l.id) AS kept
        FROM bank_statement s
        JOIN chapter c ON c.id = s.chapter_id
        LEFT JOIN bank_line l ON l.statement_id = s.id
        GROUP BY c.slug, s.id, s.reference, s.new_count
        HAVING s.new_count <> COUNT(l.id)
        """,
    ),
)
