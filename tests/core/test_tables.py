"""Tables out of files: every dialect people save, and what hostile files must not do."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from relief.core import tables
from relief.core.tables import (
    LIST,
    FileEmpty,
    FileTooLarge,
    FileUnreadable,
    OldWorkbook,
    WorkbookRefused,
    is_formula,
    read_rows,
)


def cells(content):
    return [list(row.cells) for row in read_rows(content)]


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
    rows = read_rows(b"a,b\n\n1,2\n,\n3\n,\n")
    assert [(row.number, row.blank) for row in rows] == [
        (1, False),
        (2, True),
        (3, False),
        (4, True),
        (5, False),
    ]


def test_a_quote_that_never_closes_spoils_its_own_row():
    rows = read_rows(b'a,b\n"1,2\n3,"4\n5"\n')
    assert [(row.number, row.cells, row.broken) for row in rows] == [
        (1, ("a", "b"), False),
        (2, ('"1,2',), True),
        (3, ("3", "4 5"), False),
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
    written = tables.write_csv(["a", "b"], [[text, "x"]])
    assert f"'{text}".encode() in written.replace(b'""', b'"')
    assert cells(written) == [["a", "b"], [text, "x"]]


@pytest.mark.parametrize("text", ["+52 664 123 4567", "-1,250.00", "Nombre", ""])
def test_numbers_and_telephones_are_no_formulas(text):
    assert not is_formula(text)


def test_the_zeros_that_a_program_keeps_by_a_formula_are_kept():
    assert cells(b'a,b\n="00123",2') == [["a", "b"], ["00123", "2"]]


def test_the_fullest_sheet_is_taken_where_a_cover_stands_before_it():
    book, file = Workbook(), io.BytesIO()
    book.active.append(["Portada"])
    for row in (["a"], ["b"]):
        book.create_sheet("2") if len(book.sheetnames) == 1 else None
        book["2"].append(row)
    book.save(file)
    assert cells(file.getvalue()) == [["Portada"]]
    rows = read_rows(file.getvalue(), fullest=True)
    assert [row.cells for row in rows] == [("a",), ("b",)]


def archive(size, name="xl/workbook.xml", head=b""):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(name, head + b"0" * size)
    return file.getvalue()


def with_entity(part):
    """Return an honest workbook but for an entity in the named part, behind a long comment."""
    file = io.BytesIO()
    trick = b"<!--" + b"x" * 8000 + b'--><!DOCTYPE x [<!ENTITY a "b">]>'
    honest = zipfile.ZipFile(io.BytesIO(workbook(["a"], ["b"])))
    with honest, zipfile.ZipFile(file, "w") as hostile:
        for name in honest.namelist():
            text = honest.read(name)
            hostile.writestr(
                name,
                trick + text.removeprefix(b"<?xml version='1.0' encoding='UTF-8'?>")
                if name == part
                else text,
            )
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", FileEmpty),
        (b" \r\n", FileEmpty),
        (b",,\n,\n", FileEmpty),
        (workbook([None, ""]), FileEmpty),
        (b"x" * (LIST.bytes + 1), FileTooLarge),
        (b"a\n" * (LIST.rows + 2), FileTooLarge),
        (b"a," * 90 + b"b\n", FileTooLarge),
        (workbook(["a"] * 61), FileTooLarge),
        (workbook(*[["a"]] * (LIST.rows + 2)), FileTooLarge),
        (b"%PDF-1.7 ...", FileUnreadable),
        (b"<html><table></table>", FileUnreadable),
        (b"a,b\n1,\x00\n", FileUnreadable),
        (b"\xd0\xcf\x11\xe0 old", OldWorkbook),
        (archive(10, name="other.xml"), FileUnreadable),
        (b"PK\x03\x04 not a zip", WorkbookRefused),
        (archive(90 * 1024 * 1024), WorkbookRefused),
        (archive(10, head=b"<workbook>"), WorkbookRefused),
        (with_entity("xl/worksheets/sheet1.xml"), WorkbookRefused),
        (with_entity("xl/workbook.xml"), WorkbookRefused),
    ],
)
def test_what_is_no_table_is_refused_kindly(content, refusal):
    with pytest.raises(refusal):
        read_rows(content)
