"""What a bank's file says, row by row: the sample, other banks' forms, and files that are hostile."""

import io
from datetime import date

import openpyxl

from relief.bank.columns import Layout, find_layout, signature, told_above
from relief.bank.importing import LIMITS
from relief.bank.models import LineKind
from relief.bank.movements import Fault
from relief.bank.statement import read
from relief.core.tables import read_rows
from tests.factories.bank import SAMPLE

TODAY = date(2020, 6, 30)
HEADS = "Fecha,Concepto,Cargo,Abono,Saldo"


def reading(content, layout=None):
    rows = read_rows(content, LIMITS, fullest=True)
    return read(rows, layout or find_layout(rows, {}), today=TODAY)


def csv_of(*rows, heads=HEADS, encoding="utf-8"):
    return "\n".join([heads, *rows]).encode(encoding)


def workbook(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_the_sample_is_accounted_for_row_by_row_and_adds_up():
    content = SAMPLE.read_bytes()
    found = reading(content)
    assert found.row_count == 95
    assert len(found.movements) == 90 == found.told_count
    assert found.repeated == [(38, 37), (61, 60), (89, 88), (95, 94)]
    assert (found.refused, found.noted, found.jumps) == ([], [100], [])
    kinds = [each.kind for each in found.movements]
    assert [kinds.count(kind) for kind in LineKind] == [69, 13, 6, 2]
    assert (found.credits, found.charges) == (858_430_749, 81_528_800)
    assert (found.opening, found.closing) == (185_000_000, 961_901_949)
    assert found.opening + found.credits - found.charges == found.closing
    assert "LOGÍSTICA FRONTERIZA ÑUÑO" in {each.party for each in found.movements}
    rows = read_rows(content, LIMITS, fullest=True)
    told = told_above(rows, find_layout(rows, {}).heads_at)
    assert (told.account, told.currency) == ("0123456789", "MXN")


def test_the_same_rows_in_a_workbook_and_in_other_dress_are_the_same_movements():
    plain = reading(SAMPLE.read_bytes())
    text = SAMPLE.read_bytes().decode("cp1252")
    marks = [each.fingerprint for each in plain.movements]
    for content in (
        text.encode("utf-8-sig"),
        text.encode("utf-16"),
        workbook([row.cells for row in read_rows(SAMPLE.read_bytes())]),
    ):
        assert [each.fingerprint for each in reading(content).movements] == marks


def test_a_workbook_with_real_days_and_figures_is_read():
    content = workbook(
        [
            ["Fecha", "Concepto", "Referencia", "Cargo", "Abono", "Saldo"],
            [date(2020, 5, 4), "Depósito", 7780.0, None, 1250.5, 2250.5],
            [date(2020, 5, 5), "Comisión", 1, 0.3, None, 2250.2],
            [date(2020, 5, 6), "Suma", 2, None, "=SUM(E2:E3)", 1],
        ]
    )
    found = reading(content)
    assert [(m.day.day, m.delta, m.reference, m.kind) for m in found.movements] == [
        (4, 125_050, "7780", LineKind.CREDIT),
        (5, -30, "1", LineKind.FEE),
    ]
    assert [(row.number, row.fault) for row in found.refused] == [(4, Fault.FORMULA)]


def test_an_unreadable_row_in_the_middle_is_refused_alone():
    found = reading(
        csv_of(
            '01/05/2020,Uno,,"1,000.00","1,000.00"',
            '02/05/2020,"Dos,,"2,000.00","3,000.00"',
            "03/05/2020,Tres,,3,000.00,6,000.00",
            "31/02/2020,Cuatro,,1.00,6001.00",
            "05/05/2020,Cinco,x,,6001.00",
            "06/05/2020,Seis,1,1,6001.00",
            "07/05/2020,Siete,,,6001.00",
            "07/07/2020,Ocho,,1,6001.00",
            f"08/05/2020,{'y' * 600},,1,6001.00",
            '=HYPERLINK("http://x"),Diez,,1,6001.00',
            '11/05/2020,Once,,"1.00","6,002.00"',
        )
    )
    assert [m.description for m in found.movements] == ["Uno", "Once"]
    assert [(row.number, row.fault) for row in found.refused] == [
        (3, Fault.BROKEN), (4, Fault.TOO_WIDE), (5, Fault.DAY), (6, Fault.AMOUNT), (7, Fault.BOTH),
        (8, Fault.NO_AMOUNT), (9, Fault.FUTURE), (10, Fault.TOO_LONG), (11, Fault.FORMULA),
    ]  # fmt: skip
    assert found.jumps == [12]


def test_true_doubles_are_told_apart_from_repeated_rows_by_the_balance():
    twice = reading(csv_of("01/05/2020,EFECTIVO,,500,1500", "01/05/2020,EFECTIVO,,500,2000"))
    assert len({m.fingerprint for m in twice.movements}) == 2
    repeated = reading(
        csv_of(
            "01/05/2020,A,,100,100", "01/05/2020,EFECTIVO,,500,600", "01/05/2020,EFECTIVO,,500,600"
        )
    )
    assert repeated.repeated == [(4, 3)]
    back = reading(
        csv_of(
            "01/05/2020,EFECTIVO,,500,600", "01/05/2020,DEVOLUCION,500,,100",
            "01/05/2020,EFECTIVO,,500,600",
        )
    )  # fmt: skip
    assert len({m.fingerprint for m in back.movements}) == 3


def test_a_file_that_begins_with_the_newest_tells_the_same_movements():
    rows = [
        "01/05/2020,A,,100,100",
        "02/05/2020,B,,50,150",
        "02/05/2020,B,,50,150",
        "03/05/2020,C,30,,120",
    ]
    down, up = reading(csv_of(*rows)), reading(csv_of(*reversed(rows)))
    assert {m.fingerprint for m in down.movements} == {m.fingerprint for m in up.movements}
    assert (up.opening, up.closing, len(up.repeated)) == (0, 12000, 1)


def test_without_balances_equal_deposits_are_two_and_a_tracking_key_is_one():
    heads = "Fecha;Concepto;Clave de rastreo;Importe"
    found = reading(
        csv_of(
            "01/05/2020;EFECTIVO;;500.00", "01/05/2020;EFECTIVO;;500.00",
            "01/05/2020;SPEI;BNET0123456789;70.00", "01/05/2020;SPEI;BNET0123456789;70.00",
            "02/05/2020;PAGO;;-20.00", heads=heads,
        )
    )  # fmt: skip
    assert [m.delta for m in found.movements] == [50000, 50000, 7000, -2000]
    assert (found.opening, len(found.repeated)) == (None, 1)


def test_other_banks_forms_are_guessed():
    signed = "Fecha Operación\tCargo/Abono\tImporte\tDescripción\tSaldo\n'01052020\t+\t1,000.00\tDepósito\t1000\n'02052020\t-\t10.00\tIVA COMISION\t990"
    found = reading(b"BANCO\t\n\n" + signed.encode())
    assert [(m.day.month, m.delta, m.kind) for m in found.movements] == [
        (5, 100_000, LineKind.CREDIT), (5, -1000, LineKind.FEE),
    ]  # fmt: skip
    english = csv_of("05/31/2020,Wire,,20.00", heads="Date,Description,Withdrawal,Deposit")
    assert reading(english).movements[0].day == date(2020, 5, 31)
    bare = Layout(0, {"day": 0, "amount": 2}, "dmy")
    assert len(reading(b"01/05/2020,x,5.00\n02/05/2020,y,6.00", bare).movements) == 2
    assert signature(["Fecha", "Concepto", ""]) == signature(["FECHA", "concepto"])
