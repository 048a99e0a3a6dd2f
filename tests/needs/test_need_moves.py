"""A hospital's request moves from hand to hand, and each hand is told what the last one did."""

from datetime import timedelta

import pytest

from relief.audit.queries import timeline
from relief.core import clock
from relief.core.db import db, transaction
from relief.needs import actions, queries
from relief.needs.actions import Asked
from relief.needs.errors import AskedTwice, DayPassed, NeedMoved, NothingAsked, ReasonMissing
from relief.needs.models import NeedStatus, Priority
from relief.stock.queries import today


def test_a_request_has_a_reference_and_waits_to_be_decided(factories, chapter):
    need = factories.need(status=NeedStatus.SUBMITTED)
    assert need.reference.startswith("NEC-")
    assert need.status is NeedStatus.SUBMITTED
    assert [entry.tag for entry in timeline(need.id)] == ["needs:need:created"]


@pytest.mark.parametrize("status", list(NeedStatus))
def test_a_request_can_reach_every_state(status, factories, chapter):
    assert factories.need(status=status).status is status


def test_what_is_decided_cannot_be_decided_again(factories, chapter):
    need = factories.need(status=NeedStatus.APPROVED)
    with pytest.raises(NeedMoved) as refusal, transaction():
        actions.reject_need(need, reason="Duplicada")
    assert need.reference in str(refusal.value)
    assert queries.get_need(need.id).status is NeedStatus.APPROVED


def test_a_rejection_owes_a_reason(factories, chapter):
    need = factories.need(status=NeedStatus.SUBMITTED)
    with pytest.raises(ReasonMissing), transaction():
        actions.reject_need(need, reason="  ")


def test_a_request_asks_for_something_and_for_each_item_once(factories, chapter):
    hospital, item = factories.hospital(), factories.relief_item()
    values = {"priority": Priority.URGENT, "needed_by": factories.need().needed_by}
    with pytest.raises(NothingAsked), transaction():
        actions.create_need(hospital, lines=[], **values)
    with pytest.raises(AskedTwice), transaction():
        actions.create_need(hospital, lines=[Asked(item, 1), Asked(item, 2)], **values)


def test_a_request_is_for_today_or_later(factories, chapter):
    present, day = today(), timedelta(days=1)
    with pytest.raises(DayPassed):
        factories.need(needed_by=present - day)
    need = factories.need(status=NeedStatus.SUBMITTED, needed_by=present)
    lines = [Asked(factories.relief_item(), 1)]
    with clock.stopped_at(clock.now() + 3 * day):
        with transaction():
            actions.edit_need(need, changes={"needed_by": present, "notes": "urge"}, lines=lines)
        with pytest.raises(DayPassed), transaction():
            actions.edit_need(need, changes={"needed_by": present + day}, lines=lines)


def test_what_is_accepted_moves_the_request_forward(factories, chapter):
    gloves, masks = factories.relief_item(), factories.relief_item()
    need = factories.need(lines=[(gloves, 10), (masks, 5)])
    with transaction():
        actions.count_fulfilled(need.lines[0], quantity=10)
    assert need.status is NeedStatus.PARTIALLY_FULFILLED
    with transaction():
        actions.count_fulfilled(need.lines[1], quantity=6)
    assert need.status is NeedStatus.FULFILLED
    assert [line.fulfilled for line in need.lines] == [10, 6]


def test_a_cancelled_request_still_counts_what_was_on_the_road(factories, chapter):
    need = factories.need()
    with transaction():
        actions.cancel_need(need, reason="Se equivocaron de unidad")
    with transaction():
        actions.count_fulfilled(need.lines[0], quantity=100)
    assert need.status is NeedStatus.CANCELLED
    assert need.lines[0].fulfilled == 100


def test_only_what_nobody_decided_on_can_be_edited(factories, chapter):
    need = factories.need(status=NeedStatus.SUBMITTED)
    other = factories.relief_item(name="Guantes de nitrilo")
    with transaction():
        actions.edit_need(need, changes={"priority": Priority.URGENT}, lines=[Asked(other, 7)])
    db.session.expire_all()
    kept = queries.whole_need(need.id)
    assert [(line.item.name, line.requested) for line in kept.lines] == [("Guantes de nitrilo", 7)]
    assert kept.priority_rank == 0
    with transaction():
        actions.approve_need(kept)
    with pytest.raises(NeedMoved), transaction():
        actions.edit_need(kept, changes={"notes": "tarde"}, lines=[Asked(other, 8)])
