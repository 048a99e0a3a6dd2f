"""Companies take days on, lose no race badly, and give days back in time."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from relief.campaigns.models import CampaignStatus
from relief.core import clock
from relief.core.db import db, transaction
from relief.core.mail import Letter
from relief.donors.actions import find_or_create
from relief.meals import acuse, adopting, queries
from relief.meals.adopting import MOST_UNKNOWN, Writer
from relief.meals.errors import (
    AllTaken,
    CampaignOver,
    NothingChosen,
    ReasonMissing,
    SlotMoved,
    TooLate,
    TooManyChosen,
    TooManyHeld,
)
from relief.meals.models import MealAdoption, SlotStatus

WRITER = Writer("Rosa Félix", "rosa@empresa.test")


def take(campaign: Any, slots: Any, donor: Any, **more: Any) -> adopting.Adopted:
    with transaction():
        return adopting.adopt(
            campaign,
            slot_ids={slot.id for slot in slots},
            donor=donor,
            writer=WRITER,
            **{"nonce": uuid4(), **more},
        )


def letters(kind: str) -> list[Letter]:
    return [letter for letter in db.session.query(Letter) if letter.kind == kind]


def test_the_second_company_keeps_the_rest_of_its_choice(chapter: Any, factories: Any) -> None:
    made = factories.programme()
    days, campaign = factories.slots(of=made), made.campaign
    one, two = factories.donor(), factories.donor()
    take(campaign, days[1:4], one)
    got = take(campaign, days[3:6], two)
    assert [slot.day for slot in got.slots] == [days[4].day, days[5].day]
    assert [slot.day for slot in got.taken] == [days[3].day]
    with pytest.raises(AllTaken):
        take(campaign, days[1:3], two)
    letter = letters("meals_adopted")[-1]
    assert "alguien más" in letter.text
    db.session.expire_all()
    assert {slot.adoption.donor_id for slot in factories.slots(of=made)[1:4]} == {one.id}


def test_the_same_form_twice_takes_the_days_once(chapter: Any, factories: Any) -> None:
    made = factories.programme()
    days, nonce = factories.slots(of=made), uuid4()
    first = take(made.campaign, days[1:3], factories.donor(), nonce=nonce)
    again = take(made.campaign, days[1:3], factories.donor(), nonce=nonce)
    assert again.adoption.id == first.adoption.id
    assert len(again.slots) == 2
    assert len(letters("meals_adopted")) == 1
    assert db.session.query(MealAdoption).count() == 1


def test_what_cannot_be_taken_on(chapter: Any, factories: Any) -> None:
    made, other = factories.programme(), factories.programme()
    days, donor = factories.slots(of=made), factories.donor()
    with pytest.raises(NothingChosen):
        take(made.campaign, [], donor)
    with pytest.raises(NothingChosen):  # today's came already, and another campaign's are not here
        take(made.campaign, [days[0], *factories.slots(of=other)[1:]], donor)
    with pytest.raises(TooManyChosen), transaction():
        adopting.adopt(
            made.campaign,
            slot_ids={uuid4() for _more in range(70)},
            donor=donor,
            writer=WRITER,
            nonce=uuid4(),
        )
    closed = factories.campaign(status=CampaignStatus.CLOSED)
    with pytest.raises(CampaignOver):
        take(closed, days[1:2], donor)


def test_whom_nobody_knows_does_not_take_the_whole_board(chapter: Any, factories: Any) -> None:
    made = factories.programme(fed_until=queries.today() + timedelta(days=50))
    days = factories.slots(of=made)
    with transaction():
        stranger = find_or_create(name="Nadie, S.A.", rfc=None, email="a@nadie.test")
    take(made.campaign, days[1 : 1 + MOST_UNKNOWN], stranger)
    with pytest.raises(TooManyHeld):
        take(made.campaign, days[-2:], stranger)


def test_a_day_given_back_is_a_gap_again(chapter: Any, factories: Any) -> None:
    made = factories.programme()
    days = factories.slots(of=made)
    factories.adoption(days=days[1:3])
    slot = queries.get_slot(days[1].id)
    with pytest.raises(ReasonMissing), transaction():
        adopting.withdraw(slot, reason="")
    with transaction():
        adopting.withdraw(queries.get_slot(slot.id), reason="Se descompuso el horno")
    assert queries.get_slot(slot.id).status is SlotStatus.OPEN
    assert len(letters("meals_off")) == 1
    with pytest.raises(SlotMoved), transaction():
        adopting.withdraw(queries.get_slot(slot.id), reason="otra vez")
    with clock.stopped_at(days[2].serves_at):
        with pytest.raises(TooLate), transaction():
            adopting.withdraw(queries.get_slot(days[2].id), reason="hoy no")
        with transaction():
            adopting.release(queries.get_slot(days[2].id), reason="Avisó por teléfono")


def test_staff_note_a_company_even_after_the_day(chapter: Any, factories: Any) -> None:
    slot, donor = factories.meal_slot(), factories.donor()
    with clock.stopped_at(slot.serves_at + timedelta(days=3)):
        with transaction():
            acuse.miss_past()
        slot = queries.get_slot(slot.id)
        assert slot.status is SlotStatus.MISSED
        with transaction():
            adopting.assign(slot, donor=donor, writer=WRITER, nonce=uuid4())
        with transaction():
            acuse.confirm_slot(
                queries.get_slot(slot.id),
                answer=acuse.Answer(100, "Dra. Peña", reason="Avisaron tarde"),
                source=acuse.ProofSource.STAFF,
            )
    assert queries.get_slot(slot.id).status is SlotStatus.DELIVERED
