"""Meals: programmes with open days, companies that take them on, and kitchens."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from relief.core.db import transaction
from relief.meals import actions, adopting, kitchens, queries
from relief.meals.adopting import Writer
from relief.meals.models import Kitchen, MealAdoption, MealProgramme, MealSlot, Shift
from tests.factories.campaigns import campaign
from tests.factories.donors import donor
from tests.factories.hospitals import hospital


def programme(f: Any, **values: Any) -> MealProgramme:
    """A programme of 100 portions at 13:00, every day of the week that begins today."""
    of = values.pop("campaign", None) or campaign(f)
    today = queries.today()
    given = {
        "hospital": values.pop("hospital", None) or hospital(f),
        "shift": Shift.MORNING,
        "serves_at": "13:00",
        "weekdays": "1234567",
        "starts_on": today,
        "fed_until": today + timedelta(days=6),
        "plan": {"portions": 100, "diabetic": 8, "vegetarian": 2, "low_salt": 0, "soft": 0},
    }
    with transaction():
        return actions.create_programme(of, **{**given, **values})


def slots(f: Any, *, of: MealProgramme) -> list[MealSlot]:
    """The days of a programme, in order."""
    return queries.slots_of_programme(of.id, since=of.starts_on)


def adoption(f: Any, *, days: list[MealSlot], **values: Any) -> MealAdoption:
    """Some days that a reviewed company took on."""
    giver = values.pop("donor", None) or donor(f)
    with transaction():
        return adopting.adopt(
            days[0].programme.campaign,
            slot_ids={slot.id for slot in days},
            donor=giver,
            writer=Writer("Rosa Félix", "rosa@empresa.test", "664 123 4567"),
            nonce=uuid4(),
            **values,
        ).adoption


def meal_slot(f: Any, **values: Any) -> MealSlot:
    """A day that nobody took on yet: tomorrow's."""
    return slots(f, of=programme(f, **values))[1]


def kitchen(f: Any, **values: Any) -> Kitchen:
    """Somebody who cooks."""
    with transaction():
        return kitchens.create_kitchen(**{"name": f"Cocina de Prueba {f.number()}", **values})
