"""What was eaten: once, with both numbers, late if need be, and put right with a reason."""

from datetime import timedelta
from typing import Any

import pytest

from relief.core import clock
from relief.core.db import db, transaction
from relief.core.mail import Letter
from relief.deliveries.models import ProofSource
from relief.meals import actions, acuse, hospital_link, kitchens, notices, queries
from relief.meals.acuse import Answer
from relief.meals.errors import CountDiffers, NobodyCooks, ReasonMissing, SlotMoved, TooEarly
from relief.meals.models import Diet, MealSlot, SlotStatus

ALL = Answer(served=100, receiver_name="Dra. Laura Peña", receiver_title="Jefa de turno")


@pytest.fixture
def taken(chapter: Any, factories: Any) -> MealSlot:
    slot = factories.meal_slot()
    factories.adoption(days=[slot])
    return queries.get_slot(slot.id)


def sign(slot: MealSlot, answer: Answer = ALL, source: ProofSource = ProofSource.LINK) -> bool:
    with transaction():
        return acuse.confirm_slot(queries.get_slot(slot.id), answer=answer, source=source)


def test_signed_once(taken: MealSlot) -> None:
    with pytest.raises(TooEarly):
        sign(taken)
    with clock.stopped_at(taken.serves_at):
        assert sign(taken)
        assert not sign(taken, Answer(1, "Otra persona", reason="no"))
    slot = queries.get_slot(taken.id)
    assert (slot.served, slot.receiver_name) == (100, "Dra. Laura Peña")


def test_another_number_wants_its_reason(taken: MealSlot) -> None:
    with clock.stopped_at(taken.serves_at):
        with pytest.raises(CountDiffers):
            sign(taken, Answer(90, "Laura"))
        sign(taken, Answer(90, "Laura", reason="Faltaron diez charolas"))
    slot = queries.get_slot(taken.id)
    assert (slot.served, slot.portions, slot.reason) == (90, 100, "Faltaron diez charolas")


def test_nobody_cooked(chapter: Any, factories: Any) -> None:
    slot = factories.meal_slot()
    with clock.stopped_at(slot.serves_at + timedelta(days=2)):
        with transaction():
            assert acuse.miss_past() == 3  # the days before it went by too
        with pytest.raises(NobodyCooks):
            sign(slot)


def test_missed_by_itself_and_signed_late(taken: MealSlot) -> None:
    with clock.stopped_at(taken.serves_at + timedelta(days=1)):
        with transaction():
            acuse.miss_past()
        assert queries.get_slot(taken.id).status is SlotStatus.MISSED
        with pytest.raises(ReasonMissing):
            sign(taken, source=ProofSource.STAFF)
        assert sign(taken)
        late = [each for each in db.session.query(Letter) if each.kind == "meals_after"]
        assert len(late) == 1
    assert queries.get_slot(taken.id).status is SlotStatus.DELIVERED


def test_put_right_with_a_reason(taken: MealSlot) -> None:
    with clock.stopped_at(taken.serves_at):
        sign(taken)
        with pytest.raises(ReasonMissing), transaction():
            acuse.correct_slot(queries.get_slot(taken.id), answer=Answer(80, "Laura"))
        with transaction():
            acuse.correct_slot(
                queries.get_slot(taken.id), answer=Answer(80, "Laura", reason="Contaron de nuevo")
            )
        assert queries.get_slot(taken.id).served == 80
        with transaction():
            acuse.miss_slot(queries.get_slot(taken.id), reason="Firmaron el día equivocado")
        slot = queries.get_slot(taken.id)
        assert (slot.status, slot.served) == (SlotStatus.MISSED, None)
        with pytest.raises(SlotMoved), transaction():
            actions.cancel_slot(slot, reason="tarde")


def test_letters_before_and_after_go_once(chapter: Any, factories: Any) -> None:
    made = factories.programme()
    days = factories.slots(of=made)
    factories.adoption(days=days[1:3])
    factories.hospital_contact(hospital=made.hospital, email="guardia@hospital.test")
    kitchen = factories.kitchen(email="cocina@prueba.test", daily_capacity=60)
    with transaction():
        hospital_link.make_link(made.hospital)
        slot = queries.get_slot(days[1].id)
        actions.change_slot(slot, plan=slot.plan, kitchen=kitchen)
    with transaction():
        assert notices.tell_tomorrow() == 2
        assert notices.tell_tomorrow() == 0
    with clock.stopped_at(days[2].serves_at), transaction():
        assert notices.tell_yesterday() == 2
        assert notices.tell_yesterday() == 0
    kinds = {letter.kind: letter for letter in db.session.query(Letter)}
    assert {"meals_before", "meals_cook", "meals_after", "meals_sign"} <= set(kinds)
    assert "13:00" in kinds["meals_before"].text
    assert "/d/" in kinds["meals_sign"].text
    assert kinds["meals_cook"].to_address == "cocina@prueba.test"


def test_a_kitchens_day_adds_up(chapter: Any, factories: Any) -> None:
    kitchen, tomorrow = factories.kitchen(daily_capacity=150), None
    for _programme in range(2):
        slot = factories.meal_slot()
        factories.adoption(days=[slot])
        tomorrow = slot.day
        with transaction():
            actions.change_slot(queries.get_slot(slot.id), plan=slot.plan, kitchen=kitchen)
    (total,) = kitchens.totals_on(tomorrow)
    assert (total.portions, total.too_many) == (200, 50)
    assert total.diets == {Diet.DIABETIC: 16, Diet.VEGETARIAN: 4}
