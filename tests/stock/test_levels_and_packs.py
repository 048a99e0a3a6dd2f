"""Minimum levels tell when something runs out; packs let people type what they see."""

import pytest
import sqlalchemy as sa

from relief.audit.models import AuditEntry
from relief.core.db import db, transaction
from relief.intake.actions import Declared
from relief.stock import ledger, levels, queries
from relief.stock.errors import PackKnown
from relief.stock.ledger import Line
from relief.stock.models import Balance, LotStatus, MinimumLevel
from relief.stock.packs import Pack, add_pack, packs_of, read_units

PACKS = [Pack("caja", 12), Pack("caja grande", 40), Pack("tarima", 480)]


@pytest.mark.parametrize(
    ("typed", "units"),
    [
        ("3 cajas + 5", 41),
        ("3 cajas y 5 piezas", 41),
        ("1 tarima, 2 Cajas, 7", 511),
        ("2 cajas grandes", 80),
        ("2 boxes", 24),
        ("5 sueltas", 5),
        ("0 cajas", 0),
    ],
)
def test_quantities_are_typed_in_packs_and_added_up(app, typed, units):
    with app.test_request_context():
        assert read_units(typed, PACKS, "pieza") == units


@pytest.mark.parametrize("typed", ["caja", "3 costales", "-2 cajas", "2.5 cajas", "² cajas", "+"])
def test_what_cannot_be_read_is_told_with_the_packs_there_are(app, typed):
    with app.test_request_context(), pytest.raises(ValueError, match=r"presentaci"):
        read_units(typed, PACKS, "pieza")


def test_a_count_may_be_written_in_packs(factories, chapter, beto):
    item = factories.item(pack_size=12, pack_label="caja")
    place = factories.place()
    lot = factories.lot(item=item, place=place, quantity=10)
    where, typed = f"/staff/stock/lots/{lot.id}/count", "3 cajas + 5"
    data = {"count-place": place.id, "count-counted": typed, "count-reason": "counted_more"}
    data["count-note"] = "Atrás de la tarima"
    assert beto.post(where, data=data).status_code == 303
    assert db.session.scalars(sa.select(Balance.on_hand)).one() == 41
    refused = beto.post(where, data={**data, "count-counted": "3 costales"})
    assert refused.status_code == 422
    assert "3 costales" in refused.text
    assert "caja (12" in refused.text


def test_packs_are_kept_by_item_once_each(factories, chapter, beto):
    item = factories.item(pack_size=12, pack_label="caja")
    address = f"/staff/stock/items/{item.id}"
    good = {"pack-label": "Tarima", "pack-units": "480"}
    assert beto.post(f"{address}/packs", data=good).status_code == 303
    twice = beto.post(f"{address}/packs", data={"pack-label": "Cajas", "pack-units": "10"})
    assert twice.status_code == 422
    assert 'value="Cajas"' in twice.text
    pack = packs_of([queries.get_item(item.id)])[item.id][-1]
    assert (pack.label, pack.units) == ("Tarima", 480)
    assert beto.post(f"{address}/packs/{pack.id}/remove").status_code == 303
    other = factories.item()
    with transaction():
        kept = add_pack(other, label="Bolsa", units=5)
    with transaction(), pytest.raises(PackKnown):
        add_pack(other, label="bolsas", units=6)
    assert beto.post(f"{address}/packs/{kept.id}/remove").status_code == 404


def test_what_is_promised_held_or_expired_does_not_count_for_a_minimum(factories, chapter):
    item, here, there = factories.item(), factories.place(), factories.place()
    lot = factories.lot(item=item, place=here, quantity=50)
    factories.lot(item=item, place=there, quantity=20)
    factories.lot(item=item, place=here, quantity=99, status=LotStatus.QUARANTINED)
    with transaction():
        levels.set_minimum(item, place=here, units=40)
        levels.set_minimum(item, place=None, units=70)
    assert levels.count_low() == 0
    with transaction():
        ledger.reserve([Line(lot, 15)], place=here)
    (low,) = levels.low().values()
    assert (low.minimum.place_id, low.available, low.missing) == (None, 55, 15)
    assert [level.missing for level in levels.levels([item.id])] == [5, 15]


def test_a_minimum_is_set_changed_and_taken_away(factories, chapter, beto):
    item = factories.item(name="Arroz")
    address = f"/staff/stock/items/{item.id}/minimum"
    for units in ("40", "50", "50"):
        assert beto.post(address, data={"minimum-units": units}).status_code == 303
    assert db.session.scalars(sa.select(MinimumLevel.units)).one() == 50
    assert "Arroz" in beto.get("/staff/stock/?level=low").text
    assert "1" in beto.get("/staff/").text
    assert beto.post(address, data={"minimum-units": "mil"}).status_code == 422
    assert beto.post(address, data={"minimum-units": "0"}).status_code == 303
    assert "Arroz" not in beto.get("/staff/stock/?level=low").text
    tags = db.session.scalars(sa.select(AuditEntry.tag)).all()
    assert tags.count("stock:minimum:changed") == 3


def test_an_arrival_may_be_counted_in_packs(factories, chapter, beto):
    item = factories.item(pack_size=12, pack_label="caja")
    arrived = factories.intake(lines=[Declared(item, 41)])
    address = f"/staff/intake/{arrived.id}/count"
    assert "caja (12 piezas)" in beto.get(address).text
    assert beto.post(address, data={"lines-0-received": "3 cajas + 5"}).status_code == 303
    assert db.session.scalars(sa.select(Balance.on_hand)).one() == 41
