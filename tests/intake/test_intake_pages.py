"""Staff at the door: write down, count on the phone, approve the value."""

from uuid import uuid4

import sqlalchemy as sa

from relief.core.db import db
from relief.core.money import Money
from relief.intake.actions import Declared
from relief.intake.models import Intake, IntakeStatus
from relief.stock import queries as stock
from relief.stock.models import ExpiryRule, Movement
from tests.intake.promises import promise


def arrival(**values):
    return {
        "arrived_on": stock.today().isoformat(),
        "nonce": str(uuid4()),
        "lines-0-declared": "40",
        "currency": "MXN",
        "lines-1-item": "",
        "lines-1-declared": "",
        **values,
    }


def the_intake():
    return db.session.scalars(sa.select(Intake)).one()


def test_goods_of_any_donor_arrive_and_are_counted_into_stock(beto, factories, chapter):
    item, place = factories.item(name="Cubrebocas KN95"), factories.place()
    sent = arrival(
        **{
            "donor": factories.donor().id,
            "campaign": factories.campaign().id,
            "place": place.id,
            "lines-0-item": item.id,
            "lines-0-value": "1,250.00",
        }
    )
    answer = beto.post("/staff/intake/new", data=sent)
    assert answer.status_code == 303
    again = beto.post("/staff/intake/new", data=sent)
    assert again.location == answer.location
    page = beto.get(f"{answer.location}/count")
    assert 'value="40"' in page.text
    assert f"{the_intake().reference}-1" in page.text
    short = {"lines-0-received": "38", "lines-0-lot_code": "LOTE-1"}
    told = beto.post(f"{answer.location}/count", data=short)
    assert told.status_code == 422
    assert "Se declararon 40 y se recibieron 38" in told.text
    done = beto.post(f"{answer.location}/count", data={**short, "lines-0-reason": "damaged"})
    assert done.status_code == 303
    assert stock.on_hand_by_item()[item.id].on_hand == 38
    shown = beto.get(answer.location).text
    assert "−2" in shown
    assert "LOTE-1" in shown
    assert beto.get(f"{answer.location}/count").status_code == 303
    late = beto.post(f"{answer.location}/count", data={**short, "lines-0-reason": "damaged"})
    assert late.status_code == 422
    assert "Persona" in late.text


def test_a_pledge_fills_the_form_in_and_is_kept(beto, factories, chapter):
    pledge = promise(factories, quantity=25, amount=Money(500_000, "MXN"))
    path = f"/staff/intake/new?pledge={pledge.id}"
    assert pledge.reference in beto.get("/staff/intake/new").text
    page = beto.get(path).text
    assert 'value="25"' in page
    assert 'value="5,000.00"' in page
    item_id = pledge.lines[0].item_id
    sent = arrival(**{"place": factories.place().id, "lines-0-item": item_id})
    assert beto.post(path, data=sent).status_code == 303
    intake = the_intake()
    assert (intake.pledge_id, intake.donor_id) == (pledge.id, pledge.donor_id)
    assert intake.lines[0].pledge_line_id == pledge.lines[0].id
    assert pledge.reference in beto.get(f"/staff/intake/{intake.id}").text


def test_a_half_filled_row_asks_for_its_other_half(beto, factories, chapter):
    place = factories.place()
    base = {
        "donor": factories.donor().id,
        "campaign": factories.campaign().id,
        "place": place.id,
    }
    no_item = beto.post("/staff/intake/new", data=arrival(**base))
    assert no_item.status_code == 422
    assert "Elige qué artículo es" in no_item.text
    item = factories.item().id
    wrong = arrival(**{**base, "lines-0-item": item, "lines-0-declared": ""})
    assert "Anota cuántas unidades declara" in beto.post("/staff/intake/new", data=wrong).text
    for typed in ("-1", "1e9", "٣", "9" * 30, "0"):
        bad = arrival(**{**base, "lines-0-item": item, "lines-0-declared": typed})
        assert beto.post("/staff/intake/new", data=bad).status_code == 422
    nothing = arrival(**{**base, "lines-0-declared": ""})
    assert "al menos un artículo" in beto.post("/staff/intake/new", data=nothing).text
    many = {f"lines-{n}-item": item for n in range(21)}
    assert beto.post("/staff/intake/new", data=arrival(**base, **many)).status_code == 422
    assert db.session.scalars(sa.select(Intake)).all() == []
    assert beto.get("/staff/intake/new?pledge=nonsense").status_code == 200
    assert beto.get(f"/staff/intake/new?pledge={uuid4()}").status_code == 404


def test_expired_goods_are_refused_with_what_to_do(beto, factories, chapter):
    item = factories.item(expiry_rule=ExpiryRule.REQUIRED)
    intake = factories.intake(lines=[Declared(item, 5)])
    path = f"/staff/intake/{intake.id}/count"
    sent = {"lines-0-received": "5"}
    assert "Anota cuándo caduca" in beto.post(path, data=sent).text
    expired = beto.post(path, data={**sent, "lines-0-expires_on": "2020-05-03"})
    assert "caducaron antes de llegar" in expired.text
    assert 'value="2020-05-03"' in expired.text
    assert beto.post(path, data={}).status_code == 303
    assert db.session.scalars(sa.select(Movement)).all() == []
    good = beto.post(path, data={**sent, "lines-0-expires_on": "2021-05-03"})
    assert good.status_code == 303


def test_a_coordinator_may_not_value_and_a_treasurer_may_not_count(ana, beto, factories, chapter):
    intake = factories.intake(received=True)
    line = intake.lines[0]
    value = {"value1-value": "1,000", "value1-currency": "MXN"}
    assert beto.post(f"/staff/intake/lines/{line.id}/value", data=value).status_code == 403
    assert ana.get(f"/staff/intake/{intake.id}/count").status_code == 403
    bad = ana.post(f"/staff/intake/lines/{line.id}/value", data={**value, "value1-value": "NaN"})
    assert bad.status_code == 422
    assert "NaN" in bad.text
    assert ana.post(f"/staff/intake/lines/{line.id}/value", data=value).status_code == 303
    again = ana.post(f"/staff/intake/lines/{line.id}/value", data=value)
    assert again.status_code == 422
    assert "$1,000.00 MXN" in ana.get(f"/staff/intake/{intake.id}").text


def test_a_far_value_asks_for_a_note_in_the_page(ana, factories, chapter):
    item = factories.item(reference_value=Money(100, "MXN"))
    lines = [Declared(item, 10, declared_value=Money(5000, "MXN"))]
    intake = factories.intake(lines=lines, received=True)
    page = ana.get(f"/staff/intake/{intake.id}").text
    assert "declarado a más de 20 %" in page
    path = f"/staff/intake/lines/{intake.lines[0].id}/value"
    value = {"value1-value": "50.00", "value1-currency": "MXN"}
    assert "Escribe una nota" in ana.post(path, data=value).text
    assert ana.post(path, data={**value, "value1-note": "Con factura"}).status_code == 303


def test_an_arrival_is_rejected_or_cancelled_with_a_reason(beto, factories, chapter):
    for deed, status in (("reject", "rejected"), ("cancel", "cancelled")):
        intake = factories.intake()
        path = f"/staff/intake/{intake.id}/{deed}"
        assert beto.post(path, data={f"{deed}-reason": " "}).status_code == 422
        assert beto.post(path, data={f"{deed}-reason": "Caja abierta"}).status_code == 303
        assert db.session.get(Intake, intake.id).status == IntakeStatus(status)
        late = beto.post(path, data={f"{deed}-reason": "Otra vez"})
        assert late.status_code == 422
        assert "ya cambió la recepción" in late.text


def test_the_list_is_narrowed_from_the_address(beto, factories, chapter):
    donor = factories.donor(name="Plásticos Peñón")
    counted = factories.intake(donor=donor, received=True)
    waiting = factories.intake()
    first, second = counted.reference, waiting.reference
    for query, seen, unseen in (
        ("q=penon", first, second),
        (f"q={second.lower()}", second, first),
        ("waiting=count", second, first),
        ("waiting=value", first, second),
        ("status=received", first, second),
        (f"donor={donor.id}", first, second),
        (f"place={waiting.place_id}", second, first),
    ):
        page = beto.get(f"/staff/intake/?{query}").text
        assert seen in page
        assert unseen not in page
    assert first in beto.get("/staff/intake/?since=2020-05-04&until=2020-05-04").text
    assert "Ninguna recepción" in beto.get("/staff/intake/?since=2020-05-05").text
    assert "Ninguna recepción" in beto.get("/staff/intake/?until=2020-05-03").text


def test_another_chapter_sees_nothing(carla, factories, chapter):
    intake = factories.intake()
    assert carla.get(f"/staff/intake/{intake.id}").status_code == 404
    assert carla.get(f"/staff/intake/{intake.id}/count").status_code == 404
    path = f"/staff/intake/lines/{intake.lines[0].id}/value"
    assert carla.post(path, data={}).status_code == 404
    assert intake.reference not in carla.get("/staff/intake/").text


def test_pages_make_the_same_queries_for_one_row_and_for_twenty(
    beto, factories, chapter, count_queries
):
    item = factories.item()

    def asked(path):
        beto.get(path)
        count_queries()
        beto.get(path)
        return count_queries()

    one = factories.intake(lines=[Declared(item, 1)])
    of_one = [asked("/staff/intake/"), asked(f"/staff/intake/{one.id}")]
    of_one.append(asked(f"/staff/intake/{one.id}/count"))
    many = factories.intake(lines=[Declared(factories.item(), 1) for _ in range(20)])
    for _ in range(5):
        factories.intake(received=True)
    of_many = [asked("/staff/intake/"), asked(f"/staff/intake/{many.id}")]
    of_many.append(asked(f"/staff/intake/{many.id}/count"))
    assert of_many == of_one
