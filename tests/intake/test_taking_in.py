"""From the door to the shelf: declared against received, lots, expiry, the promise it keeps."""

from datetime import date
from uuid import uuid4

import pytest
import sqlalchemy as sa

from relief.audit.queries import timeline
from relief.core.db import db, transaction
from relief.core.money import Money
from relief.intake import actions, queries
from relief.intake.actions import Counted, Declared
from relief.intake.errors import (
    ArrivedExpired,
    CountsRefused,
    DifferenceMisread,
    DifferenceUnexplained,
    ExpiryMissing,
    IntakeAlreadyDecided,
    LotCodeKnown,
    NoGoods,
    PledgeOfAnother,
    ReasonMissing,
)
from relief.intake.models import DifferenceReason, Intake, IntakeStatus
from relief.stock.models import Balance, ExpiryRule, Lot, Movement, Reason
from tests.intake.promises import promise


def count(intake, *counts):
    with transaction():
        actions.receive_intake(intake, counts=counts)


def refused(intake, *counts):
    with pytest.raises(CountsRefused) as refusal, transaction():
        actions.receive_intake(intake, counts=counts)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Movement)) == 0
    return [type(each) for each in refusal.value.refusals]


def test_what_is_counted_becomes_a_lot_on_the_shelf(factories, chapter):
    item = factories.item(reference_value=Money(1250, "MXN"))
    intake = factories.intake(lines=[Declared(item, 40)])
    count(intake, Counted(intake.lines[0], 40))
    line = intake.lines[0]
    assert intake.status is IntakeStatus.RECEIVED
    assert line.lot.code == f"{intake.reference}-1"
    assert line.lot.donor_id == intake.donor_id
    assert line.reference_value == Money(50_000, "MXN")
    balance = db.session.scalars(sa.select(Balance)).one()
    assert (balance.lot_id, balance.place_id, balance.on_hand) == (
        line.lot_id,
        intake.place_id,
        40,
    )
    movement = db.session.scalars(sa.select(Movement)).one()
    assert (movement.reason, movement.source_id) == (Reason.RECEIVED, intake.id)
    assert [entry.tag for entry in timeline(intake.id)] == [
        "intake:intake:received",
        "intake:intake:created",
    ]


def test_the_price_list_is_frozen_at_reception(factories, chapter):
    item = factories.item(reference_value=Money(1000, "MXN"))
    intake = factories.intake(lines=[Declared(item, 2)], received=True)
    with transaction():
        item.reference_value = Money(9900, "MXN")
    assert queries.get_line(intake.lines[0].id).reference_value == Money(2000, "MXN")


def test_fewer_than_declared_keeps_both_numbers_and_the_reason(factories, chapter):
    intake = factories.intake(lines=[Declared(factories.item(), 10), Declared(factories.item(), 5)])
    count(
        intake,
        Counted(intake.lines[0], 8, DifferenceReason.DAMAGED, "Dos cajas mojadas"),
        Counted(intake.lines[1], 0, DifferenceReason.WRONG_ITEM),
    )
    assert intake.status is IntakeStatus.RECEIVED_WITH_DIFFERENCES
    first, second = intake.lines
    assert (first.declared, first.received, first.difference_reason) == (
        10,
        8,
        DifferenceReason.DAMAGED,
    )
    assert second.lot is None
    assert len(db.session.scalars(sa.select(Lot)).all()) == 1


def test_a_difference_must_be_explained_by_a_reason_that_fits(factories, chapter):
    intake = factories.intake()
    (line,) = intake.lines
    assert refused(intake, Counted(line, 9)) == [DifferenceUnexplained]
    assert refused(intake, Counted(line, 9, DifferenceReason.SURPLUS)) == [DifferenceMisread]
    assert refused(intake, Counted(line, 11, DifferenceReason.SHORT)) == [DifferenceMisread]


def test_expiry_follows_the_rule_of_the_item(factories, chapter):
    dated, fresh, lasting = (
        factories.item(expiry_rule=rule)
        for rule in (ExpiryRule.REQUIRED, ExpiryRule.SAME_DAY, ExpiryRule.NONE)
    )
    intake = factories.intake(lines=[Declared(each, 1) for each in (dated, fresh, lasting)])
    day = date(2021, 1, 31)
    assert refused(intake, *(Counted(line, 1) for line in intake.lines)) == [ExpiryMissing]
    count(intake, *(Counted(line, 1, expires_on=day) for line in intake.lines))
    assert [line.lot.expires_on for line in intake.lines] == [day, intake.arrived_on, None]


def test_what_came_expired_is_not_taken_in(factories, chapter):
    item = factories.item(expiry_rule=ExpiryRule.REQUIRED)
    intake = factories.intake(lines=[Declared(item, 10)])
    (line,) = intake.lines
    past = date(2020, 5, 3)
    assert refused(intake, Counted(line, 10, expires_on=past)) == [ArrivedExpired]
    count(intake, Counted(line, 0, DifferenceReason.EXPIRED, expires_on=past))
    assert (line.received, line.lot) == (0, None)


def test_a_lot_code_is_used_once(factories, chapter):
    factories.lot(code="LOTE-7")
    intake = factories.intake(lines=[Declared(factories.item(), 1), Declared(factories.item(), 1)])
    first, second = intake.lines
    found = [
        type(each)
        for each in actions.refusals(
            intake, [Counted(first, 1, lot_code="LOTE-7"), Counted(second, 1, lot_code="LOTE-7")]
        )
    ]
    assert found == [LotCodeKnown, LotCodeKnown]
    with pytest.raises(ValueError, match="counted once"):
        actions.receive_intake(intake, counts=[Counted(first, 1)])


def test_the_promise_is_kept_by_what_was_received(factories, chapter):
    pledge = promise(factories, quantity=10)
    intake = factories.intake(
        donor=pledge.donor,
        campaign=pledge.campaign,
        pledge=pledge,
        lines=[Declared(pledge.lines[0].item, 10, pledge.lines[0])],
    )
    count(intake, Counted(intake.lines[0], 7, DifferenceReason.SHORT))
    assert pledge.lines[0].received == 7
    assert pledge.status == "partially_fulfilled"


def test_goods_do_not_keep_the_promise_of_another(factories, chapter):
    pledge = promise(factories)
    with pytest.raises(PledgeOfAnother):
        factories.intake(pledge=pledge)


def test_the_same_form_twice_makes_one_arrival(factories, chapter):
    nonce = uuid4()
    first = factories.intake(nonce=nonce)
    assert factories.intake(nonce=nonce).id == first.id
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Intake)) == 1


def test_nothing_arrives_without_goods(factories, chapter):
    with pytest.raises(NoGoods):
        actions.create_intake(
            donor=factories.donor(),
            campaign=factories.campaign(),
            place=factories.place(),
            arrived_on=date(2020, 5, 4),
            lines=[],
            nonce=uuid4(),
        )


def test_the_second_person_is_told_what_the_first_did(factories, chapter):
    intake = factories.intake(received=True)
    with pytest.raises(IntakeAlreadyDecided) as told, transaction():
        actions.reject_intake(intake, reason="Caja abierta")
    assert "Relief" in str(told.value)
    with pytest.raises(IntakeAlreadyDecided), transaction():
        actions.receive_intake(intake, counts=[Counted(intake.lines[0], 10)])


@pytest.mark.parametrize(
    ("deed", "status"),
    [
        (actions.reject_intake, IntakeStatus.REJECTED),
        (actions.cancel_intake, IntakeStatus.CANCELLED),
    ],
)
def test_an_arrival_that_ends_otherwise_says_why(factories, chapter, deed, status):
    intake = factories.intake()
    with pytest.raises(ReasonMissing), transaction():
        deed(intake, reason=" ")
    with transaction():
        deed(intake, reason="Era de otra asociación")
    assert (intake.status, intake.closing_reason) == (status, "Era de otra asociación")
