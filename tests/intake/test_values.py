"""What a donation in kind is worth: approved once, explained when odd, announced when complete."""

import pytest
import sqlalchemy as sa

from relief.core import outbox
from relief.core.context import Actor, ActorKind, acting_as
from relief.core.db import db, transaction
from relief.core.money import Money
from relief.intake import actions, queries, rules
from relief.intake.actions import Counted, Declared
from relief.intake.errors import (
    AlreadyValued,
    CurrenciesMixed,
    NothingToValue,
    ValueUnexplained,
)
from relief.intake.models import DifferenceReason
from relief.intake.queries import Waiting


def mxn(minor):
    return Money(minor, "MXN")


def approve(line, value, note=""):
    with transaction():
        actions.approve_value(line, value=value, note=note)


def test_a_value_is_kept_with_who_and_when_and_reaches_the_lot(factories, chapter):
    intake = factories.intake(lines=[Declared(factories.item(), 3)], received=True)
    (line,) = intake.lines
    with acting_as(Actor(ActorKind.STAFF, "Ana")):
        approve(line, mxn(1000))
    assert (line.approved_value, line.approved_by) == (mxn(1000), "Ana")
    assert line.approved_at is not None
    assert line.lot.unit_value == mxn(333)
    assert intake.valued_at is not None


@pytest.mark.parametrize(
    ("minor", "units", "each"), [(5, 2, 3), (7, 14, 1), (1, 3, 0), (3, 6, 1), (10**14 - 1, 1, None)]
)
def test_one_unit_is_worth_its_share_rounded_half_up(minor, units, each):
    assert rules.unit_value(mxn(minor), units) == mxn(minor if each is None else each)


def test_an_approved_value_never_changes(factories, chapter):
    (line,) = factories.intake(received=True).lines
    with acting_as(Actor(ActorKind.STAFF, "Ana")):
        approve(line, mxn(1000))
    with pytest.raises(AlreadyValued) as told:
        approve(line, mxn(2000))
    assert "Ana" in str(told.value)
    assert "$10.00 MXN" in str(told.value)


def test_a_value_far_from_the_price_list_is_explained(factories, chapter):
    item = factories.item(reference_value=mxn(100))
    lines = [Declared(item, 10), Declared(item, 10), Declared(item, 10)]
    first, second, third = factories.intake(lines=lines, received=True).lines
    approve(first, mxn(1200))
    for odd in (mxn(1201), mxn(799)):
        with pytest.raises(ValueUnexplained) as told:
            approve(second, odd)
        assert "20 %" in str(told.value)
    approve(second, mxn(1201), note="Factura del 2 de mayo")
    approve(third, mxn(800))
    assert second.approval_note == "Factura del 2 de mayo"


def test_one_intake_has_one_currency(factories, chapter):
    item = factories.item(reference_value=mxn(100))
    intake = factories.intake(lines=[Declared(item, 1), Declared(item, 1)], received=True)
    first, second = intake.lines
    with pytest.raises(ValueUnexplained):
        approve(first, Money(100, "USD"))
    approve(first, mxn(100))
    with pytest.raises(CurrenciesMixed):
        approve(second, Money(100, "USD"), note="Factura")


def test_the_last_value_announces_that_the_intake_is_accepted(factories, chapter, monkeypatch):
    told = []
    outbox.task("tests.intake_accepted")(lambda intake_id: told.append(intake_id))
    from relief.core import events
    from relief.intake.events import IntakeAccepted

    monkeypatch.setitem(events._reactions, IntakeAccepted, ["tests.intake_accepted"])
    item = factories.item()
    intake = factories.intake(lines=[Declared(item, 4), Declared(item, 4), Declared(item, 4)])
    first, second, third = intake.lines
    with pytest.raises(NothingToValue):
        approve(first, mxn(1))
    with transaction():
        actions.receive_intake(
            intake,
            counts=[
                Counted(first, 4),
                Counted(second, 4),
                Counted(third, 0, DifferenceReason.SHORT),
            ],
        )
    approve(first, mxn(400))
    waiting = sa.select(outbox.Job).where(outbox.Job.task == "tests.intake_accepted")
    assert (db.session.scalars(waiting).all(), intake.valued_at) == ([], None)
    assert queries.count_waiting(Waiting.VALUE) == 1
    with pytest.raises(NothingToValue):
        approve(third, mxn(1))
    approve(second, mxn(400))
    (job,) = db.session.scalars(waiting).all()
    assert job.payload == {"intake_id": str(intake.id)}
    assert queries.count_waiting(Waiting.VALUE) == 0


def test_far_from_the_price_list_is_seen_and_found(factories, chapter, ana):
    item = factories.item(reference_value=mxn(100))
    asked = {"declared_value": mxn(1201)}, {"declared_value": mxn(1200)}, {}
    off, near, plain = (
        factories.intake(lines=[Declared(item, 10, **values)], received=True) for values in asked
    )
    in_dollars = factories.intake(
        lines=[Declared(item, 10, declared_value=Money(1000, "USD"))], received=True
    )
    assert queries.count_off() == 2
    assert [rules.is_off(each.lines[0]) for each in (off, near, plain)] == [True, False, False]
    page = ana.get("/staff/intake/?waiting=value&off=y").text
    assert off.reference in page
    assert in_dollars.reference in page
    assert near.reference not in page
    assert "lejos de la lista de precios" in page
    assert "2</span>" in ana.get("/staff/").text
    (line,) = queries.get_intake(off.id).lines
    approve(line, mxn(1000))
    assert queries.count_off() == 1
