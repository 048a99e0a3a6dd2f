"""A file of FIX rates: previewed, taken once, its faults told row by row."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
import sqlalchemy as sa

from relief.audit.queries import timeline
from relief.core.db import db, transaction
from relief.rates import importing, queries
from relief.rates.models import Rate

pytestmark = pytest.mark.usefixtures("chapter")

FILE = """Banco de México,
Tipos de cambio diarios,

Título,Tipo de cambio pesos por dólar E.U.A. Tipo de cambio para solventar obligaciones
Periodo disponible,12/11/1991 - 29/05/2020
Unidad,Pesos por Dólar
Fecha,SF43718
30/04/2020,24.3900
01/05/2020,N/E
04/05/2020,24.6317
05/05/2020,24.1328
31/04/2020,24.1328
06/05/2020,241.3280
07/05/2020,veinticuatro
05/05/2020,24.9999
08/05/2020,
05/05/2020,24.1328
Fuente: Banco de México,
""".encode("cp1252")


def rates():
    return db.session.scalars(sa.select(Rate).order_by(Rate.published_on)).all()


def take(content=FILE):
    with transaction():
        return importing.import_rates(content)


def test_every_row_is_accounted_for_before_anything_is_written():
    judged = importing.preview(FILE)
    assert [row.day for row in judged.new] == [
        date(2020, 4, 30),
        date(2020, 5, 4),
        date(2020, 5, 5),
    ]
    assert (judged.without, judged.known) == (1, 1)
    assert [refused.number for refused in judged.refused] == [12, 13, 14, 15, 16]
    assert all(refused.why for refused in judged.refused)
    assert rates() == []


def test_the_same_file_again_changes_nothing():
    assert len(take().new) == 3
    before = [(rate.id, rate.micros) for rate in rates()]
    again = take()
    assert (again.new, again.known) == ([], 4)
    assert [(rate.id, rate.micros) for rate in rates()] == before
    assert queries.rate_on(date(2020, 5, 6)).pesos == Decimal("24.1328")
    assert [entry.tag for entry in timeline(rates()[-1].id)] == ["rates:rate:imported"]


def test_what_the_preview_showed_is_what_the_form_sends_back():
    judged = importing.preview(FILE)
    assert len(take(judged.as_file().encode()).new) == 3
    assert importing.preview(FILE).new == []


def test_a_workbook_gives_days_and_figures_of_its_own():
    book = openpyxl.Workbook()
    for row in (
        ["Fecha", "Para pagos", "FIX"],
        [date(2020, 5, 4), 24.1, 24.6317],
        ["05/05/2020", 24.2, "24.1328"],
        ["06/05/2020", 24.2, "N/E"],
    ):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    take(file.getvalue())
    assert [rate.pesos for rate in rates()] == [Decimal("24.6317"), Decimal("24.1328")]


def test_the_treasurer_sees_first_and_imports_then(ana, beto, chapter):
    shown = ana.post("/staff/rates/import", data={"file": (io.BytesIO(FILE), "fix.csv")})
    assert shown.status_code == 200
    assert "Importar 3 tipos de cambio" in shown.text
    assert "31/04/2020" in shown.text
    kept = shown.text.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0]
    assert ana.post("/staff/rates/import/confirm", data={"rows": kept}).status_code == 303
    page = beto.get("/staff/rates/")
    assert "24.1328" in page.text
    assert "/staff/rates/new" not in page.text
    assert beto.get("/staff/rates/new").status_code == 403


def test_a_misplaced_point_is_told_beside_what_was_typed(ana):
    typed = {"day": "2020-05-04", "pesos": "246.317", "source": "FIX"}
    answer = ana.post("/staff/rates/new", data=typed)
    assert answer.status_code == 422
    assert 'value="246.317"' in answer.text
    assert "no puede ser" in answer.text
    assert ana.post("/staff/rates/new", data={**typed, "pesos": "24.6317"}).status_code == 303


def test_what_is_no_table_is_refused(ana):
    for content in (b"\x00\x01\x02", b"PK\x03\x04junk", b""):
        answer = ana.post("/staff/rates/import", data={"file": (io.BytesIO(content), "fix.xlsx")})
        assert answer.status_code == 422
