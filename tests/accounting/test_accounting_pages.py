"""Months are closed with open eyes, and the books leave the house as they are filtered."""

import csv
import io
import re
from datetime import date

from relief.audit.queries import newest
from relief.core import clock
from relief.core.money import Money
from relief.periods.months import Month
from relief.periods.queries import standing

THIS = Month.of(clock.today("America/Tijuana"))
LAST = THIS.back(1)
CLOSE = f"/staff/accounting/months/{LAST.year}/{LAST.month}/close"


def test_closing_says_what_still_waits_in_figures(ana, factories, chapter):
    factories.pending_payment(received_on=LAST.first, amount=Money(4_321_00, "MXN"))
    factories.batch(received_on=LAST.first)
    shown = ana.get(CLOSE).text
    assert "1 pago por confirmar" in shown
    assert "$4,321.00 MXN" in shown
    assert "1 lote abierto" in shown
    assert ana.post(CLOSE, data={}).status_code == 422
    assert standing(LAST) is None
    assert ana.post(CLOSE, data={"anyway": "y"}).status_code == 303
    assert standing(LAST) is not None
    assert LAST.named() in ana.get("/staff/accounting/").text


def test_the_running_month_is_not_closed_and_no_calendar_has_a_thirteenth(ana, chapter):
    page = f"/staff/accounting/months/{THIS.year}/{THIS.month}/close"
    assert "aún no termina" in ana.post(page, data={}).text
    assert ana.get(f"/staff/accounting/months/{LAST.year}/13/close").status_code == 404
    assert ana.get("/staff/accounting/months/999999999999/1/close").status_code == 404


def test_only_an_administrator_opens_a_month_again_and_says_why(ana, admin, factories, chapter):
    closed = factories.closing(year=LAST.year, month=LAST.month)
    page = f"/staff/accounting/closings/{closed.id}/reopen"
    assert ana.get(page).status_code == 403
    assert admin.post(page, data={"reason": ""}).status_code == 422
    assert admin.post(page, data={"reason": "Faltó un depósito"}).status_code == 303
    assert "Faltó un depósito" in ana.get("/staff/accounting/").text
    assert standing(LAST) is None


def test_a_payment_of_a_closed_month_is_refused_and_what_was_typed_stays(ana, factories, chapter):
    pledge = factories.cash_pledge()
    factories.closing(year=LAST.year, month=LAST.month)
    page = f"/staff/payments/new?pledge={pledge.id}"
    form = ana.get(page).text
    typed = {
        "nonce": re.search(r'name="nonce"[^>]*value="([^"]+)"', form)[1],
        "amount": "777.00",
        "currency": "MXN",
        "method": "transfer",
        "received_on": LAST.last.isoformat(),
        "bank_reference": "SPEI 4455",
    }
    answer = ana.post(page, data=typed)
    assert answer.status_code == 422
    assert "está cerrado" in answer.text
    assert 'value="777.00"' in answer.text
    assert 'value="SPEI 4455"' in answer.text


def test_the_file_holds_exactly_what_is_filtered_and_taking_it_is_remembered(
    ana, beto, factories, chapter
):
    factories.payment(received_on=date(2020, 5, 4))
    factories.payment(received_on=date(2020, 6, 4), amount=Money(70_00, "USD"))
    assert f'<option selected value="{THIS}">' in ana.get("/staff/accounting/export/").text
    page = ana.get("/staff/accounting/export/?since=2020-05-01&until=2020-05-31")
    assert "1 asiento" in page.text
    assert '<option selected value="">' in page.text
    assert "$1,000.00 MXN" in page.text
    address = re.search(r'action="([^"]*/csv[^"]*)"', page.text)[1].replace("&amp;", "&")
    answer = ana.post(address)
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert len(rows) == 3
    assert {row[1] for row in rows[1:]} == {"2020-05-04"}
    assert "polizas-zona-costa-2020-05-01-2020-05-31.csv" in answer.headers["Content-Disposition"]
    assert newest(limit=1)[0].tag == "accounting:entries:exported"
    assert beto.post(address).status_code == 403
    assert ana.post(address.replace("/csv", "/xlsx")).data.startswith(b"PK")


def test_accounts_take_the_codes_of_the_chapter(ana, carla, chapter):
    form = ana.get("/staff/accounting/chart/edit").text
    known = dict(re.findall(r'name="((?:code|name)_\w+)"[^>]*value="([^"]*)"', form))
    assert known["code_gifts"] == "401-01"
    twice = {**known, "code_gifts": "102-01"}
    assert ana.post("/staff/accounting/chart/edit", data=twice).status_code == 422
    kept = {**known, "code_gifts": "4100.001", "name_gifts": "Donativos en numerario"}
    assert ana.post("/staff/accounting/chart/edit", data=kept).status_code == 303
    assert "4100.001" in ana.get("/staff/accounting/chart/").text
    assert "4100.001" not in carla.get("/staff/accounting/chart/").text
