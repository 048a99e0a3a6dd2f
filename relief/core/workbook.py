"""A workbook written row by row, so that memory does not grow with it (ECMA-376, transitional).

Text is kept as text whatever it begins with: no cell of ours is ever worked out. Amounts are
numbers with two decimals, exact up to fifteen digits as every spreadsheet keeps them.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from typing import IO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from relief.core.money import Money

Cell = str | int | date | Money | None
AT_ONCE = 500
DAY_ZERO = date(1899, 12, 30)  # the day that spreadsheets call 0
LONGEST = 32_767  # characters that a cell holds

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACK = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# Styles by number: 0 plain, 1 an amount, 2 a day, 3 a heading.
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts count="1">'
    '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
_OPEN = (
    f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>'
    '</sheetViews><cols><col min="1" max="40" width="16" customWidth="1"/></cols><sheetData>'
)


@cache
def _column(number: int) -> str:
    """Return how a column is called, counted from 0: A, B … Z, AA and so on."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class Sheet:
    """One sheet while it is written, from its first row to its last."""

    def __init__(self, part: IO[bytes]) -> None:
        self._part, self._waiting, self._rows = part, [_HEAD + _OPEN], 0

    def write(self, cells: Sequence[Cell], *, heading: bool = False) -> None:
        """Add a row."""
        self._rows += 1
        row = self._rows
        drawn = "".join(
            _drawn(cell, f"{_column(number)}{row}", style="3" if heading else "0")
            for number, cell in enumerate(cells)
            if cell is not None and cell != ""
        )
        self._waiting.append(f'<row r="{row}">{drawn}</row>')
        if len(self._waiting) >= AT_ONCE:
            self._flush()

    def finish(self) -> None:
        """Write what waits and close the sheet."""
        self._waiting.append("</sheetData></worksheet>")
        self._flush()

    def _flush(self) -> None:
        self._part.write("".join(self._waiting).encode())
        self._waiting.clear()


def _drawn(cell: Cell, place: str, *, style: str) -> str:
    if isinstance(cell, str):
        text = escape(cell[:LONGEST])
        return f'<c r="{place}" s="{style}" t="inlineStr"><is><t>{text}</t></is></c>'
    if isinstance(cell, Money):
        sign = "-" if cell.minor < 0 else ""
        whole, cents = divmod(abs(cell.minor), 100)
        return f'<c r="{place}" s="1"><v>{sign}{whole}.{cents:02d}</v></c>'
    if isinstance(cell, date):
        return f'<c r="{place}" s="2"><v>{(cell - DAY_ZERO).days}</v></c>'
    return f'<c r="{place}" s="{style}"><v>{cell}</v></c>'


class Workbook:
    """Sheets written one after the other into a seekable file; `close` makes it whole."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = ZipFile(file, "w", ZIP_DEFLATED, compresslevel=3)
        self._names: list[str] = []

    @contextmanager
    def sheet(self, name: str) -> Iterator[Sheet]:
        """Open the next sheet; its name keeps the first 31 characters."""
        self._names.append(name[:31])
        with self._zip.open(_part(f"xl/worksheets/sheet{len(self._names)}.xml"), "w") as part:
            sheet = Sheet(part)
            yield sheet
            sheet.finish()

    def close(self) -> None:
        """Write what names the sheets, and close the archive."""
        numbers = range(1, len(self._names) + 1)
        self._write(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>'
            + "".join(
                f'<sheet name={quoteattr(self._names[n - 1])} sheetId="{n}" r:id="rId{n}"/>'
                for n in numbers
            )
            + "</sheets></workbook>",
        )
        sheets = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
        self._write(
            "xl/_rels/workbook.xml.rels", _relations([*sheets, ("rIdS", "styles", "styles.xml")])
        )
        self._write("_rels/.rels", _relations([("rId1", "officeDocument", "xl/workbook.xml")]))
        self._write("xl/styles.xml", _STYLES)
        self._write("[Content_Types].xml", _types(numbers))
        self._zip.close()

    def _write(self, name: str, text: str) -> None:
        self._zip.writestr(_part(name), _HEAD + text)


def _part(name: str) -> ZipInfo:
    """Return a part of the archive without a moment of its own: equal rows give equal bytes."""
    part = ZipInfo(name)
    part.compress_type = ZIP_DEFLATED
    return part


def _relations(targets: list[tuple[str, str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="{key}" Type="{_REL}/{kind}" Target="{target}"/>'
        for key, kind, target in targets
    )
    return f'<Relationships xmlns="{_PACK}/relationships">{inside}</Relationships>'


def _types(numbers: range) -> str:
    parts = {
        "/xl/workbook.xml": "sheet.main",
        "/xl/styles.xml": "styles",
        **{f"/xl/worksheets/sheet{n}.xml": "worksheet" for n in numbers},
    }
    inside = "".join(
        f'<Override PartName="{name}" ContentType="{_TYPE}.{kind}+xml"/>'
        for name, kind in parts.items()
    )
    return (
        f'<Types xmlns="{_PACK}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{inside}</Types>'
    )
