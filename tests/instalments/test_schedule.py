"""A pledge gets its schedule, to the centavo; changes keep what was."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from relief.audit.queries import timeline
from relief.core.db import db, transaction
from relief.core.money import Money
from relief.instalments import actions, queries
from relief.instalments.dates import plan_of
from relief.instalments.errors import (
    DatesOutOfOrder,
    NothingChanged,
    NothingToSchedule,
    PartsDiffer,
    ReasonMissing,
    ScheduleExists,
    ScheduleMovedOn,
    TooManyParts,
)
from relief.instalments.models import InstalmentState
from relief.instalments.reactions import plan_payments, plan_the_forgotten
from relief.pledges.actions import cancel_pledge
from relief.pledges.errors import PlanNotPossible
from relief.pledges.models import PlanFrequency, PledgeStatus
from relief.pledges.queries import get_pledge

FIRST = date(2027, 1, 31)
MXN = "MXN"


def monthly(amount, count, first=FIRST):
    """A plan of so many months."""
    return plan_of(amount, frequency=PlanFrequency.MONTHLY, count=count, first=first)


@pytest.fixture
def pledge(chapter, factories):
    """A pledge of 100,000 pesos without a schedule."""
    return factories.cash_pledge(amount=Money(100_000_00, MXN))


def change(pledge, parts, **values):
    """Change a schedule in a transaction of its own."""
    with transaction():
        return actions.change_schedule(
            get_pledge(pledge.id), parts=parts, **{"reason": "Se acordó por teléfono", **values}
        )


def test_an_accepted_pledge_gets_the_plan_that_was_wished_for(chapter, factories, jobs):
    pledge = factories.pledge(
        cash=Money(100_000_00, MXN), plan_frequency=PlanFrequency.MONTHLY, plan_count=7
    )
    assert len(queries.parts_of(pledge)) == 7, "the page shows it before the worker made it"
    jobs()
    schedule = queries.current_schedule(pledge.id)
    assert schedule.revision == 1
    assert schedule.made_by == "Relief"
    assert [part.amount.minor for part in schedule.parts] == [14_285_74, *[14_285_71] * 6]
    assert schedule.parts[0].due_on == queries.local_today() + timedelta(days=30)


def test_a_reaction_that_runs_twice_makes_one_schedule(chapter, factories, jobs):
    pledge = factories.pledge()
    jobs()
    with transaction():
        plan_payments(str(pledge.id))
        plan_the_forgotten()
    assert [each.revision for each in queries.revisions_of(pledge.id)] == [1]


def test_what_was_accepted_before_there_were_schedules_gets_one(pledge):
    with transaction():
        plan_the_forgotten()
    assert queries.current_schedule(pledge.id).parts[0].amount == Money(100_000_00, MXN)
    assert queries.without_schedule(limit=10) == []


def test_goods_and_pledges_that_wait_have_no_parts(chapter, factories, jobs):
    waiting = factories.pledge(status=PledgeStatus.SUBMITTED)
    jobs()
    assert queries.parts_of(get_pledge(waiting.id)) == []
    with pytest.raises(NothingToSchedule), transaction():
        actions.make_schedule(get_pledge(waiting.id), parts=monthly(Money(150_000, MXN), 2))


@pytest.mark.parametrize("count", [1, 0, 37])
def test_a_plan_has_from_two_to_thirty_six_payments(chapter, factories, count):
    with pytest.raises(PlanNotPossible):
        factories.pledge(plan_frequency=PlanFrequency.MONTHLY, plan_count=count)


def test_a_plan_without_money_is_no_plan(chapter, factories):
    made = factories.pledge(plan_frequency=PlanFrequency.ONCE, plan_count=9)
    assert made.plan_count == 1


WHOLE = Money(100_000_00, MXN)
HALF = Money(50_000_00, MXN)
LATER = FIRST + timedelta(days=31)


@pytest.mark.parametrize(
    ("parts", "refusal"),
    [
        ([], TooManyParts),
        (monthly(WHOLE, 37), TooManyParts),
        ([(FIRST, HALF), (FIRST, HALF)], DatesOutOfOrder),
        ([(LATER, HALF), (FIRST, HALF)], DatesOutOfOrder),
        ([(FIRST, HALF), (LATER, HALF - Money(1, MXN))], PartsDiffer),
        ([(FIRST, WHOLE + HALF), (LATER, -HALF)], PartsDiffer),
    ],
)
def test_parts_that_are_not_the_pledge_are_refused(pledge, parts, refusal):
    with pytest.raises(refusal), transaction():
        actions.make_schedule(get_pledge(pledge.id), parts=parts)
    assert queries.current_schedule(pledge.id) is None


def test_a_change_keeps_the_old_schedule_with_who_and_why(pledge):
    with transaction():
        actions.make_schedule(get_pledge(pledge.id), parts=monthly(WHOLE, 2))
    changed = change(pledge, monthly(WHOLE, 4))
    now, before = queries.revisions_of(pledge.id)
    assert (now.id, now.revision, now.superseded_at) == (changed.id, 2, None)
    assert now.reason == "Se acordó por teléfono"
    assert before.superseded_at is not None
    assert [part.amount for part in before.parts] == [HALF, HALF]
    assert [part.amount.minor for part in queries.parts_of(pledge)] == [25_000_00] * 4
    tags = [entry.tag for entry in timeline(pledge.id)]
    assert tags[:2] == ["instalments:schedule:changed", "instalments:schedule:made"]


def test_a_change_needs_a_reason_a_difference_and_the_present_revision(pledge):
    with transaction():
        actions.make_schedule(get_pledge(pledge.id), parts=monthly(WHOLE, 2))
    with pytest.raises(ScheduleExists), transaction():
        actions.make_schedule(get_pledge(pledge.id), parts=monthly(WHOLE, 3))
    with pytest.raises(ReasonMissing):
        change(pledge, monthly(WHOLE, 3), reason=" . ")
    with pytest.raises(NothingChanged):
        change(pledge, monthly(WHOLE, 2))
    change(pledge, monthly(WHOLE, 3), over=1)
    with pytest.raises(ScheduleMovedOn):
        change(pledge, monthly(WHOLE, 5), over=1)


def test_money_already_paid_fills_the_new_schedule(chapter, factories):
    today = queries.local_today()
    pledge = factories.scheduled_pledge(
        parts=[(today + timedelta(days=9), 50_000_00), (today + timedelta(days=39), 50_000_00)],
        paid=60_000_00,
    )
    change(pledge, monthly(WHOLE, 4, first=today + timedelta(days=20)))
    parts = queries.parts_of(get_pledge(pledge.id))
    assert [part.paid.minor for part in parts] == [25_000_00, 25_000_00, 10_000_00, 0]
    assert [part.state.value for part in parts[:3]] == ["paid", "paid", "partially_paid"]
    assert queries.next_part(get_pledge(pledge.id)).position == 3


def test_a_cancelled_pledge_waits_for_nothing(chapter, factories):
    pledge = factories.scheduled_pledge(parts=[(FIRST, 100), (LATER, 100)], paid=100)
    with transaction():
        cancel_pledge(get_pledge(pledge.id), reason="La planta cerró")
    states = [part.state for part in queries.parts_of(get_pledge(pledge.id))]
    assert states == [InstalmentState.PAID, InstalmentState.CANCELLED]
    assert queries.next_part(get_pledge(pledge.id)) is None
    with pytest.raises(NothingToSchedule):
        change(pledge, monthly(Money(200, MXN), 2))


def test_the_database_lets_no_part_be_changed(chapter, factories):
    factories.scheduled_pledge(parts=[(FIRST, 100)])
    with pytest.raises(DBAPIError), transaction():
        db.session.execute(sa.text("UPDATE instalment SET amount_minor = 1"))
