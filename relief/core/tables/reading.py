"""Rows out of a CSV as any program saves it, or out of a workbook."""

from relief.core.tables.delimited import rows_of_text
from relief.core.tables.errors import FileEmpty, FileTooLarge, FileUnreadable, OldWorkbook
from relief.core.tables.row import LIST, MOST_COLUMNS, Limits, Row
from relief.core.tables.sheets import rows_of_workbook

_WORKBOOK = b"PK"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_NO_TABLE = (b"%PDF", b"<", b"{", b"\x89PNG")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_rows(content: bytes, limits: Limits = LIST, *, fullest: bool = False) -> list[Row]:
    """Return every row of a CSV, or of a workbook's first sheet, to the last that says something.

    With `fullest` it is the sheet with the most rows, whatever cover stands before it. Raise
    FileEmpty, FileTooLarge, FileUnreadable, OldWorkbook or WorkbookRefused.
    """
    if not content.strip(b"\x00 \r\n\t"):
        raise FileEmpty
    if len(content) > limits.bytes:
        raise FileTooLarge(limits)
    if content.startswith(_OLD_WORKBOOK):
        raise OldWorkbook
    if content.startswith(_WORKBOOK):
        rows = rows_of_workbook(content, limits, fullest=fullest)
    else:
        rows = rows_of_text(_decoded(content), limits)
    while rows and rows[-1].blank:
        rows.pop()
    if not rows:
        raise FileEmpty
    _refuse_size(rows, limits)
    return rows


def _refuse_size(rows: list[Row], limits: Limits) -> None:
    many = sum(not row.blank for row in rows) > limits.rows + 1
    if many or any(any(row.cells[MOST_COLUMNS:]) for row in rows):
        raise FileTooLarge(limits)


def _decoded(content: bytes) -> str:
    """Read UTF-8 with or without its mark, UTF-16 with it, else what Windows writes in Mexico."""
    if content.startswith(_UTF16):
        return content.decode("utf-16", errors="replace")
    looks = content[:1024].lstrip(b"\xef\xbb\xbf \r\n\t")
    if b"\x00" in content or looks.startswith(_NO_TABLE):
        raise FileUnreadable
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
