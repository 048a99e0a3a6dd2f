"""The ledger: nothing below zero, nothing moved in silence, nothing unfit sent out."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from relief.core import clock
from relief.core.db import db, transaction
from relief.stock import ledger, queries
from relief.stock.errors import LotExpired, LotHeld, NotEnoughStock, NothingReserved
from relief.stock.ledger import Line
from relief.stock.models import Balance, LotStatus, Movement, PlaceKind, Reason


def balance(lot, place):
    return db.session.scalars(
        sa.select(Balance)
        .where(Balance.lot_id == lot.id, Balance.place_id == place.id)
        .execution_options(populate_existing=True)
    ).one()


@pytest.fixture
def here(chapter, factories):
    return factories.place(name="Almacén Otay")


@pytest.fixture
def lot(factories, here):
    return factories.lot(place=here, quantity=10)


def test_goods_come_move_and_leave_and_each_step_is_written(factories, here, lot):
    there = factories.place()
    with transaction():
        ledger.move([Line(lot, 4)], source=here, target=there, reason=Reason.TRANSFERRED)
        ledger.move([Line(lot, 1)], source=there, target=None, reason=Reason.DAMAGED, note="Mojada")
    assert (balance(lot, here).on_hand, balance(lot, there).on_hand) == (6, 3)
    written = db.session.scalars(sa.select(Movement).order_by(Movement.id)).all()
    assert [(m.reason, m.quantity) for m in written] == [
        (Reason.RECEIVED, 10),
        (Reason.TRANSFERRED, 4),
        (Reason.DAMAGED, 1),
    ]
    assert written[-1].actor_label == "Relief"


def test_more_than_there_is_changes_nothing_even_when_the_refusal_is_caught(factories, here, lot):
    other = factories.lot(place=here, quantity=5)
    with transaction(), pytest.raises(NotEnoughStock) as refused:
        ledger.move(
            [Line(other, 5), Line(lot, 6), Line(lot, 5)],
            source=here,
            target=None,
            reason=Reason.LOST,
        )
    assert "11" in str(refused.value)
    assert (balance(lot, here).on_hand, balance(other, here).on_hand) == (10, 5)


def test_what_is_promised_is_not_there_for_others(here, lot):
    with transaction():
        ledger.reserve([Line(lot, 7)], place=here)
    with transaction(), pytest.raises(NotEnoughStock):
        ledger.move([Line(lot, 4)], source=here, target=None, reason=Reason.LOST)
    with transaction(), pytest.raises(NotEnoughStock):
        ledger.reserve([Line(lot, 4)], place=here)
    assert balance(lot, here).available == 3


def test_a_promise_is_used_once_or_taken_back_once(here, lot):
    with transaction():
        ledger.reserve([Line(lot, 7)], place=here)
        road = ledger.transit()
        ledger.move(
            [Line(lot, 5)], source=here, target=road, reason=Reason.DISPATCHED, from_reserved=True
        )
        ledger.release([Line(lot, 2)], place=here)
    assert (balance(lot, here).on_hand, balance(lot, here).reserved) == (5, 0)
    with transaction(), pytest.raises(NothingReserved):
        ledger.release([Line(lot, 1)], place=here)
    with transaction(), pytest.raises(NothingReserved):
        ledger.move(
            [Line(lot, 1)], source=here, target=road, reason=Reason.DISPATCHED, from_reserved=True
        )


@pytest.mark.parametrize("status", [LotStatus.QUARANTINED, LotStatus.RECALLED])
def test_a_lot_held_back_is_neither_promised_nor_sent(factories, here, lot, status):
    with transaction():
        lot.status = status
    with transaction(), pytest.raises(LotHeld):
        ledger.reserve([Line(lot, 1)], place=here)
    with transaction(), pytest.raises(LotHeld):
        ledger.move([Line(lot, 1)], source=here, target=None, reason=Reason.DISPATCHED)
    with transaction():
        ledger.move([Line(lot, 1)], source=here, target=None, reason=Reason.DAMAGED)


def test_the_last_day_ends_at_midnight_in_tijuana_not_in_utc(factories, here):
    lot = factories.lot(place=here, expires_on=date(2020, 5, 31))
    with clock.stopped_at(datetime(2020, 6, 1, 6, 59, tzinfo=UTC)):
        assert queries.available_lots(lot.item_id, here.id, queries.today())
        with transaction():
            ledger.reserve([Line(lot, 1)], place=here)
    with clock.stopped_at(datetime(2020, 6, 1, 7, 1, tzinfo=UTC)):
        assert not queries.available_lots(lot.item_id, here.id, queries.today())
        with transaction(), pytest.raises(LotExpired):
            ledger.reserve([Line(lot, 1)], place=here)


def test_a_line_has_units_and_a_movement_has_two_ends(here, lot):
    for quantity in (0, -1):
        with pytest.raises(ValueError, match="at least one"):
            Line(lot, quantity)
    for ends in ({"source": here, "target": here}, {"source": None, "target": None}):
        with pytest.raises(ValueError, match="one place to another"):
            ledger.move([Line(lot, 1)], reason=Reason.LOST, **ends)


def test_no_lines_move_nothing(here):
    with transaction():
        assert ledger.move([], source=None, target=here, reason=Reason.RECEIVED) == []
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Balance)) == 0


def test_the_road_is_one_place_whatever_people_name_theirs(factories, chapter):
    factories.place(name="En tránsito")
    with transaction():
        road = ledger.transit()
        assert ledger.transit() is road
    assert road.kind is PlaceKind.TRANSIT
    assert road.id not in dict(queries.place_choices())


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE balance SET on_hand = on_hand - 11",
        "UPDATE balance SET reserved = -1",
        "UPDATE balance SET reserved = on_hand + 1",
        "UPDATE movement SET quantity = 1",
        "DELETE FROM movement",
    ],
)
def test_the_database_is_a_second_wall(lot, attack):
    with pytest.raises(sa.exc.DBAPIError), transaction():
        db.session.execute(sa.text(attack))
