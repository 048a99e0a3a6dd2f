"""Workbooks as rows, taken apart with care: a sheet may come from anybody."""

import warnings
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from io import BytesIO
from itertools import islice
from typing import Any

from relief.core.tables.cells import clean_cell
from relief.core.tables.errors import FileTooLarge, FileUnreadable, WorkbookRefused
from relief.core.tables.row import MEGABYTE, MOST_COLUMNS, Limits, Row

LARGEST_UNPACKED = 80 * MEGABYTE
HIGHEST_RATIO = 200
MOST_PARTS, MOST_SHEETS = 300, 12
LAST_ROW_LOOKED_AT = 60_000  # beyond it a workbook holds nothing but formats


def rows_of_workbook(content: bytes, limits: Limits, *, fullest: bool) -> list[Row]:
    """Return the rows of the first sheet, or of the one with the most.

    Raise FileTooLarge, FileUnreadable or WorkbookRefused.
    """
    _refuse_bomb(content)
    try:
        sheets = _sheets(content, limits)
        return max(sheets, key=_filled, default=[]) if fullest else next(sheets, [])
    except FileTooLarge:
        raise
    except Exception as error:  # a hostile workbook may break its reader anywhere
        raise WorkbookRefused from error


def _filled(rows: list[Row]) -> int:
    return sum(not row.blank for row in rows)


def _refuse_bomb(content: bytes) -> None:
    """Look at what the archive claims to hold before any of it is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        raise WorkbookRefused from error
    unpacked = sum(part.file_size for part in parts)
    packed = max(sum(part.compress_size for part in parts), 1)
    odd = any(part.flag_bits & 1 for part in parts) or len(parts) > MOST_PARTS
    if odd or unpacked > LARGEST_UNPACKED or unpacked / packed > HIGHEST_RATIO:
        raise WorkbookRefused
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise FileUnreadable


def _sheets(content: bytes, limits: Limits) -> Iterator[list[Row]]:
    # It takes long to import, and most requests never meet a workbook. With defusedxml beside
    # it, which our requirements see to, it refuses every entity wherever it stands.
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it remarks on styles, which nobody reads here
        book = load_workbook(BytesIO(content), read_only=True, keep_links=False)
        try:
            for sheet in book.worksheets[:MOST_SHEETS]:
                sheet.reset_dimensions()
                found = sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True)
                yield _sheet_rows(found, limits)
        finally:
            book.close()


def _sheet_rows(found: Iterable[tuple[Any, ...]], limits: Limits) -> list[Row]:
    """Return all rows in the width of the widest."""
    rows: list[list[str]] = []
    filled = width = 0
    for values in islice(found, LAST_ROW_LOOKED_AT):
        cells = [clean_cell(_text_of(value)) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        rows.append(cells)
        width, filled = max(width, len(cells)), filled + bool(cells)
        if filled > limits.rows + 1:
            raise FileTooLarge(limits)
    return [
        Row(number, (*cells, *[""] * (width - len(cells)))) for number, cells in enumerate(rows, 1)
    ]


def _text_of(value: Any) -> str:
    """Write a cell as a person would have typed it; a formula stays one, to be refused later."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, float):
        # The sixth decimal is the noise of adding binary fractions.
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return str(value)
