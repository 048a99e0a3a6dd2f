"""A part's state follows from dates and money; Python and SQL say the same."""

import random
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from relief.core import clock, tenancy
from relief.core.db import db, transaction
from relief.instalments import queries
from relief.instalments.models import Age, InstalmentState
from relief.instalments.states import age_of, parts_today, state_of
from relief.pledges.models import Pledge, PledgeStatus

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("days", "paid", "pledge", "state"),
    [
        (8, 0, "accepted", "scheduled"),
        (7, 0, "accepted", "due"),
        (0, 0, "accepted", "due"),
        (-1, 0, "accepted", "overdue"),
        (-1, 40, "partially_fulfilled", "overdue"),
        (30, 40, "partially_fulfilled", "partially_paid"),
        (-90, 100, "fulfilled", "paid"),
        (-90, 100, "cancelled", "paid"),
        (-1, 40, "cancelled", "cancelled"),
        (30, 0, "written_off", "written_off"),
    ],
)
def test_states(days, paid, pledge, state):
    found = state_of(
        TODAY + DAY * days, amount=100, paid=paid, pledge=PledgeStatus(pledge), today=TODAY
    )
    assert found is InstalmentState(state)


@pytest.mark.parametrize(
    ("late", "age"),
    [
        (0, "not_due"),
        (1, "up_to_30"),
        (30, "up_to_30"),
        (31, "up_to_60"),
        (60, "up_to_60"),
        (61, "up_to_90"),
        (90, "up_to_90"),
        (91, "over_90"),
        (4000, "over_90"),
    ],
)
def test_ages(late, age):
    assert age_of(TODAY - DAY * late, today=TODAY) is Age(age)


def random_pledges(factories, count):
    """Pledges with parts around today, paid by chance, in every state that has a schedule."""
    chance = random.Random(5)
    donor, campaign = factories.giver(), factories.appeal()
    today = queries.local_today()
    for number in range(count):
        days = sorted(chance.sample([-95, -61, -60, -31, -30, -1, 0, 1, 7, 8, 40], 4))
        parts = [(today + DAY * day, chance.randrange(1, 500)) for day in days]
        total = sum(minor for _day, minor in parts)
        paid = chance.choice([0, 1, parts[0][1], chance.randrange(total), total, total + 5])
        pledge = factories.scheduled_pledge(
            parts=parts,
            paid=paid,
            donor=donor,
            campaign=campaign,
            currency=chance.choice(["MXN", "USD"]),
        )
        if number % 4 == 0:
            with transaction():
                kept = db.session.get_one(Pledge, pledge.id)
                kept.status = chance.choice([PledgeStatus.CANCELLED, PledgeStatus.WRITTEN_OFF])


def test_lists_and_pages_say_the_same(chapter, factories, other_chapter):
    with tenancy.in_chapter(other_chapter.id):
        random_pledges(factories, 2)
    random_pledges(factories, 24)
    today = queries.local_today()
    parts = parts_today(today)
    rows = {
        (row.pledge_id, row.position): (row.due_on, row.paid, row.left, row.state, row.age)
        for row in db.session.execute(sa.select(parts))
    }
    pledges = db.session.scalars(sa.select(Pledge)).all()
    told = {
        (pledge.id, part.position): (
            part.due_on,
            part.paid.minor,
            part.left.minor,
            part.state,
            age_of(part.due_on, today=today),
        )
        for pledge in pledges
        for part in queries.parts_of(pledge)
    }
    assert len(told) == 24 * 4
    assert rows == told
    assert {state for *_rest, state, _age in rows.values()} >= {"overdue", "paid", "written_off"}


def test_the_day_is_the_chapters(chapter, factories):
    due = date(2026, 11, 20)
    pledge = factories.scheduled_pledge(parts=[(due, 100)])
    evening_in_tijuana = clock.datetime(2026, 11, 21, 7, 30, tzinfo=clock.UTC)
    with clock.stopped_at(evening_in_tijuana):
        assert queries.parts_of(pledge)[0].state is InstalmentState.DUE
    with clock.stopped_at(evening_in_tijuana + timedelta(hours=1)):
        assert queries.parts_of(pledge)[0].state is InstalmentState.OVERDUE
