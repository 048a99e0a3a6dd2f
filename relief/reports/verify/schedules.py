"""Schedules: the current one of a pledge is the pledge, to the centavo, in its currency."""

from relief.reports.verify.rule import Rule

RULES = (
    Rule(
        "schedules",
        "{pledge}: its schedule sums to {scheduled}, the pledge is {promised}",
        """
        SELECT c.slug AS chapter, p.reference AS pledge, pl.amount_minor AS promised,
               SUM(CASE WHEN i.amount_currency = pl.amount_currency
                        THEN i.amount_minor ELSE 0 END) AS scheduled
        FROM schedule s
        JOIN chapter c ON c.id = s.chapter_id
        JOIN pledge p ON p.id = s.pledge_id
        JOIN pledge_line pl ON pl.pledge_id = p.id AND pl.kind = 'cash'
        LEFT JOIN instalment i ON i.schedule_id = s.id
        WHERE s.superseded_at IS NULL
        GROUP BY c.slug, s.id, p.reference, pl.id, pl.amount_minor
        HAVING SUM(CASE WHEN i.amount_currency = pl.amount_currency
                        THEN i.amount_minor ELSE 0 END) <> pl.amount_minor
            OR COUNT(i.id) <> MAX(i.position)
        """,
    ),
    Rule(
        "schedules",
        "{pledge}: revision {revision} of its schedule is missing or does not follow",
        """
        SELECT c.slug AS chapter, p.reference AS pledge, n.revision
        FROM (
            SELECT chapter_id, pledge_id, revision,
                   COALESCE(LAG(revision) OVER (
                       PARTITION BY pledge_id ORDER BY revision), 0) AS previous
            FROM schedule
        ) n
        JOIN chapter c ON c.id = n.chapter_id
        JOIN pledge p ON p.id = n.pledge_id
        WHERE n.revision <> n.previous + 1
        """,
    ),
)
