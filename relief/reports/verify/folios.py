"""Folios: without gaps or repeats, equal to their counter, and in the order of time."""

from relief.reports.verify.rule import Rule

RULES = (
    Rule(
        "folios",
        "{series}-{year}: number {number} follows {previous}",
        """
        SELECT c.slug AS chapter, n.series, n.year, n.number, n.previous
        FROM (
            SELECT chapter_id, series, year, number,
                   COALESCE(LAG(number) OVER (
                       PARTITION BY chapter_id, series, year ORDER BY number), 0) AS previous
            FROM receipt
        ) n JOIN chapter c ON c.id = n.chapter_id
        WHERE n.number <> n.previous + 1
        """,
    ),
    Rule(
        "folios",
        "{code}-{year}: the counter stands at {last}, the last receipt is {used}",
        """
        SELECT c.slug AS chapter, both_.code, both_.year,
               SUM(both_.last) AS last, SUM(both_.used) AS used
        FROM (
            SELECT chapter_id, code, year, last, 0 AS used FROM folio_series
            UNION ALL
            SELECT chapter_id, series, year, 0, MAX(number) FROM receipt
            GROUP BY chapter_id, series, year
        ) both_ JOIN chapter c ON c.id = both_.chapter_id
        GROUP BY c.slug, both_.code, both_.year
        HAVING SUM(both_.last) <> SUM(both_.used)
        """,
    ),
    Rule(
        "folios",
        "{folio} was issued before the number in front of it",
        """
        SELECT c.slug AS chapter, n.folio
        FROM (
            SELECT chapter_id, folio, issued_at,
                   LAG(issued_at) OVER (
                       PARTITION BY chapter_id, series, year ORDER BY number) AS earlier
            FROM receipt
        ) n JOIN chapter c ON c.id = n.chapter_id
        WHERE n.issued_at < n.earlier
        """,
    ),
)
