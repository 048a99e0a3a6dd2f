"""Rows out of a file that a person prepared: CSV as any spreadsheet saves it, or a workbook.

What comes out is text, cleaned cell by cell; what it means is for the room that asked. Formulas
are never worked out: they arrive as text, and `is_formula` tells them.
"""

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError
from relief.core.text import clean_line

MOST_BYTES = 3 * 1024 * 1024
MOST_ROWS = 5_000
MOST_COLUMNS = 60
MOST_UNPACKED = 60 * 1024 * 1024
DELIMITERS = ",;\t"
WORKBOOK = b"PK\x03\x04"
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_FORMULA = re.compile(r"[=@]|[+\-](?![0-9 ().,+\-]*$)")


class FileUnreadable(ReliefError):
    """What was sent is no table that we can read."""

    message = _l("This file cannot be read. Save it as CSV or as an Excel workbook (.xlsx).")
    field = "file"


class FileTooLarge(ReliefError):
    """More than anybody looks through in one sitting."""

    message = _l("The file is too large: at most %(rows)s rows, %(columns)s columns and 3 MB.")
    field = "file"

    def __init__(self) -> None:
        super().__init__(rows=f"{MOST_ROWS:,}", columns=MOST_COLUMNS)


class OldWorkbook(ReliefError):
    """The format of Excel before 2007."""

    message = _l("This is an old Excel file (.xls). Open it and save it as .xlsx or CSV.")
    field = "file"


@dataclass(frozen=True)
class Line:
    """One row, numbered as a spreadsheet numbers it (the first row is 1)."""

    number: int
    cells: list[str]  # without the empty ones at its end

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is written in it."""
        return not self.cells


def read_lines(content: bytes) -> list[Line]:
    """Return every row of a CSV or of a workbook's first sheet, empty ones included.

    Raise FileUnreadable, FileTooLarge, OldWorkbook.
    """
    if len(content) > MOST_BYTES:
        raise FileTooLarge
    if content.startswith(OLD_WORKBOOK):
        raise OldWorkbook
    raw = _of_workbook(content) if content.startswith(WORKBOOK) else _of_csv(content)
    lines = []
    for number, row in enumerate(raw, start=1):
        cells = [_cell(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        if number > MOST_ROWS + 1 or len(cells) > MOST_COLUMNS:
            raise FileTooLarge
        lines.append(Line(number, cells))
    while lines and lines[-1].is_empty:
        lines.pop()
    return lines


def is_formula(text: str) -> bool:
    """Tell a cell that a spreadsheet would work out; signed numbers and telephones are none."""
    return _FORMULA.match(text) is not None


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a CSV that Excel opens with its accents, where nothing typed acts as a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([harmless(cell) for cell in columns])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """Return a cell as a spreadsheet shows it, never as one that it works out."""
    return f"'{text}" if is_formula(text) else text


def _cell(value: Any) -> str:
    """Return a cell as text: days as 2020-05-31, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time.min:
        value = value.date()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    text = clean_line(str(value))
    # The mark by which our own files keep a formula still.
    return text[1:] if text.startswith("'") and is_formula(text[1:]) else text


def _of_csv(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    heading = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", heading)
    delimiter = max(DELIMITERS, key=bare.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise FileUnreadable from error


def _decoded(content: bytes) -> str:
    """Read UTF-8, what Excel calls Unicode, or the code page of a Spanish Windows."""
    encodings = ["utf-8-sig", "cp1252"]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise FileUnreadable


def _of_workbook(content: bytes) -> Iterator[Sequence[Any]]:
    from openpyxl import load_workbook

    _refuse_bomb(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            sheet: Any = book.worksheets[0]
            sheet.reset_dimensions()
            yield from sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1)
            book.close()
    except FileTooLarge:
        raise
    except Exception as error:  # a hostile archive fails in as many ways as parsers
        raise FileUnreadable from error


def _refuse_bomb(content: bytes) -> None:
    """Look at what an archive claims to hold before anything of it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise FileUnreadable from error
    if len(parts) > 1000 or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise FileTooLarge
