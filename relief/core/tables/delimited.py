"""Text as rows: whatever parts the cells, and a broken line that spoils no other."""

import csv
import re
from collections.abc import Iterator

from relief.core.tables.cells import clean_cell
from relief.core.tables.errors import FileTooLarge
from relief.core.tables.row import Limits, Row

DELIMITERS = (",", ";", "\t", "|")
LINES_OF_A_CELL = 4
LOOKED_AT = 200
"""How many lines tell what parts the cells."""

_LINE_END = re.compile(r"\r\n|\n|\r")


def rows_of_text(text: str, limits: Limits) -> list[Row]:
    """Return the rows, blank ones included. Raise FileTooLarge."""
    lines = _LINE_END.split(text)
    if len(lines) > limits.rows * LINES_OF_A_CELL:
        raise FileTooLarge(limits)
    return list(_parted(lines, _delimiter(lines[:LOOKED_AT])))


def _delimiter(lines: list[str]) -> str:
    """Return what parts the cells: what gives many rows the same width, the wider the better."""
    return max(DELIMITERS, key=lambda mark: _evenness(lines, mark))


def _evenness(lines: list[str], mark: str) -> int:
    widths = [len(row.cells) for row in _parted(lines, mark) if len(row.cells) > 1]
    return max((widths.count(width) * width for width in set(widths)), default=0)


def _parted(lines: list[str], mark: str) -> Iterator[Row]:
    at = 0
    while at < len(lines):
        cells, taken = _record(lines, at, mark)
        if cells is None:
            yield Row(at + 1, (clean_cell(lines[at]),), broken=True)
        else:
            yield Row(at + 1, tuple(clean_cell(cell) for cell in cells))
        at += taken


def _record(lines: list[str], at: int, mark: str) -> tuple[list[str] | None, int]:
    """Return the cells that begin on a line, and how many lines they take; None for a broken one.

    A cell may hold line breaks inside quotes. A quote that is opened and never closed spoils its
    own line and no other.
    """
    if '"' not in lines[at]:
        return lines[at].split(mark), 1
    for taken in range(1, LINES_OF_A_CELL + 1):
        text = "\n".join(lines[at : at + taken])
        try:
            found = list(csv.reader([text], delimiter=mark, strict=True))
        except csv.Error:
            continue
        if len(found) == 1:
            return found[0], taken
    return None, 1
