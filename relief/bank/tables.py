"""The bytes of a bank's file as rows of text: CSV in any dress, and XLSX taken apart with care."""

import csv
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import islice
from typing import Any

from relief.bank.errors import (
    FileEmpty,
    FileTooLarge,
    NoMovements,
    NotAStatement,
    TooManyRows,
    WorkbookRefused,
)
from relief.core.text import clean_line

MEGABYTE = 1024 * 1024
LARGEST_FILE = 10 * MEGABYTE
LARGEST_UNPACKED = 80 * MEGABYTE
HIGHEST_RATIO = 200
MOST_PARTS, MOST_SHEETS = 300, 12
MOST_ROWS, MOST_COLUMNS = 20_000, 60
LAST_ROW_LOOKED_AT = 60_000  # beyond it a workbook holds nothing but formats
LONGEST_CELL = 500
LINES_OF_A_CELL = 4
DELIMITERS = (",", ";", "\t", "|")

_LINE_END = re.compile(r"\r\n|\n|\r")
_QUOTED_FORMULA = re.compile(r'="([^"]*)"')  # how programs keep the zeros in front of a reference


@dataclass(frozen=True)
class Row:
    """A row of the file: its line number, counted from one, and its cells, clean.

    `broken` says that the line could not be taken apart; its text is then the only cell.
    """

    number: int
    cells: tuple[str, ...]
    broken: bool = False

    @property
    def blank(self) -> bool:
        """Say whether there is nothing to read."""
        return not any(self.cells)


def rows_of(content: bytes) -> list[Row]:
    """Return the rows of a CSV or XLSX file. Raise one of the refusals of whole files."""
    if not content.strip(b"\x00 \r\n\t"):
        raise FileEmpty
    if len(content) > LARGEST_FILE:
        raise FileTooLarge
    rows = _workbook_rows(content) if content.startswith(b"PK") else _text_rows(_decoded(content))
    if sum(not row.blank for row in rows) > MOST_ROWS:
        raise TooManyRows(most=f"{MOST_ROWS:,}")
    return rows


# -- text -----------------------------------------------------------------------------------


def _decoded(content: bytes) -> str:
    """Read UTF-8 with or without its mark, UTF-16 with it, else what Windows writes in Mexico."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    looks = content[:1024].lstrip(b"\xef\xbb\xbf \r\n\t")
    if b"\x00" in content or looks.startswith(
        (b"%PDF", b"<", b"{", b"\xd0\xcf\x11\xe0", b"\x89PNG")
    ):
        raise NotAStatement
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _text_rows(text: str) -> list[Row]:
    lines = _LINE_END.split(text)
    if len(lines) > MOST_ROWS * LINES_OF_A_CELL:
        raise TooManyRows(most=f"{MOST_ROWS:,}")
    return list(_parted(lines, _delimiter(lines[:200])))


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
            yield Row(at + 1, (_clean(lines[at]),), broken=True)
        else:
            yield Row(at + 1, tuple(_clean(cell) for cell in cells))
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


def _clean(cell: str) -> str:
    plain = cell.isascii() and cell.isprintable()  # most cells are, and cleaning takes long
    text = " ".join(cell.split()) if plain else clean_line(cell)
    protected = _QUOTED_FORMULA.fullmatch(text)
    return protected[1] if protected else text


# -- workbooks ------------------------------------------------------------------------------


def _workbook_rows(content: bytes) -> list[Row]:
    """Return the rows of the sheet with the most of them."""
    _refuse_bomb(content)
    try:
        sheets = list(_sheets(content))
    except TooManyRows:
        raise
    except Exception as error:  # a hostile workbook may break its reader anywhere
        raise WorkbookRefused from error
    rows = max(sheets, key=lambda sheet: sum(not row.blank for row in sheet), default=[])
    if not rows:
        raise NoMovements
    return rows


def _refuse_bomb(content: bytes) -> None:
    """Look at the parts of the archive before any is unpacked whole. Raise WorkbookRefused."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            packed = max(sum(part.compress_size for part in parts), 1)
            odd = any(part.flag_bits & 1 for part in parts) or len(parts) > MOST_PARTS
            if odd or unpacked > LARGEST_UNPACKED or unpacked / packed > HIGHEST_RATIO:
                raise WorkbookRefused
            if "xl/workbook.xml" not in archive.namelist():
                raise NotAStatement
            for part in parts:
                _refuse_entities(archive, part)
    except (zipfile.BadZipFile, OSError, NotImplementedError, EOFError) as error:
        raise WorkbookRefused from error


def _refuse_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse a document type: it stands before the root, and nothing honest has one here."""
    if part.filename.endswith((".xml", ".rels")):
        with archive.open(part) as file:
            head = file.read(4096).replace(b"\x00", b"").upper()
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            raise WorkbookRefused


def _sheets(content: bytes) -> Iterator[list[Row]]:
    # It takes long to import, and most requests never meet a workbook.
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it remarks on styles, which nobody reads here
        book = load_workbook(BytesIO(content), read_only=True, keep_links=False)
        try:
            for sheet in book.worksheets[:MOST_SHEETS]:
                sheet.reset_dimensions()
                yield _sheet_rows(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True))
        finally:
            book.close()


def _sheet_rows(found: Iterable[tuple[Any, ...]]) -> list[Row]:
    rows = []
    for number, values in enumerate(islice(found, LAST_ROW_LOOKED_AT), 1):
        if all(value is None for value in values):
            continue
        row = Row(number, tuple(_clean(_text_of(value)) for value in values))
        if not row.blank:
            rows.append(row)
        if len(rows) > MOST_ROWS:
            raise TooManyRows(most=f"{MOST_ROWS:,}")
    return rows


def _text_of(value: Any) -> str:
    """Write a cell as a person would have typed it; a formula stays one, to be refused later."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, float):
        # The sixth decimal is the noise of adding binary fractions; more than two are refused later.
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return str(value)
