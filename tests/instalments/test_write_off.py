"""A balance that will not come is written off, apart from cancelling; what came stays counted."""

import pytest

from relief.accounts.permissions import Role
from relief.approvals.actions import approve
from relief.approvals.models import Approval
from relief.campaigns.queries import get_campaign
from relief.core.context import Actor, ActorKind, acting_as
from relief.core.db import transaction
from relief.core.mail import letters_about
from relief.core.money import Money
from relief.instalments import queries
from relief.instalments.errors import MoreThanApproved, NothingToWriteOff, ReasonMissing
from relief.instalments.models import InstalmentState
from relief.instalments.write_off import write_off_or_ask
from relief.pledges.errors import PledgeAlreadyDecided, PledgeNotStanding
from relief.pledges.fulfilment import count_payment, uncount_payment
from relief.pledges.giving_up import reopen
from relief.pledges.models import PledgeStatus
from relief.pledges.queries import get_pledge
from relief.reports.figures import campaign_figures

REASON = "La empresa cerró la planta"


@pytest.fixture
def people(chapter, factories):
    """Two treasurers, as actors."""
    made = [factories.staff(chapter=chapter, role=Role.TREASURER) for _ in range(2)]
    return [Actor(ActorKind.STAFF, user.name, user.id) for user in made]


def pledge_of(factories, pesos, paid=0):
    """A pledge of so many pesos in two parts, of which some were paid."""
    today = queries.local_today()
    half = pesos * 50
    parts = [(today, half), (today.replace(year=today.year + 1), half)]
    return factories.scheduled_pledge(parts=parts, paid=paid * 100)


def write_off(pledge, person):
    """Write off as a person, in one transaction."""
    with acting_as(person), transaction():
        return write_off_or_ask(get_pledge(pledge.id), reason=REASON)


def test_a_small_balance_is_written_off_at_once_without_a_letter(people, factories):
    pledge = pledge_of(factories, 1_000, paid=600)
    done = write_off(pledge, people[0])
    assert done.status is PledgeStatus.WRITTEN_OFF
    assert [part.state for part in queries.parts_of(done)] == [
        InstalmentState.PAID,
        InstalmentState.WRITTEN_OFF,
    ]
    assert letters_about(pledge.id) == []
    figures = campaign_figures(get_campaign(pledge.campaign_id))
    assert figures.pledged.cash("MXN") == Money(600_00, "MXN")


def test_a_balance_above_the_threshold_waits_for_a_second_person(people, factories):
    pledge = pledge_of(factories, 60_000)
    asked = write_off(pledge, people[0])
    assert isinstance(asked, Approval)
    assert get_pledge(pledge.id).status is PledgeStatus.ACCEPTED
    with acting_as(people[1]), transaction():
        approve(asked)
    assert get_pledge(pledge.id).status is PledgeStatus.WRITTEN_OFF
    assert get_pledge(pledge.id).closing_reason == REASON


def test_no_more_than_was_approved_is_written_off(people, factories):
    pledge = pledge_of(factories, 200_000, paid=100_000)
    asked = write_off(pledge, people[0])
    with transaction():
        uncount_payment(get_pledge(pledge.id), amount=Money(40_000_00, "MXN"))
    with pytest.raises(MoreThanApproved), acting_as(people[1]), transaction():
        approve(asked)
    assert get_pledge(pledge.id).status is PledgeStatus.PARTIALLY_FULFILLED


def test_there_must_be_a_reason_and_a_balance(people, factories):
    pledge = pledge_of(factories, 1_000)
    with pytest.raises(ReasonMissing), transaction():
        write_off_or_ask(get_pledge(pledge.id), reason=" - ")
    with transaction():
        count_payment(get_pledge(pledge.id), amount=Money(1_000_00, "MXN"))
    with pytest.raises(NothingToWriteOff):
        write_off(pledge, people[0])


def test_a_pledge_written_off_takes_no_money_until_it_is_reopened(people, factories):
    pledge = pledge_of(factories, 1_000, paid=200)
    write_off(pledge, people[0])
    with pytest.raises(PledgeNotStanding), transaction():
        count_payment(get_pledge(pledge.id), amount=Money(100, "MXN"))
    with transaction():
        reopen(get_pledge(pledge.id), reason="La empresa volvió a operar")
    assert get_pledge(pledge.id).status is PledgeStatus.PARTIALLY_FULFILLED
    assert queries.next_part(get_pledge(pledge.id)).left == Money(300_00, "MXN")
    with pytest.raises(PledgeAlreadyDecided), transaction():
        reopen(get_pledge(pledge.id), reason="Otra vez")


def test_money_may_be_taken_back_from_a_pledge_that_was_written_off(people, factories):
    pledge = pledge_of(factories, 1_000, paid=200)
    write_off(pledge, people[0])
    with transaction():
        uncount_payment(get_pledge(pledge.id), amount=Money(200_00, "MXN"))
    figures = campaign_figures(get_campaign(pledge.campaign_id))
    assert figures.pledged.cash("MXN") == Money(0, "MXN")
