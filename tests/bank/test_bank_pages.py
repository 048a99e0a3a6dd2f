"""The treasurer imports a statement, looks before anything is written, and reconciles on screen."""

import io

import pytest
import sqlalchemy as sa

from relief.bank import queries
from relief.bank.models import BankLine, BankStatement
from relief.core.db import db
from tests.factories.bank import SAMPLE


def send(browser, account, content, name="movimientos.csv"):
    data = {"account": str(account.id), "file": (io.BytesIO(content), name)}
    return browser.post("/staff/bank/upload", data=data, content_type="multipart/form-data")


def fields(page):
    """The hidden fields of the form that imports."""
    import re

    form = page[page.index('action="/staff/bank/preview" data-submit-once') :]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))


def count(kind):
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(kind.__table__))


def test_the_sample_goes_from_upload_over_preview_to_its_page(ana, factories, chapter):
    account = factories.bank_account(number="0123456789")
    answer = send(ana, account, SAMPLE.read_bytes())
    assert answer.status_code == 303
    page = ana.get(answer.location)
    assert page.status_code == 200
    assert "repite la línea 37" in page.text
    assert "$9,619,019.49 MXN" in page.text
    assert count(BankLine) == count(BankStatement) == 0
    done = ana.post("/staff/bank/preview", data=fields(page.text))
    assert done.status_code == 303
    shown = ana.get(done.location)
    assert "90" in shown.text
    assert "no cuadran" not in shown.text
    again = send(ana, account, SAMPLE.read_bytes())
    assert "Importar 90" not in ana.get(again.location).text
    told = ana.post("/staff/bank/preview", data=fields(page.text))
    assert told.location.endswith("/staff/bank/")
    assert (count(BankLine), count(BankStatement)) == (90, 1)
    assert "EDC-2020-00001" in ana.get("/staff/bank/").text
    assert ana.get("/staff/bank/queue").status_code == 200


def test_columns_are_chosen_by_hand_and_remembered(ana, factories, chapter):
    account = factories.bank_account()
    content = b"Uno,Dos,Tres\n05/05/2020,Algo,100.00\n06/05/2020,Mal,x\n"
    answer = send(ana, account, content)
    page = ana.get(answer.location)
    assert "No se reconocieron las columnas" in page.text
    chosen = f"{answer.location}&heads_at=1&day_order=dmy&day=0&description=1&amount=2"
    page = ana.get(chosen)
    assert "$100.00 MXN" in page.text
    refused = ana.get(chosen.replace("/preview?", "/preview/refused.csv?"))
    assert "no se puede leer el importe" in refused.get_data().decode("utf-8-sig")
    done = ana.post("/staff/bank/preview", data=fields(page.text))
    assert "06/05/2020" in ana.get(done.location).text
    kept = ana.get(f"{done.location}/refused.csv")
    assert b"06/05/2020" in kept.data
    assert queries.mappings_of(account)[0].columns == {"day": 0, "description": 1, "amount": 2}
    again = send(ana, account, content.replace(b"100.00", b"200.00"))
    assert "$200.00 MXN" in ana.get(again.location).text


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"", "archivo"), (b"%PDF", "CSV"), (b"PK\x03\x04x", "CSV")],
)
def test_a_file_that_cannot_be_read_is_told_beside_the_box(ana, factories, chapter, content, told):
    answer = send(ana, factories.bank_account(), content)
    assert answer.status_code == 422
    assert told in answer.text


def test_what_is_larger_than_ten_megabytes_is_not_even_read(ana, chapter):
    answer = ana.post(
        "/staff/bank/upload",
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(11 * 1024 * 1024)},
    )
    assert answer.status_code == 413


def test_a_preview_is_its_chapters_own_and_grows_old(ana, carla, factories, chapter):
    answer = send(ana, factories.bank_account(), SAMPLE.read_bytes())
    assert carla.get(answer.location).status_code == 409
    assert ana.get("/staff/bank/preview?upload=invented").status_code == 409
    assert ana.post("/staff/bank/preview", data={"upload": "x"}).status_code == 409


def test_an_account_is_written_down_and_edited(ana, factories, chapter):
    assert "/staff/bank/accounts/new" in ana.get("/staff/bank/").text
    data = {"name": "BBVA donativos", "bank": "BBVA", "number": "012345", "currency": "MXN"}
    assert ana.post("/staff/bank/accounts/new", data=data).status_code == 303
    assert ana.post("/staff/bank/accounts/new", data=data).status_code == 422
    account = queries.default_account()
    there = f"/staff/bank/accounts/{account.id}"
    assert 'value="BBVA donativos"' in ana.get(there).text
    assert ana.post(there, data=data | {"bank": "Banorte"}).status_code == 303
    assert "Banorte" in ana.get("/staff/bank/").text


def test_the_queue_makes_the_same_queries_for_one_movement_and_for_many(
    ana, factories, chapter, count_queries
):
    factories.cash_pledge()
    rows = [f"05/05/2020,SPEI,{n:07d},,,,{n}.50," for n in range(1, 21)]
    account = factories.bank_account()
    factories.bank_statement(account=account, content=factories.bank_file(rows=rows[:1]))
    pages = ("/staff/bank/queue", "/staff/bank/")
    ana.get(pages[0])
    count_queries()
    few = [ana.get(page) and count_queries() for page in pages]
    factories.bank_statement(account=account, content=factories.bank_file(rows=rows))
    count_queries()
    assert [ana.get(page) and count_queries() for page in pages] == few


def test_beto_may_not_and_dora_only_reads(beto, dora, factories, chapter):
    line = factories.bank_line()
    assert beto.get("/staff/bank/").status_code == 403
    assert dora.get(f"/staff/bank/lines/{line.id}").status_code == 200
    assert dora.post(f"/staff/bank/lines/{line.id}/ignore").status_code == 403
