"""A company holds what a hospital is missing, and promises it or lets it go."""

from datetime import date
from uuid import uuid4

import pytest
import sqlalchemy as sa

from relief.audit.story import story_of
from relief.core import clock
from relief.core.db import db, transaction
from relief.core.mail import letters_about
from relief.core.money import Money
from relief.holds import actions, queries
from relief.holds.errors import (
    HoldMoved,
    HoldOver,
    LinesGone,
    NeedNotOpen,
    NothingLeft,
    ReasonMissing,
    TooManyHolds,
)
from relief.holds.models import LIFE, Aim, HoldLine, HoldStatus
from relief.intake import actions as intakes
from relief.intake.actions import Counted, Declared
from relief.needs import actions as needs
from relief.needs.queries import whole_need
from relief.pledges import actions as pledges
from relief.pledges.actions import ContactTyped
from relief.pledges.models import PledgeStatus
from relief.pledges.queries import get_pledge
from relief.reports.story import story_of_pledge
from relief.reports.verify import violations
from tests.factories.deliveries import Planned

pytestmark = pytest.mark.usefixtures("chapter")


def standing(need):
    (units,) = queries.standing_of([need.id]).values()
    return units.missing, units.promised, units.held, units.free


def confirm(factories, hold, **wishes):
    donor = factories.donor()
    with transaction():
        return actions.confirm_hold(
            queries.get_hold(hold.id),
            donor=donor,
            contact=ContactTyped("Laura Peña", hold.contact_email),
            **wishes,
        )


def test_companies_share_a_line_until_nothing_is_left(factories):
    need = factories.need()
    factories.hold(need=need, quantity=60, email="uno@mar.test")
    assert standing(need) == (100, 0, 60, 40)
    with pytest.raises(LinesGone) as refused:
        factories.hold(need=need, quantity=41, email="dos@mar.test")
    assert "40" in str(refused.value.refusals[0])
    factories.hold(need=need, quantity=40, email="dos@mar.test")
    with pytest.raises(LinesGone) as refused:
        factories.hold(need=need, quantity=1, email="tres@mar.test")
    assert isinstance(refused.value.refusals[0], NothingLeft)
    assert standing(need) == (100, 0, 100, 0)


def test_an_expired_hold_is_free_before_anybody_is_told(factories, jobs):
    hold = factories.hold()
    need = whole_need(hold.need_id)
    hold_id, made, ends = hold.id, hold.held_at, hold.expires_at
    with transaction():
        actions.tell_expired(hold)  # a job that comes too early asks to be called again
    jobs()
    assert queries.get_hold(hold_id).told_at is None
    with clock.stopped_at(ends):
        assert standing(need) == (100, 0, 0, 100)
        assert queries.get_hold(hold_id).state is HoldStatus.EXPIRED
        with pytest.raises(HoldOver):
            confirm(factories, queries.get_hold(hold_id))
        for _twice in range(2):
            jobs()
        assert queries.get_hold(hold_id).told_at is not None
    kinds = [letter.kind for letter in letters_about(hold_id)]
    assert sorted(kinds) == ["hold_expired", "hold_made"]
    with clock.stopped_at(made + LIFE * 0.99):
        assert queries.get_hold(hold_id).state is HoldStatus.HELD


def test_a_confirmed_hold_is_a_pledge_aimed_at_the_need(factories, jobs):
    hold = factories.hold(quantity=25)
    need = whole_need(hold.need_id)
    pledge = confirm(factories, hold, wants_receipt=False)
    assert confirm(factories, hold) is pledge, "once only"
    assert pledge.status is PledgeStatus.SUBMITTED
    assert [(line.quantity, line.item_id) for line in pledge.goods_lines] == [
        (25, need.lines[0].item_id)
    ]
    (aim,) = queries.aims_of_need(need.id)
    assert (aim.pledge_line.pledge_id, aim.need_line.need_id) == (pledge.id, need.id)
    assert story_of_pledge(pledge).aims == [aim]
    assert standing(need) == (100, 25, 0, 75)
    with clock.stopped_at(hold.expires_at):
        jobs()
    assert [letter.kind for letter in letters_about(hold.id)] == ["hold_made"]
    assert len(story_of(hold.id)) == 2


@pytest.mark.parametrize("end", ["declined", "cancelled"])
def test_what_is_promised_no_more_is_free_again(end, factories):
    hold = factories.hold()
    need, pledge = whole_need(hold.need_id), confirm(factories, hold)
    with transaction():
        close = pledges.decline_pledge if end == "declined" else pledges.cancel_pledge
        close(get_pledge(pledge.id), reason="No se puede")
    assert standing(need) == (100, 0, 0, 100)


def test_what_arrived_counts_once_on_its_way_to_the_hospital(factories):
    hold = factories.hold(quantity=30)
    need, pledge = whole_need(hold.need_id), confirm(factories, hold)
    place, item = factories.place(), need.lines[0].item
    with transaction():
        pledges.accept_pledge(pledge)
        intake = intakes.create_intake(
            donor=pledge.donor,
            campaign=pledge.campaign,
            place=place,
            arrived_on=date(2026, 1, 5),
            lines=[Declared(item, 30, pledge.goods_lines[0], Money(300_00, "MXN"))],
            nonce=uuid4(),
            pledge=pledge,
        )
    assert standing(need) == (100, 30, 0, 70)
    with transaction():
        intakes.receive_intake(intake, counts=[Counted(intake.lines[0], 30)])
    assert get_pledge(pledge.id).status is PledgeStatus.FULFILLED
    assert standing(need) == (100, 30, 0, 70), "in our hands, and still meant for it"
    lot = intake.lines[0].lot
    factories.delivery(need=need, place=place, planned=[Planned(lot, 20, need.lines[0])])
    assert standing(need) == (80, 10, 0, 70), "20 are committed, 10 lie here"


def test_a_form_sent_twice_holds_once(factories):
    nonce = uuid4()
    hold = factories.hold(nonce=nonce)
    need = whole_need(hold.need_id)
    again = factories.hold(nonce=nonce, need=need, campaign=hold.campaign)
    assert again.id == hold.id
    assert standing(need) == (100, 0, 10, 90)


def test_one_address_does_not_hold_everything(factories):
    need, campaign = factories.need(), factories.campaign()
    for _each in range(actions.MOST_LIVE):
        last = factories.hold(need=need, campaign=campaign, quantity=1)
    with pytest.raises(TooManyHolds):
        factories.hold(need=need, campaign=campaign, quantity=1)
    with clock.stopped_at(last.expires_at):
        factories.hold(need=need, campaign=campaign, quantity=1)


def test_giving_back_and_giving_free_leave_it_to_others(factories):
    hold, other = factories.hold(), factories.hold()
    with transaction():
        actions.give_back(hold)
    with pytest.raises(HoldMoved), transaction():
        actions.release_hold(hold, reason="Ya no")
    with pytest.raises(ReasonMissing), transaction():
        actions.release_hold(other, reason="  ")
    with transaction():
        actions.release_hold(other, reason="El hospital ya lo recibió")
    for each in (hold, other):
        assert standing(whole_need(each.need_id)) == (100, 0, 0, 100)
    assert "ya lo recibió" in letters_about(other.id)[-1].text + letters_about(other.id)[0].text


def test_a_need_that_closed_takes_no_more(factories):
    hold = factories.hold()
    need = whole_need(hold.need_id)
    with transaction():
        needs.cancel_need(need, reason="Ya no hace falta")
    with pytest.raises(NeedNotOpen):
        confirm(factories, hold)
    with pytest.raises(NeedNotOpen):
        factories.hold(need=need)


def test_the_verifier_tells_what_is_aimed_elsewhere(factories):
    hold, other = factories.hold(quantity=25), factories.need()
    confirm(factories, hold)
    assert violations() == []
    stray = other.lines[0].id
    db.session.execute(sa.update(HoldLine).values(need_line_id=stray))
    db.session.execute(sa.update(Aim).values(need_line_id=stray))
    db.session.commit()
    told = [line for line in violations() if line.startswith("holds")]
    assert len(told) == 2
    assert all(other.reference in line for line in told)
