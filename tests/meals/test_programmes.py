"""Programmes make their days on the wall's clock, and change them without touching what was eaten."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from relief.core import clock
from relief.core.db import db, transaction
from relief.core.mail import Letter
from relief.hospitals.models import HospitalStatus
from relief.meals import actions, queries
from relief.meals.errors import (
    DietsAbovePortions,
    NoDays,
    NotApproved,
    NotLater,
    ReasonMissing,
    SlotMoved,
    TooLong,
)
from relief.meals.models import SlotStatus
from relief.meals.recurrence import days_of, moment_of

PLAN = {"portions": 60, "diabetic": 5, "vegetarian": 0, "low_salt": 0, "soft": 1}


@pytest.mark.parametrize(
    ("first", "change"),
    [(date(2020, 2, 24), date(2020, 3, 8)), (date(2020, 10, 19), date(2020, 11, 1))],
)
def test_a_month_over_the_change_of_clocks_keeps_13_00(
    chapter: Any, factories: Any, first: date, change: date
) -> None:
    with clock.stopped_at(datetime(first.year, first.month, first.day, 18, tzinfo=UTC)):
        made = factories.programme(starts_on=first, fed_until=first + timedelta(days=29))
    slots = factories.slots(of=made)
    assert len(slots) == 30
    assert {clock.local(slot.serves_at, chapter.zone).strftime("%H:%M") for slot in slots} == {
        "13:00"
    }
    assert {clock.local(slot.serves_at, chapter.zone).date() for slot in slots} == {
        slot.day for slot in slots
    }
    hours = {slot.serves_at.hour for slot in slots if slot.day < change}
    assert hours != {slot.serves_at.hour for slot in slots if slot.day >= change}


def test_an_hour_that_the_clocks_skip_is_still_one_moment() -> None:
    skipped = moment_of(date(2020, 3, 8), "02:30", zone="America/Tijuana")
    assert skipped == datetime(2020, 3, 8, 10, 30, tzinfo=UTC)


def test_days_of_names_weekdays_only() -> None:
    assert days_of(date(2020, 5, 1), date(2020, 5, 10), weekdays="67") == [
        date(2020, 5, 2), date(2020, 5, 3), date(2020, 5, 9), date(2020, 5, 10)
    ]  # fmt: skip


def test_a_form_sent_twice_makes_one_programme(chapter: Any, factories: Any) -> None:
    nonce, campaign, hospital = uuid4(), factories.campaign(), factories.hospital()
    one = factories.programme(campaign=campaign, hospital=hospital, nonce=nonce)
    two = factories.programme(campaign=campaign, hospital=hospital, nonce=nonce)
    assert one.id == two.id
    assert len(factories.slots(of=one)) == 7


def test_what_cannot_be_a_programme(chapter: Any, factories: Any) -> None:
    campaign, today = factories.campaign(), queries.today()
    with pytest.raises(NotApproved):
        factories.programme(
            campaign=campaign, hospital=factories.hospital(status=HospitalStatus.UNDER_REVIEW)
        )
    with pytest.raises(DietsAbovePortions):
        factories.programme(campaign=campaign, plan={**PLAN, "diabetic": 60})
    tomorrow = str((today + timedelta(days=1)).isoweekday())
    with pytest.raises(NoDays):
        factories.programme(campaign=campaign, fed_until=today, weekdays=tomorrow)
    with pytest.raises(TooLong):
        factories.programme(campaign=campaign, fed_until=today + timedelta(days=400))


def test_longer_and_with_other_portions(chapter: Any, factories: Any) -> None:
    made = factories.programme()
    last = made.fed_until
    with transaction():
        actions.extend_programme(made, fed_until=last + timedelta(days=3))
        actions.change_plan(made, plan=PLAN, since=last)
    slots = factories.slots(of=made)
    assert len(slots) == 10
    assert [slot.portions for slot in slots] == [100] * 6 + [60] * 4
    with pytest.raises(NotLater), transaction():
        actions.extend_programme(made, fed_until=last)


def test_the_end_of_a_programme_tells_each_company_once(chapter: Any, factories: Any) -> None:
    made = factories.programme()
    days = factories.slots(of=made)
    factories.adoption(days=days[2:5])
    with pytest.raises(ReasonMissing), transaction():
        actions.end_programme(made, since=days[1].day, reason=" ")
    with transaction():
        assert actions.end_programme(made, since=days[1].day, reason="Cerró el área COVID") == 6
    db.session.expire_all()
    assert [slot.status for slot in factories.slots(of=made)] == [SlotStatus.OPEN] + [
        SlotStatus.CANCELLED
    ] * 6
    off = [letter for letter in db.session.query(Letter) if letter.kind == "meals_off"]
    assert len(off) == 1
    assert "Cerró el área COVID" in off[0].text


def test_one_day_changes_by_itself(chapter: Any, factories: Any) -> None:
    slot, kitchen = factories.meal_slot(), factories.kitchen(daily_capacity=50)
    with transaction():
        actions.change_slot(slot, plan=PLAN, kitchen=kitchen)
    assert (slot.portions, slot.kitchen_id) == (60, kitchen.id)
    with transaction():
        actions.cancel_slot(slot, reason="Día festivo")
    with pytest.raises(SlotMoved), transaction():
        actions.change_slot(queries.get_slot(slot.id), plan=PLAN, kitchen=None)
    with transaction():
        actions.reopen_slot(queries.get_slot(slot.id))
    assert queries.get_slot(slot.id).status is SlotStatus.OPEN
