"""Kits: whole or not at all, out of the first to expire, and back into the very same lots."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from relief.audit.models import AuditEntry
from relief.core import clock
from relief.core.db import db, transaction
from relief.core.money import Money
from relief.kits import queries
from relief.kits.actions import Holds, assemble, set_components, take_apart
from relief.kits.errors import (
    ComponentTwice,
    HeldForItself,
    KitInsideKit,
    NoComponents,
    NotAKit,
    NotAssembledHere,
    NotEnoughParts,
    NotSoManyKits,
    UsedInKit,
)
from relief.kits.models import KitAssembly, KitDismantling
from relief.stock import genealogy, ledger
from relief.stock.actions import set_lot_status
from relief.stock.ledger import Line
from relief.stock.models import Balance, ExpiryRule, Lot, LotStatus, Reason
from relief.stock.queries import available_lots, today


@pytest.fixture
def here(chapter, factories):
    return factories.place(name="Almacén Otay")


@pytest.fixture
def rice(factories, here):
    return factories.item(name="Arroz", unit="kilo")


@pytest.fixture
def beans(factories, here):
    return factories.item(name="Frijol", unit="kilo")


@pytest.fixture
def kit(factories, rice, beans):
    return factories.kit(name="Despensa", holds=[(rice, 2), (beans, 1)])


def days(number):
    return today() + timedelta(days=number)


def on_hand(place):
    found = db.session.execute(
        sa.select(Lot.code, Balance.on_hand)
        .join(Balance.lot)
        .where(Balance.place_id == place.id, Balance.on_hand > 0)
    )
    return dict(found.all())


def make(kit, place, kits, **values):
    with transaction():
        return assemble(kit, place=place, kits=kits, **{"nonce": uuid4(), **values})


def apart(lot, place, kits, **values):
    with transaction():
        return take_apart(
            lot, place=place, kits=kits, **{"reason": "Otro programa", "nonce": uuid4(), **values}
        )


def kit_lots(assembly):
    return [movement.lot for movement in queries.made_in(assembly)]


def test_kits_take_what_expires_first_and_are_good_until_their_first_part(
    factories, here, rice, beans, kit
):
    values = {"place": here, "quantity": 5}
    factories.lot(
        item=rice, code="A-1", expires_on=days(30), unit_value=Money(2000, "MXN"), **values
    )
    factories.lot(
        item=rice, code="A-2", expires_on=days(90), unit_value=Money(2100, "MXN"), **values
    )
    factories.lot(
        item=beans, code="F-1", expires_on=days(60), unit_value=Money(3500, "MXN"), **values
    )
    factories.lot(item=beans, code="F-0", expires_on=days(-1), **values)
    made = make(kit, here, 4)
    assert made.reference.startswith("ARM-")
    lots = kit_lots(made)
    assert [(lot.code[-2:], lot.expires_on, lot.unit_value) for lot in lots] == [
        ("-1", days(30), Money(7500, "MXN")),
        ("-2", days(30), Money(7600, "MXN")),
        ("-3", days(60), Money(7700, "MXN")),
    ]
    left = {"A-2": 2, "F-1": 1, "F-0": 5}
    assert on_hand(here) == left | dict(zip([lot.code for lot in lots], (2, 1, 1), strict=True))
    inside = genealogy.parts_of([lots[1].id])[lots[1].id]
    assert [(part.part_lot.code, part.quantity) for part in inside] == [
        ("A-1", 1),
        ("A-2", 1),
        ("F-1", 1),
    ]
    assert available_lots(kit.id, here.id, today())[0].lot_id == lots[0].id


def test_the_refusal_says_what_is_short_and_how_many_kits_are_possible(
    factories, here, rice, beans, kit
):
    factories.lot(item=rice, place=here, quantity=250)
    factories.lot(item=beans, place=here, quantity=1000)
    factories.lot(item=beans, place=here, status=LotStatus.QUARANTINED)
    with transaction(), pytest.raises(NotEnoughParts) as refused:
        assemble(kit, place=here, kits=300, nonce=uuid4())
    assert "Almacén Otay" in str(refused.value)
    assert "125" in str(refused.value)
    assert "Arroz (250" in str(refused.value)
    assert "Frijol" not in str(refused.value)
    assert sum(on_hand(here).values()) == 1350
    assert queries.could_be_made({kit.id: queries.recipe(kit.id)})[kit.id][0].kits == 125


def test_what_was_promised_to_a_delivery_is_not_put_into_kits(factories, here, rice, beans, kit):
    lot = factories.lot(item=rice, place=here, quantity=10)
    factories.lot(item=beans, place=here, quantity=10)
    with transaction():
        ledger.reserve([Line(lot, 7)], place=here)
    with transaction(), pytest.raises(NotEnoughParts):
        assemble(kit, place=here, kits=2, nonce=uuid4())
    assert make(kit, here, 1).quantity == 1


def test_each_part_of_a_kit_returns_to_the_very_lot_it_came_from(factories, here, rice, beans, kit):
    for code in ("A-1", "A-2"):
        factories.lot(item=rice, place=here, quantity=3, code=code)
    factories.lot(item=beans, place=here, quantity=3, code="F-1")
    before = on_hand(here)
    made = make(kit, here, 3)
    for lot in kit_lots(made):
        apart(lot, here, 1)
    assert on_hand(here) == before
    assert db.session.scalar(sa.select(sa.func.count()).select_from(KitDismantling)) == 3
    tags = db.session.scalars(sa.select(AuditEntry.tag).order_by(AuditEntry.id)).all()
    assert tags[-4:] == ["kits:assembly:made", *["kits:lot:taken_apart"] * 3]


def test_kits_that_are_reserved_or_elsewhere_stay_whole(factories, here):
    made = factories.assembly(place=here)
    (lot,) = kit_lots(made)
    with transaction():
        ledger.reserve([Line(lot, 8)], place=here)
    with transaction(), pytest.raises(NotSoManyKits) as refused:
        take_apart(lot, place=here, kits=3, reason="Se ocupan", nonce=uuid4())
    assert "8" in str(refused.value)
    assert "2" in str(refused.value)
    apart(lot, here, 2)
    elsewhere = factories.place()
    with transaction(), pytest.raises(NotSoManyKits):
        take_apart(lot, place=elsewhere, kits=1, reason="Se ocupan", nonce=uuid4())


def test_what_others_packed_has_no_lots_to_return_to(factories, here, kit):
    lot = factories.lot(item=kit, place=here)
    with transaction(), pytest.raises(NotAssembledHere):
        take_apart(lot, place=here, kits=1, reason="Se ocupan", nonce=uuid4())


def test_held_kits_are_taken_apart_to_save_what_is_good_but_not_to_hide_what_is_bad(
    factories, here
):
    made = factories.assembly(place=here)
    (lot,) = kit_lots(made)
    part = genealogy.parts_of([lot.id])[lot.id][0].part_lot
    with transaction():
        set_lot_status(lot, LotStatus.QUARANTINED, reason="Ratones")
    with transaction(), pytest.raises(HeldForItself):
        take_apart(lot, place=here, kits=1, reason="Se ocupan", nonce=uuid4())
    with transaction():
        set_lot_status(part, LotStatus.RECALLED, reason="Salmonela")
    apart(lot, here, 10)
    assert part.balances[0].on_hand == 100


def test_the_same_form_twice_assembles_and_takes_apart_once(factories, here, rice, beans, kit):
    factories.lot(item=rice, place=here)
    factories.lot(item=beans, place=here)
    nonce = uuid4()
    made = make(kit, here, 5, nonce=nonce)
    assert make(kit, here, 5, nonce=nonce).id == made.id
    (lot,) = kit_lots(made)
    assert apart(lot, here, 1, nonce=nonce).id == apart(lot, here, 1, nonce=nonce).id
    counted = sa.select(sa.func.count()).select_from(KitAssembly)
    assert db.session.scalar(counted) == 1
    assert on_hand(here)[lot.code] == 4


def test_meals_put_together_are_good_that_day_and_no_longer(factories, here, rice):
    meal = factories.kit(holds=[(rice, 1)], expiry_rule=ExpiryRule.SAME_DAY)
    factories.lot(item=rice, place=here, expires_on=date(2020, 12, 31))
    with clock.stopped_at(datetime(2020, 6, 2, 6, 30, tzinfo=UTC)):
        (lot,) = kit_lots(make(meal, here, 2))
    assert lot.expires_on == date(2020, 6, 1)


def test_kits_of_one_donor_and_campaign_are_theirs_and_mixed_ones_nobodys(factories, here, rice):
    kit = factories.kit(holds=[(rice, 1)])
    campaign, donors = factories.campaign(), [factories.donor(), factories.donor()]
    for donor in donors:
        factories.lot(item=rice, place=here, quantity=1, donor_id=donor.id, campaign_id=campaign.id)
    (single,) = kit_lots(make(kit, here, 1))
    assert (single.donor_id, single.campaign_id) == (donors[0].id, campaign.id)
    factories.lot(item=rice, place=here, quantity=1, donor_id=donors[0].id)
    pair = factories.kit(holds=[(rice, 2)])
    (mixed,) = kit_lots(make(pair, here, 1))
    assert (mixed.donor_id, mixed.campaign_id) == (None, None)


def test_a_recipe_holds_goods_once_each_and_no_kits(factories, kit, rice, beans):
    sugar = factories.item(name="Azúcar")
    for holds, refusal in (
        ([], NoComponents),
        ([(rice, 1), (rice, 2)], ComponentTwice),
        ([(kit, 1)], KitInsideKit),
    ):
        with transaction(), pytest.raises(refusal):
            set_components(sugar, components=[Holds(*each) for each in holds])
    with transaction(), pytest.raises(KitInsideKit):
        set_components(kit, components=[Holds(kit, 1)])
    with transaction(), pytest.raises(UsedInKit):
        set_components(rice, components=[Holds(sugar, 1)])
    place = factories.place()
    with transaction(), pytest.raises(NotAKit):
        assemble(rice, place=place, kits=1, nonce=uuid4())


def test_kits_made_before_a_change_of_recipe_keep_what_they_hold(factories, here):
    made = factories.assembly(place=here)
    (lot,) = kit_lots(made)
    other = factories.item()
    with transaction():
        set_components(made.item, components=[Holds(other, 3)])
        set_components(made.item, components=[Holds(other, 3)])
    tags = db.session.scalars(sa.select(AuditEntry.tag)).all()
    assert tags.count("kits:recipe:changed") == 2
    apart(lot, here, 10)
    assert sum(on_hand(here).values()) == 100


@pytest.mark.parametrize("table", ["lot_part", "kit_assembly", "kit_dismantling"])
def test_what_was_done_is_never_rewritten(factories, here, table):
    (lot,) = kit_lots(factories.assembly(place=here))
    apart(lot, here, 1)
    for attack in (f"UPDATE {table} SET quantity = 9", f"DELETE FROM {table}"):
        with pytest.raises(sa.exc.DBAPIError), transaction():
            db.session.execute(sa.text(attack))


def test_reasons_tell_kits_from_other_movements(factories, here):
    made = factories.assembly(place=here)
    (lot,) = kit_lots(made)
    apart(lot, here, 4)
    moved = {m.reason for m in queries.made_in(made)}
    assert moved == {Reason.ASSEMBLED}
    assert queries.assembly_of_lot(lot.id).id == made.id
    assert [each.quantity for each in queries.dismantlings_of(made)] == [4]
