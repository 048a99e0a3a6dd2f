"""A count changes the stock by what was found to differ, whatever moves meanwhile."""

from datetime import date
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from relief.audit.queries import timeline
from relief.core import context, rows
from relief.core.context import Actor, ActorKind
from relief.core.db import db, transaction
from relief.counts import actions, queries
from relief.counts.actions import Counted, Explained
from relief.counts.errors import (
    AlreadyListed,
    BelowReserved,
    CountedMeanwhile,
    CountMoved,
    LineStale,
    NoSuchLot,
    NothingCounted,
    NothingToCount,
    ReasonMissing,
    SecondPersonNeeded,
)
from relief.deliveries.actions import Planned
from relief.reports.verify import violations
from relief.stock import actions as stock
from relief.stock.models import Balance, Category, Lot, Place, Reason

ANA = Actor(ActorKind.STAFF, "Ana", UUID(int=1))
BETO = Actor(ActorKind.STAFF, "Beto", UUID(int=2))


def at(lot, place):
    asked = sa.select(Balance.on_hand).where(Balance.lot_id == lot.id, Balance.place_id == place.id)
    return db.session.scalar(asked)


def get(kind, row):
    return rows.get(kind, row.id)


@pytest.fixture
def shelf(factories, chapter):
    """A place with 100 units of one lot and 50 of another, and its sheet."""
    place = factories.place()
    lots = [factories.lot(place=place, quantity=units) for units in (100, 50)]
    return get(Place, place), [get(Lot, each) for each in lots], factories.count(place_id=place.id)


def save(count, *numbers, by=ANA, shown=None):
    """Count the lines in the order of the lots' making; None leaves one out."""
    lines = sorted(count.lines, key=lambda line: line.lot.created_at)
    with context.acting_as(by), transaction():
        counted = [
            Counted(line.id, number, shown)
            for line, number in zip(lines, numbers, strict=False)
            if number is not None
        ]
        actions.save_counts(count, counted=counted)


def submit(count, by=ANA, **explained):
    with context.acting_as(by), transaction():
        told = {line.id: Explained(**explained) for line in count.lines} if explained else {}
        actions.submit_count(count, explained=told)


def approve(count, by=BETO):
    with context.acting_as(by), transaction():
        actions.approve_count(count)


def test_differences_are_taken_in_after_a_second_person_said_so(shelf):
    place, (one, two), count = shelf
    save(count, 97, 51)
    submit(count, reason=Reason.DAMAGED, note="Cajas mojadas")
    assert (at(one, place), at(two, place)) == (100, 50)
    with pytest.raises(SecondPersonNeeded):
        approve(count, by=ANA)
    approve(count)
    assert (at(one, place), at(two, place)) == (97, 51)
    lines = {line.lot_id: line for line in queries.whole_count(count.id).lines}
    assert lines[one.id].reason is Reason.DAMAGED
    assert lines[two.id].reason is Reason.COUNTED_MORE
    assert [entry.tag for entry in timeline(count.id)] == [
        "counts:count:approved",
        "counts:count:submitted",
        "counts:count:saved",
        "counts:count:started",
    ]
    with pytest.raises(CountMoved):
        approve(count)
    assert violations() == []


def test_what_moves_while_people_count_is_neither_lost_nor_counted_twice(shelf, factories):
    place, (one, two), count = shelf
    other = get(Place, factories.place())
    with transaction():
        stock.transfer(one, source=place, target=other, quantity=10)
    save(count, 88, 50)
    with transaction():
        stock.transfer(one, source=place, target=other, quantity=20)
        stock.transfer(two, source=place, target=other, quantity=5)
    count = queries.whole_count(count.id)
    moved = queries.moved_while_counting(count)
    assert {line.lot_id: moved.get(line.id) for line in count.lines} == {one.id: 10, two.id: None}
    submit(count)
    approve(count)
    assert (at(one, place), at(one, other), at(two, place)) == (68, 30, 45)
    assert violations() == []


def test_a_difference_is_not_adjusted_twice(shelf, factories):
    place, (one, _two), count = shelf
    second = factories.count(place_id=place.id)
    save(count, 97)
    save(second, 97, by=BETO)
    submit(count)
    submit(second, by=BETO)
    approve(count, by=BETO)
    with pytest.raises(LineStale):
        approve(second, by=ANA)
    assert at(one, place) == 97
    with transaction(), context.acting_as(ANA):
        actions.return_count(second, reason="Contar otra vez")
    save(second, 97, by=BETO, shown=97)
    save(second, 98, by=BETO, shown=97)
    submit(second, by=BETO)
    approve(second, by=ANA)
    assert at(one, place) == 98


def test_nothing_goes_below_what_was_promised(shelf, factories):
    place, (one, _two), count = shelf
    factories.delivery(place=place, planned=[Planned(one, 80)], planned_for=date(2099, 1, 1))
    save(count, 70)
    submit(count)
    with pytest.raises(BelowReserved) as refused:
        approve(count)
    assert "70" in str(refused.value)
    assert "80" in str(refused.value)
    assert at(one, place) == 100


def test_two_people_on_one_lot_see_each_other(shelf):
    _place, (one, _two), count = shelf
    save(count, 97)
    with pytest.raises(CountedMeanwhile) as refused:
        save(count, 95, by=BETO)
    assert "Ana" in str(refused.value)
    save(count, 97, by=BETO)
    save(count, 95, by=BETO, shown=97)
    line = next(line for line in queries.whole_count(count.id).lines if line.lot_id == one.id)
    assert (line.counted, line.counted_by) == (95, "Beto")


def test_what_was_not_looked_at_stays_and_what_was_found_joins(shelf, factories):
    place, (one, two), count = shelf
    found = factories.lot(quantity=10, code="PERDIDO-1")
    with pytest.raises(NothingCounted):
        submit(count)
    for code, refusal in (("nada", NoSuchLot), (one.code, AlreadyListed)):
        with pytest.raises(refusal), transaction():
            actions.add_lot(count, code=code)
    with transaction():
        line = actions.add_lot(count, code="perdido-1")
    with context.acting_as(ANA), transaction():
        actions.save_counts(count, counted=[Counted(line.id, 4, None)])
    submit(count)
    approve(count)
    assert (at(one, place), at(two, place), at(found, place)) == (100, 50, 4)


def test_a_sheet_is_made_once_and_not_of_nothing(factories, chapter):
    place = factories.place()
    factories.lot(place=place, item=factories.item(category=Category.PPE))
    nonce = uuid4()
    first = factories.count(place_id=place.id, nonce=nonce)
    assert factories.count(place_id=place.id, nonce=nonce).id == first.id
    with pytest.raises(NothingToCount):
        factories.count(place_id=place.id, category=Category.MEAL)
    with pytest.raises(ReasonMissing), transaction():
        actions.cancel_count(first, reason=" ")
    with transaction():
        actions.cancel_count(first, reason="Se repite mañana")
    with pytest.raises(CountMoved):
        save(first, 1)


def test_a_coordinator_counts_and_the_treasurer_approves_by_the_pages(beto, as_role, factories):
    place = factories.place()
    lot = factories.lot(place=place, quantity=100, item=factories.item(name="Jabón"))
    started = beto.post("/staff/counts/new", data={"place": place.id, "nonce": uuid4()})
    sheet = started.location
    page = beto.get(sheet).text
    assert "Jabón" in page
    assert ">100<" not in page
    home = sheet.removesuffix("/sheet")
    line = db.session.scalars(sa.select(queries.CountLine)).one()
    told = {"lines-0-line": line.id, "lines-0-shown": "", "lines-0-counted": "97"}
    assert beto.post(sheet, data={**told, "lines-0-counted": "²"}).status_code == 422
    assert beto.post(sheet, data={**told, "answer": "review"}).location == f"{home}/review"
    again = beto.post(sheet, data={**told, "lines-0-counted": "95"})
    assert again.status_code == 422
    assert "Revísenlo juntos" in again.text
    assert 'value="95"' in again.text
    assert 'value="97"' in again.text
    assert beto.post(f"{home}/lots", data={"code": lot.code}).status_code == 422
    assert "kárdex 100, contado 97" in beto.get(f"{home}/review").text
    why = {"lines-0-line": line.id, "lines-0-reason": "lost", "lines-0-note": "Faltan"}
    assert beto.post(f"{home}/review", data=why).status_code == 303
    assert "Tú contaste" in beto.get(home).text
    assert beto.post(f"{home}/approve").status_code == 422
    assert beto.get(sheet).status_code == 303
    assert "Faltan" in beto.get(home).text


def test_the_list_asks_the_same_for_one_and_for_many(beto, factories, chapter, count_queries):
    def asked():
        beto.get("/staff/counts/")
        count_queries()
        assert beto.get("/staff/counts/?status=in_progress&q=CON").status_code == 200
        return count_queries()

    first = factories.count()
    one = asked()
    for _ in range(9):
        factories.count(place_id=first.place_id)
    assert asked() == one
