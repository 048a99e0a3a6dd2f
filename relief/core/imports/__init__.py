"""Bringing in a list: what each row would do, told before anything is written.

A room gives the columns of its list and a judge of one row; a `Plan` gathers the judgements, and
`carry_out` lets the room's own actions do them, row by row.
"""

from relief.core.imports.fields import RollDayField, WordField, read_row
from relief.core.imports.listing import ColumnsMissing, Listed, Row, read_list
from relief.core.imports.plan import (
    Change,
    ChangedMeanwhile,
    Judged,
    KnownRows,
    Outcome,
    Plan,
    as_text,
    carry_out,
    changes_of,
    judge_all,
)

__all__ = [
    "Change",
    "ChangedMeanwhile",
    "ColumnsMissing",
    "Judged",
    "KnownRows",
    "Listed",
    "Outcome",
    "Plan",
    "RollDayField",
    "Row",
    "WordField",
    "as_text",
    "carry_out",
    "changes_of",
    "judge_all",
    "read_list",
    "read_row",
]
