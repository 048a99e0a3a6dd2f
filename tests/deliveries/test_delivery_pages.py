"""Staff plan a delivery and bring it out of the warehouse, a button at a time."""

from datetime import date

import pytest

from relief.core.db import db
from relief.deliveries import planning
from relief.deliveries.actions import Planned
from relief.deliveries.models import Delivery, DeliveryStatus
from relief.stock.queries import balances_of_lot

LIST = "/staff/deliveries/"
DAY = "2099-04-20"


def plan_address(need, place):
    return f"/staff/deliveries/new?need={need.id}&place={place.id}&day={DAY}"


def planned(lot, quantity, **more):
    return {"lines-0-lot": str(lot.id), "lines-0-quantity": str(quantity), **more}


def test_a_coordinator_plans_from_a_need_what_expires_first(beto, factories, chapter):
    item, place = factories.item(name="Bata"), factories.place()
    soon = factories.lot(item=item, place=place, expires_on=date(2099, 6, 1), quantity=30)
    late = factories.lot(item=item, place=place, expires_on=date(2100, 6, 1), quantity=500)
    need = factories.need(lines=[(item, 100)])
    assert need.reference in beto.get(f"/staff/deliveries/new?need={need.id}").text
    page = beto.get(plan_address(need, place)).text
    assert page.count("Sugerido: caduca primero") == 2
    assert 'value="30"' in page
    assert 'value="70"' in page
    assert "1 jun 2099" in page
    data = planned(late, 100, driver_name="Jorge Medina", driver_phone="664 123 4567")
    refused = beto.post(plan_address(need, place), data=data)
    assert refused.status_code == 422
    assert 'id="order_reason-error"' in refused.text
    data["order_reason"] = "El hospital pidió esa marca"
    answer = beto.post(plan_address(need, place), data=data)
    assert answer.status_code == 303
    page = beto.get(answer.location).text
    assert late.code in page
    assert "Jorge Medina" in page
    assert "El hospital pidió esa marca" in page
    need_page = beto.get(f"/staff/needs/{need.id}").text
    assert db.session.scalars(db.select(Delivery)).one().reference in need_page
    assert soon.code not in page


def test_a_delivery_without_a_need_goes_to_a_hospital(beto, factories, chapter):
    lot = factories.lot(place=(place := factories.place()))
    hospital = factories.hospital()
    address = f"/staff/deliveries/new?hospital={hospital.id}&place={place.id}&day={DAY}"
    assert lot.code in beto.get(address).text
    answer = beto.post(address, data=planned(lot, 5))
    assert answer.status_code == 303
    nobody = f"/staff/deliveries/new?place={place.id}&day={DAY}"
    assert beto.get(nobody).status_code == 422
    assert beto.post(nobody, data=planned(lot, 5)).status_code == 422


def test_too_much_is_refused_beside_the_line_with_what_is_left(beto, factories, chapter):
    lot = factories.lot(place=(place := factories.place()), quantity=60)
    need = factories.need(lines=[(lot.item, 500)])
    answer = beto.post(plan_address(need, place), data=planned(lot, 61))
    assert answer.status_code == 422
    assert 'id="lines-0-quantity-error"' in answer.text
    assert 'href="#lines-0-quantity"' in answer.text
    assert "60" in answer.text
    beto.post(plan_address(need, place), data=planned(lot, 60))
    answer = beto.post(plan_address(need, place), data=planned(lot, 1))
    assert answer.status_code == 422
    assert 'id="lines-0-quantity-error"' in answer.text
    assert balances_of_lot(lot.id)[0].reserved == 60


def test_hostile_plans_are_refused_kindly(beto, factories, chapter):
    lot = factories.lot(place=(place := factories.place()))
    need = factories.need(lines=[(lot.item, 50)])
    for data in (
        {},
        planned(lot, "-1"),
        planned(lot, "1e3"),
        {"lines-0-lot": "x", "lines-0-quantity": "1"},
        {"lines-0-lot": "", "lines-0-quantity": "1"},
        planned(lot, 1, driver_phone="call me"),
        planned(lot, 1, notes="\U0001f69a"),
        planned(factories.lot(), 1),
    ):
        assert beto.post(plan_address(need, place), data=data).status_code == 422, data
    assert db.session.scalars(db.select(Delivery)).all() == []
    for address in ("?need=x&place=y&day=z", "?place=&day=", f"?need={need.id}&place=1&day={DAY}"):
        assert beto.get(f"/staff/deliveries/new{address}").status_code in {200, 422}


def test_each_step_is_one_button(beto, factories, chapter):
    delivery = factories.delivery()
    address = f"/staff/deliveries/{delivery.id}"
    line = str(delivery.lines[0].id)
    for step, data, word in (
        ("start", {}, "en surtido"),
        ("pick", {"picked": line, "answer": "save"}, "checked"),
        ("pick", {"picked": line, "answer": "pack"}, "empacada"),
        ("dispatch", {}, "despachada"),
        ("transit", {}, "en tránsito"),
    ):
        assert beto.post(f"{address}/{step}", data=data).status_code == 303
        assert word in beto.get(address).text
    page = beto.get(address).text
    assert "https://wa.me/?text=" in page
    assert "http://relief.test/d/" in page
    assert "<svg" in page


def test_boxes_do_not_close_with_a_line_missing(beto, factories, chapter):
    place = factories.place()
    lots = [factories.lot(place=place) for _number in range(2)]
    delivery = factories.delivery(
        place=place, planned=[Planned(lot, 1) for lot in lots], status=DeliveryStatus.PICKING
    )
    data = {"answer": "pack", "picked": str(delivery.lines[0].id)}
    answer = beto.post(f"/staff/deliveries/{delivery.id}/pick", data=data)
    assert answer.status_code == 409
    kept = db.session.get(Delivery, delivery.id)
    assert kept.status is DeliveryStatus.PICKING
    assert [line.picked for line in kept.lines] == [True, False]  # what was checked stays checked


def test_what_fails_or_is_cancelled_asks_for_the_reason(beto, factories, chapter):
    for status, step in ((DeliveryStatus.IN_TRANSIT, "fail"), (DeliveryStatus.PACKED, "cancel")):
        delivery = factories.delivery(status=status)
        address = f"/staff/deliveries/{delivery.id}"
        asked = beto.post(f"{address}/{step}", data={})
        assert asked.status_code == 422
        assert "<title>Error:" in asked.text
        assert f'<li><a href="#{step}-reason">' in asked.text
        answer = beto.post(f"{address}/{step}", data={f"{step}-reason": "Camino cerrado"})
        assert answer.status_code == 303
        assert "Camino cerrado" in beto.get(address).text


@pytest.mark.parametrize(("step", "way"), [("fail", "fail"), ("return", "give_back")])
def test_units_lost_on_the_way_back_are_asked_for(beto, factories, chapter, step, way):
    delivery = factories.delivery(status=DeliveryStatus.IN_TRANSIT)
    (line,) = delivery.lines
    lot_id, address = line.lot_id, f"/staff/deliveries/{delivery.id}"
    data = {f"{way}-lines-0-line": str(line.id), f"{way}-lines-0-lost": "41"}
    page = beto.get(address).text
    assert f'name="{way}-lines-0-lost"' in page
    for typed, trouble in (
        ({}, f"{way}-reason"),
        ({f"{way}-reason": "Robo"}, f"{way}-lines-0-lost"),
    ):
        refused = beto.post(f"{address}/{step}", data=data | typed)
        assert refused.status_code == 422
        assert f'<li><a href="#{trouble}">' in refused.text
        assert 'value="41"' in refused.text
    data |= {f"{way}-lines-0-lost": "4", f"{way}-reason": "Robo"}
    assert beto.post(f"{address}/{step}", data=data).status_code == 303
    assert [each.on_hand for each in balances_of_lot(lot_id)] == [96]


def test_staff_keep_the_acuse_of_a_signed_sheet(beto, factories, chapter):
    delivery = factories.delivery(status=DeliveryStatus.IN_TRANSIT)
    address = f"/staff/deliveries/{delivery.id}"
    assert beto.get(f"{address}/acuse").status_code == 200
    data = {
        "receiver_name": "Laura Peña",
        "receiver_title": "Jefa de enfermería",
        "lines-0-line": str(delivery.lines[0].id),
        "lines-0-accepted": "38",
        "lines-0-damaged": "1",
    }
    wrong = beto.post(f"{address}/acuse", data=data)
    assert wrong.status_code == 422
    assert "39" in wrong.text
    assert beto.post(f"{address}/acuse", data={**data, "lines-0-short": "1"}).status_code == 303
    page = beto.get(address).text
    assert "entregada con diferencias" in page
    assert "hoja firmada" in page
    assert beto.get(f"{address}/acuse").status_code == 303


def test_papers_are_served(beto, factories, chapter):
    delivery = factories.delivery(status=DeliveryStatus.PICKING)
    note = beto.get(f"/staff/deliveries/{delivery.id}/note.pdf")
    assert note.data.startswith(b"%PDF-")
    assert beto.get(f"/staff/deliveries/{delivery.id}/acuse.pdf").status_code == 404
    signed = factories.delivery(status=DeliveryStatus.DELIVERED)
    for name in ("note", "acuse"):
        answer = beto.get(f"/staff/deliveries/{signed.id}/{name}.pdf")
        assert answer.mimetype == "application/pdf"
        assert answer.data.startswith(b"%PDF-")


def test_the_list_and_the_board_show_what_is_under_way(beto, factories, chapter):
    going = factories.delivery(hospital=factories.hospital(name="Hospital Ñandú"))
    gone = factories.delivery(status=DeliveryStatus.CANCELLED, planned_for=date(2099, 5, 2))
    page = beto.get(LIST).text
    assert going.reference in page
    assert gone.reference not in page
    assert gone.reference in beto.get(f"{LIST}?status=every").text
    assert gone.reference not in beto.get(f"{LIST}?status=every&until=2099-04-30").text
    assert going.reference not in beto.get(f"{LIST}?status=every&since=2099-04-30").text
    assert going.reference in beto.get(f"{LIST}?q=nandu").text
    assert going.reference in beto.get(f"{LIST}board").text
    assert beto.get(f"{LIST}?status=x&since=x&hospital=x&sort=hospital&q=%00").status_code == 200


def test_ana_reads_dora_reads_carla_sees_nothing(ana, dora, carla, factories, chapter):
    delivery = factories.delivery(status=DeliveryStatus.DISPATCHED)
    address = f"/staff/deliveries/{delivery.id}"
    for reader in (ana, dora):
        page = reader.get(address)
        assert page.status_code == 200
        assert "relief.test/d/" not in page.text
        assert reader.post(f"{address}/transit").status_code == 403
        assert reader.get("/staff/deliveries/new").status_code == 403
    for path in (address, f"{address}/note.pdf", f"{address}/acuse", f"{address}/acuse.pdf"):
        assert carla.get(path).status_code == 404
    assert carla.post(f"{address}/transit").status_code == 404
    assert delivery.reference not in carla.get(f"{LIST}?status=every").text
    assert delivery.reference not in carla.get(f"{LIST}board").text


def test_the_list_makes_the_same_queries_for_one_row_and_for_twenty(
    beto, factories, chapter, count_queries
):
    factories.delivery()
    for path in (LIST, f"{LIST}board"):
        beto.get(path)
        count_queries()
        beto.get(path)
        one = count_queries()
        for _ in range(9):
            factories.delivery()
        count_queries()
        beto.get(path)
        assert count_queries() == one


def test_a_plan_begins_at_a_place_in_the_hospitals_city(factories, chapter):
    factories.place(name="Almacén A", city="Mexicali")
    near = factories.place(name="Almacén B", city="TIJUANA")
    need = factories.need(hospital=factories.hospital(city="Tijuana"))
    for asked, place in (
        ({"need": str(need.id)}, near.name),
        ({"hospital": str(need.hospital_id)}, near.name),
        ({"need": "nada"}, "Almacén A"),
        ({}, "Almacén A"),
    ):
        form = planning.read_start(asked)
        form.validate()
        assert dict(form.place.options)[form.place.data] == place
