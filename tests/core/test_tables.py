"""Tables out of files: every dialect people save, and what hostile files must not do."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from relief.core import tables
from relief.core.tables import FileTooLarge, FileUnreadable, OldWorkbook, is_formula, read_lines


def cells(content):
    return [line.cells for line in read_lines(content)]


def workbook(*rows):
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_dialect_reads_alike(delimiter, encoding):
    text = f'Razón social{delimiter}Ciudad\r\n"Ñandú, «S.A.»; etc."{delimiter} Tijuana \r\n'
    assert cells(text.encode(encoding)) == [
        ["Razón social", "Ciudad"],
        ["Ñandú, «S.A.»; etc.", "Tijuana"],
    ]


def test_rows_are_numbered_as_a_spreadsheet_numbers_them():
    lines = read_lines(b"a,b\n\n1,2\n,\n3\n,\n")
    assert [(line.number, line.is_empty) for line in lines] == [
        (1, False),
        (2, True),
        (3, False),
        (4, True),
        (5, False),
    ]


def test_a_workbook_reads_as_its_csv_would():
    content = workbook(
        ["Clave", "Día", "C.P."], ["A", date(2020, 5, 31), 22000.0], [None, None, "=1+1"]
    )
    assert cells(content) == [
        ["Clave", "Día", "C.P."],
        ["A", "2020-05-31", "22000"],
        ["", "", "=1+1"],
    ]


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+HYPERLINK(1)"])
def test_formulas_are_told_and_kept_still(text):
    assert is_formula(text)
    written = tables.write_csv(["a"], [[text]])
    assert f"'{text}".encode() in written.replace(b'""', b'"')
    assert cells(written) == [["a"], [text]]


@pytest.mark.parametrize("text", ["+52 664 123 4567", "-1,250.00", "Nombre", ""])
def test_numbers_and_telephones_are_no_formulas(text):
    assert not is_formula(text)


def test_what_is_no_table_is_refused(monkeypatch):
    with pytest.raises(OldWorkbook):
        read_lines(b"\xd0\xcf\x11\xe0 old")
    with pytest.raises(FileUnreadable):
        read_lines(b"a,b\n1,\x00\n")
    with pytest.raises(FileUnreadable):
        read_lines(b"PK\x03\x04 not a zip")
    with pytest.raises(FileTooLarge):
        read_lines(b"a\n" * (tables.MOST_ROWS + 2))
    with pytest.raises(FileTooLarge):
        read_lines(b"a," * 90 + b"b\n")
    with pytest.raises(FileTooLarge):
        read_lines(b" " * (tables.MOST_BYTES + 1))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", b"0" * (tables.MOST_UNPACKED + 1))
    with pytest.raises(FileTooLarge):
        read_lines(file.getvalue())
