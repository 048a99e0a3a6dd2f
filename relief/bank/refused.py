"""Rows of a bank's file that could not be read: told in words, and given back as a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from relief.bank.models import BankStatement
from relief.bank.movements import Fault, RefusedRow
from relief.core.tables import write_csv
from relief.core.words import word


@dataclass(frozen=True)
class Refused:
    """A row that could not be read: its line, the reason in words, and its cells."""

    line: int
    reason: str
    cells: tuple[str, ...]


def in_words(rows: Iterable[RefusedRow]) -> list[Refused]:
    """Return the rows that a reading refused, with their reasons."""
    return [Refused(row.number, word(row.fault), row.cells) for row in rows]


def refused_of(statement: BankStatement) -> list[Refused]:
    """Return the rows that a statement keeps as refused, with their reasons."""
    return [
        Refused(row["line"], word(Fault(row["fault"])), tuple(row["cells"]))
        for row in statement.refused
    ]


def refused_file(rows: Sequence[Refused], heads: Sequence[str] = ()) -> bytes:
    """Return the rows as a CSV, with the reason of each; without heads the columns are numbered."""
    width = max((len(row.cells) for row in rows), default=0)
    named = heads or [str(number) for number in range(1, width + 1)]
    return write_csv(
        [_("Line"), _("Reason"), *named],
        ((row.line, row.reason, *row.cells) for row in rows),
    )
