"""A workbook written row by row, so that memory does not grow with it.

Text is kept as text whatever it begins with: no cell of ours is ever worked out. Amounts are
numbers with two decimals, exact up to fifteen digits as every spreadsheet keeps them.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import IO, Any

from relief.core.money import Money
from relief.core.tables import Cell

LONGEST = 32_767  # characters that a cell holds
WIDTH = 16  # characters that a column shows
MOST_COLUMNS = 40


class Sheet:
    """One sheet while it is written, from its first row to its last."""

    def __init__(self, sheet: Any, *, bold: Any, amount: Any, day: Any) -> None:
        self._sheet, self._rows = sheet, 0
        self._bold, self._amount, self._day = bold, amount, day

    def write(self, cells: Sequence[Cell], *, heading: bool = False) -> None:
        """Add a row."""
        for column, cell in enumerate(cells):
            if cell is not None and cell != "":
                self._draw(column, cell, self._bold if heading else None)
        self._rows += 1

    def _draw(self, column: int, cell: str | int | date | Money, style: Any) -> None:
        if isinstance(cell, str):
            self._sheet.write_string(self._rows, column, cell[:LONGEST], style)
        elif isinstance(cell, Money):
            self._sheet.write_number(self._rows, column, cell.minor / 100, self._amount)
        elif isinstance(cell, date):
            self._sheet.write_datetime(self._rows, column, cell, self._day)
        else:
            self._sheet.write_number(self._rows, column, cell, style)


class Workbook:
    """Sheets written one after the other into a seekable file; `close` makes it whole."""

    def __init__(self, file: IO[bytes]) -> None:
        # It takes long to import, and most processes never write a workbook.
        from xlsxwriter import Workbook as Writer

        self._book = Writer(file, {"constant_memory": True})
        # Without a moment of its own: equal rows give equal bytes.
        self._book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001  # a fixed mark
        self._styles = {
            "bold": self._book.add_format({"bold": True}),
            "amount": self._book.add_format({"num_format": "#,##0.00"}),
            "day": self._book.add_format({"num_format": "yyyy-mm-dd"}),
        }

    @contextmanager
    def sheet(self, name: str) -> Iterator[Sheet]:
        """Open the next sheet; its name keeps the first 31 characters."""
        sheet = self._book.add_worksheet(name[:31])
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, MOST_COLUMNS - 1, WIDTH)
        yield Sheet(sheet, **self._styles)

    def close(self) -> None:
        """Write what names the sheets, and close the archive."""
        self._book.close()
