"""Staff see what is on hand and change it by deeds that leave a trace."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from relief.audit.queries import timeline
from relief.core.db import db
from relief.core.paging import Listing
from relief.stock import kardex, queries
from relief.stock.models import Balance, Item, Place


def post(browser, lot, deed, **values):
    prefix = {"write-off": "write_off"}.get(deed, deed.partition("/")[0])
    data = {f"{prefix}-{name}": value for name, value in values.items()}
    return browser.post(f"/staff/stock/lots/{lot.id}/{deed}", data=data)


def on_hand(lot):
    found = db.session.scalars(sa.select(Balance).where(Balance.lot_id == lot.id)).all()
    return {balance.place_id: balance.on_hand for balance in found}


ITEM = {
    "name": "Careta de acrílico",
    "sku": "EPP-9",
    "category": "ppe",
    "unit": "pieza",
    "pack_size": "50",
    "expiry_rule": "none",
    "reference_value": "85.50",
    "currency": "MXN",
    "active": "y",
}


def test_a_coordinator_adds_an_item_and_edits_it(beto, chapter):
    answer = beto.post("/staff/stock/items/new", data=ITEM)
    assert answer.status_code == 303
    page = beto.get(answer.location)
    assert "Careta de acrílico" in page.text
    assert "$85.50 MXN" in page.text
    assert 'value="85.50"' in beto.get(f"{answer.location}/edit").text
    beto.post(f"{answer.location}/edit", data={**ITEM, "name": "Careta", "active": ""})
    item = db.session.scalars(sa.select(Item)).one()
    assert (item.name, item.active) == ("Careta", False)
    assert [e.tag for e in timeline(item.id)] == ["stock:item:edited", "stock:item:created"]


def test_a_code_belongs_to_one_item_and_what_was_typed_is_kept(beto, factories, chapter):
    other = factories.item(sku="EPP-9", name="Bata")
    answer = beto.post("/staff/stock/items/new", data=ITEM)
    assert answer.status_code == 422
    assert "EPP-9 ya es de Bata" in answer.text
    assert "Careta de acrílico" in answer.text
    third = factories.item()
    assert beto.post(f"/staff/stock/items/{third.id}/edit", data=ITEM).status_code == 422
    assert beto.post(f"/staff/stock/items/{other.id}/edit", data=ITEM).status_code == 303


def test_places_are_listed_added_and_closed(beto, chapter):
    made = {"name": "Centro de acopio Mesa", "kind": "collection_point", "city": "Tijuana"}
    assert beto.post("/staff/stock/places/new", data=made).status_code == 303
    page = beto.get("/staff/stock/places/")
    assert "Centro de acopio Mesa" in page.text
    again = beto.post("/staff/stock/places/new", data={**made, "name": "CENTRO DE ACOPIO MESA"})
    assert again.status_code == 422
    place = db.session.scalars(sa.select(Place)).one()
    edited = beto.post(f"/staff/stock/places/{place.id}/edit", data={**made, "city": "Tecate"})
    assert edited.status_code == 303
    place = db.session.get(Place, place.id)
    assert (place.city, place.active) == ("Tecate", False)
    assert beto.get(f"/staff/stock/places/{place.id}/edit").status_code == 200


def test_the_list_finds_without_accents_and_by_place_and_expiry(beto, factories, chapter):
    soon = queries.today() + timedelta(days=3)
    here, there = factories.place(), factories.place()
    factories.lot(item=factories.item(name="Jabón líquido"), place=here, quantity=7)
    factories.lot(item=factories.item(name="Atún"), place=there, expires_on=soon)
    for query, seen, unseen in (
        ("q=jabon", "Jabón", "Atún"),
        (f"place={there.id}", "Atún", "Jabón"),
        ("expires=7", "Atún", "Jabón"),
        ("category=ppe&q=ATUN", "Atún", "Jabón"),
    ):
        page = beto.get(f"/staff/stock/?{query}").text
        assert seen in page
        assert unseen not in page
    assert "caduca en 3 días" in beto.get("/staff/stock/").text
    assert "Ningún artículo" in beto.get("/staff/stock/?q=zzz").text
    assert "Atún" not in beto.get("/staff/stock/?expires=0").text


def test_what_is_held_back_is_on_hand_but_not_available(factories, chapter):
    item = factories.item()
    factories.lot(item=item, quantity=10)
    factories.lot(item=item, quantity=5, expires_on=queries.today() - timedelta(days=1))
    found = queries.on_hand_by_item([item.id])[item.id]
    assert (found.on_hand, found.reserved, found.available, found.held) == (15, 0, 10, 5)


def test_a_count_is_a_movement_with_its_reason(beto, factories, chapter):
    here = factories.place()
    lot = factories.lot(place=here, quantity=10)
    told = {"place": here.id, "counted": "8", "reason": "lost", "note": "No están"}
    assert post(beto, lot, "count", **told).status_code == 303
    assert on_hand(lot) == {here.id: 8}
    page = beto.get(f"/staff/stock/lots/{lot.id}").text
    assert "No están" in page
    assert post(beto, lot, "count", **{**told, "counted": "9"}).status_code == 422
    assert post(beto, lot, "count", **{**told, "counted": "²"}).status_code == 422
    found = {**told, "counted": "9", "reason": "counted_more"}
    assert post(beto, lot, "count", **found).status_code == 303
    assert post(beto, lot, "count", **found).status_code == 303
    assert on_hand(lot) == {here.id: 9}
    tags = [entry.tag for entry in timeline(lot.id)]
    assert tags == ["stock:balance:adjusted"] * 2


def test_goods_move_between_places_but_never_more_than_there_are(beto, factories, chapter):
    here, there, closed = factories.place(), factories.place(), factories.place()
    beto.post(
        f"/staff/stock/places/{closed.id}/edit", data={"name": "Cerrado", "kind": "warehouse"}
    )
    lot = factories.lot(place=here, quantity=10)
    told = {"source": here.id, "target": there.id, "quantity": "4"}
    assert post(beto, lot, "transfer", **told).status_code == 303
    assert on_hand(lot) == {here.id: 6, there.id: 4}
    refused = post(beto, lot, "transfer", **{**told, "quantity": "7"})
    assert refused.status_code == 422
    assert "solo hay 6 disponibles" in refused.text
    for target in (here.id, closed.id):
        assert post(beto, lot, "transfer", **{**told, "target": target}).status_code == 422
    assert on_hand(lot) == {here.id: 6, there.id: 4}


def test_a_write_off_says_what_happened(beto, factories, chapter):
    here = factories.place()
    lot = factories.lot(place=here, quantity=10)
    told = {"place": here.id, "quantity": "3", "reason": "damaged", "note": "Se mojó"}
    assert post(beto, lot, "write-off", **{**told, "note": ""}).status_code == 422
    assert post(beto, lot, "write-off", **told).status_code == 303
    assert on_hand(lot) == {here.id: 7}
    assert post(beto, lot, "write-off", **{**told, "quantity": "8"}).status_code == 422


def test_a_lot_is_held_back_once_and_released(beto, factories, chapter):
    lot = factories.lot()
    assert post(beto, lot, "hold/quarantined", reason="Olor extraño").status_code == 303
    again = post(beto, lot, "hold/quarantined", reason="Olor")
    assert again.status_code == 422
    assert "en cuarentena" in again.text
    assert post(beto, lot, "hold/available", reason="Revisado").status_code == 303
    assert post(beto, lot, "hold/burnt", reason="x").status_code == 303
    assert len(timeline(lot.id)) == 2


def test_the_kardex_keeps_the_running_balance(beto, factories, chapter):
    here = factories.place()
    lot = factories.lot(place=here, quantity=10)
    post(beto, lot, "count", place=here.id, counted="7", reason="lost", note="Faltan")
    page = kardex.page_of_movements(Listing(sort="at", descending=True), lot_id=lot.id)
    assert list(kardex.running(page.rows, lot_id=lot.id).values()) == [7, 10]
    page = kardex.page_of_movements(Listing(sort="at", descending=False), item_id=lot.item_id)
    running = kardex.running(page.rows, item_id=lot.item_id)
    assert [running[movement.id] for movement in page.rows] == [10, 7]
    assert kardex.running([], lot_id=lot.id) == {}


def test_a_treasurer_reads_and_changes_nothing(ana, factories, chapter):
    lot = factories.lot()
    for path in ("", f"items/{lot.item_id}", f"lots/{lot.id}", "places/"):
        assert ana.get(f"/staff/stock/{path}").status_code == 200
    assert ana.get("/staff/stock/items/new").status_code == 403
    assert post(ana, lot, "hold/recalled", reason="x").status_code == 403


def test_another_chapter_sees_nothing(carla, factories, chapter):
    place = factories.place(name="Almacén Canario")
    lot = factories.lot(item=factories.item(name="Canario"), place=place)
    for path in (f"items/{lot.item_id}", f"lots/{lot.id}", f"places/{place.id}/edit"):
        assert carla.get(f"/staff/stock/{path}").status_code == 404
    assert "Canario" not in carla.get("/staff/stock/").text
    assert "Canario" not in carla.get("/staff/stock/places/").text


@pytest.mark.parametrize("path", ["/staff/stock/", "/staff/stock/items/{item}"])
def test_a_page_makes_the_same_queries_for_one_lot_and_for_twenty(
    beto, factories, chapter, count_queries, path
):
    item, place = factories.item(), factories.place()
    path = path.format(item=item.id)

    def asked():
        beto.get(path)
        count_queries()
        beto.get(path)
        return count_queries()

    factories.lot(item=item, place=place)
    one = asked()
    for _ in range(19):
        factories.lot(item=item, place=place)
        factories.lot()
    assert asked() == one
