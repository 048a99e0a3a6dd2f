"""Rates out of a file as Banco de México publishes them.

Some lines about the series stand above; then come rows of a day (dd/mm/yyyy) and pesos for a
dollar with four decimals, or N/E for a day without a figure.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from relief.core.tables import Row, Unreadable, read_day, read_rows
from relief.core.text import search_key

_PESOS = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,12})?")
_NO_FIGURE = {"n/e", "n.e.", "ne"}


@dataclass(frozen=True)
class Quote:
    """A day and its rate; `number` is the line of the file."""

    number: int
    day: date
    pesos: Decimal


@dataclass(frozen=True)
class Refused:
    """A row that is not taken, as it stands in the file, and why."""

    number: int
    text: str
    why: str


@dataclass
class Reading:
    """What a file says: rates, days without a figure (N/E), and rows that say neither."""

    rows: list[Quote] = field(default_factory=list)
    without: int = 0
    refused: list[Refused] = field(default_factory=list)


def read_rates(content: bytes) -> Reading:
    """Read a CSV or a workbook. Raise what `read_rows` raises."""
    rows = [row for row in read_rows(content) if not row.blank]
    first = next((n for n, row in enumerate(rows) if _day(row.cells[0])), len(rows))
    column = _column(rows[first - 1]) if first else 1
    reading = Reading()
    for row in rows[first:]:
        _read(row, column, reading)
    return reading


def read_pesos(text: str) -> Decimal | None:
    """Return pesos for a dollar as typed, whatever their size; None for what is no plain figure."""
    return Decimal(text) if _PESOS.fullmatch(text) else None


def _column(heading: Row) -> int:
    """Return where the FIX stands; the page that shows three rates at once names it."""
    names = [search_key(cell) for cell in heading.cells]
    return next((n for n, name in enumerate(names) if n and "fix" in name.split()), 1)


def _read(row: Row, column: int, reading: Reading) -> None:
    figure = row.cells[column] if len(row.cells) > column else ""
    day = _day(row.cells[0])
    text = " · ".join(cell for cell in row.cells if cell)[:120]
    if day is None:
        # A line of words below the table is a note, not a row gone wrong.
        if _meant(row.cells[0]) or read_pesos(figure) is not None:
            reading.refused.append(Refused(row.number, text, _("The day cannot be read.")))
    elif search_key(figure) in _NO_FIGURE:
        reading.without += 1
    elif (pesos := read_pesos(figure)) is None:
        reading.refused.append(Refused(row.number, text, _("The rate cannot be read.")))
    else:
        reading.rows.append(Quote(row.number, day, pesos))


def _meant(cell: str) -> bool:
    return re.match(r"[0-9]+[/.\-][0-9]+", cell) is not None


def _day(cell: str) -> date | None:
    """Return the day that a cell names; None for one that is in no calendar."""
    try:
        return read_day(cell)
    except Unreadable:
        return None
