"""What companies hold and promise for a need is of that need, and of its item."""

from relief.reports.verify.rule import Rule

RULES = (
    Rule(
        "holds",
        "{pledge} line {position} is meant for {need}, which asks for another item there",
        """
        SELECT c.slug AS chapter, p.reference AS pledge, pl.position, n.reference AS need
        FROM aim a
        JOIN pledge_line pl ON pl.id = a.pledge_line_id
        JOIN pledge p ON p.id = pl.pledge_id
        JOIN need_line nl ON nl.id = a.need_line_id
        JOIN need n ON n.id = nl.need_id
        JOIN chapter c ON c.id = a.chapter_id
        WHERE pl.item_id IS NULL OR pl.item_id <> nl.item_id
        """,
    ),
    Rule(
        "holds",
        "{hold} holds a line of {other}, not of its own need {need}",
        """
        SELECT c.slug AS chapter, h.reference AS hold, n.reference AS need, o.reference AS other
        FROM hold_line hl
        JOIN hold h ON h.id = hl.hold_id
        JOIN need n ON n.id = h.need_id
        JOIN need_line nl ON nl.id = hl.need_line_id
        JOIN need o ON o.id = nl.need_id
        JOIN chapter c ON c.id = h.chapter_id
        WHERE nl.need_id <> h.need_id
        """,
    ),
)
