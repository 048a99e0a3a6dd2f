"""Who cooks, and what each kitchen has to cook on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from relief.audit.actions import record
from relief.core import rows
from relief.core.db import db
from relief.core.text import search_key
from relief.meals import queries
from relief.meals.models import Diet, Kitchen, MealSlot, SlotStatus

COOKED = (SlotStatus.COMMITTED, SlotStatus.DELIVERED)


@dataclass(frozen=True)
class Total:
    """One kitchen's day. Without a kitchen the company brings its own cook."""

    kitchen: Kitchen | None
    slots: list[MealSlot]

    @property
    def portions(self) -> int:
        """Return how many portions it cooks."""
        return sum(slot.portions for slot in self.slots)

    @property
    def diets(self) -> dict[Diet, int]:
        """Return the diets among them."""
        counts = {diet: sum(getattr(slot, diet.value) for slot in self.slots) for diet in Diet}
        return {diet: count for diet, count in counts.items() if count}

    @property
    def too_many(self) -> int:
        """Return how many portions go beyond what the kitchen can cook in a day."""
        most = self.kitchen.daily_capacity if self.kitchen else None
        return max(0, self.portions - most) if most is not None else 0


def totals_on(day: date) -> list[Total]:
    """Return what every kitchen cooks on a local day, by name; meals without a kitchen last."""
    by_kitchen: dict[Kitchen | None, list[MealSlot]] = {}
    for slot in queries.slots_on(day, statuses=COOKED):
        by_kitchen.setdefault(slot.kitchen, []).append(slot)
    totals = [Total(kitchen, slots) for kitchen, slots in by_kitchen.items()]
    return sorted(
        totals,
        key=lambda each: (each.kitchen is None, each.kitchen.search_key if each.kitchen else ""),
    )


def create_kitchen(*, name: str, **details: Any) -> Kitchen:
    """Write down somebody who cooks. SavedMeanwhile is raised for a name that is there."""
    kitchen = Kitchen(name=name, search_key=search_key(name), **details)
    db.session.add(kitchen)
    db.session.flush()
    record("meals:kitchen:created", kitchen, after={"name": name})
    return kitchen


def edit_kitchen(kitchen: Kitchen, *, changes: Mapping[str, Any]) -> None:
    """Change what is known of a kitchen; one that is not active is not offered any more."""
    rows.lock(kitchen)
    changed = {key: value for key, value in changes.items() if getattr(kitchen, key) != value}
    if not changed:
        return
    before = {key: getattr(kitchen, key) for key in changed}
    for key, value in changed.items():
        setattr(kitchen, key, value)
    kitchen.search_key = search_key(kitchen.name)
    db.session.flush()
    record("meals:kitchen:edited", kitchen, before=before, after=changed)
