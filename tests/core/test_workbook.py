"""A workbook of ours opens in other programs and keeps every cell as it was given."""

import io
from datetime import date, datetime

import openpyxl

from relief.core.money import Money
from relief.core.workbook import Workbook


def written():
    file = io.BytesIO()
    book = Workbook(file)
    with book.sheet('Año & "más"') as sheet:
        sheet.write(["Fecha", "Monto"], heading=True)
        sheet.write([date(2020, 2, 29), Money(-1_234_05, "MXN"), 7, None, "<i>=1+1</i>"])
        for number in range(1200):
            sheet.write([number, "=cmd|' /C calc'!A0", "Ñandú 漢"])
    with book.sheet("x" * 40) as sheet:
        sheet.write([""])
    book.close()
    return file.getvalue()


def test_days_amounts_and_text_come_back_as_they_were():
    book = openpyxl.load_workbook(io.BytesIO(written()))
    assert book.sheetnames == ['Año & "más"', "x" * 31]
    rows = list(book.worksheets[0].iter_rows())
    assert [cell.value for cell in rows[0][:2]] == ["Fecha", "Monto"]
    assert rows[0][0].font.bold
    day, amount, count, none, text = rows[1]
    assert day.value == datetime.combine(date(2020, 2, 29), datetime.min.time())
    assert (amount.value, amount.number_format) == (-1234.05, "#,##0.00")
    assert (count.value, none.value, text.value) == (7, None, "<i>=1+1</i>")
    assert len(rows) == 1202
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n", "d", "inlineStr"}
    assert rows[-1][2].value == "Ñandú 漢"


def test_the_same_rows_give_the_same_bytes():
    assert written() == written()
