"""Who is written to about tomorrow's and yesterday's meals, each of them once."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

from relief.core import tenancy
from relief.core.db import db, insert_into, new_id
from relief.meals import emails, hospital_link, queries
from relief.meals.models import MealNotice, MealSlot, NoticeKind, SlotStatus

Key = TypeVar("Key", bound=Hashable)
DAY = timedelta(days=1)


def tell_tomorrow() -> int:
    """Write to companies and kitchens about the meals of tomorrow; return how many letters' worth."""
    day = queries.today() + DAY
    slots = queries.slots_on(day, statuses=(SlotStatus.COMMITTED,))
    told = 0
    for adoption, mine in _by(slots, lambda slot: slot.adoption):
        if adoption is not None and _claim(adoption.id, day, NoticeKind.BEFORE):
            emails.tomorrow(adoption, mine)
            told += 1
    for kitchen, mine in _by(slots, lambda slot: slot.kitchen):
        if kitchen is not None and kitchen.email and _claim(kitchen.id, day, NoticeKind.COOK):
            emails.cook(kitchen, mine)
            told += 1
    return told


def tell_yesterday() -> int:
    """Write to companies what came of yesterday's meals, and to hospitals that did not sign."""
    day = queries.today() - DAY
    slots = queries.slots_on(
        day, statuses=(SlotStatus.COMMITTED, SlotStatus.DELIVERED, SlotStatus.MISSED)
    )
    told = 0
    for adoption, mine in _by(slots, lambda slot: slot.adoption):
        if adoption is not None and _claim(adoption.id, day, NoticeKind.AFTER):
            emails.yesterday(adoption, mine)
            told += 1
    waiting = [slot for slot in slots if slot.status is SlotStatus.COMMITTED]
    for hospital, mine in _by(waiting, lambda slot: slot.programme.hospital):
        link = hospital_link.address_of(hospital)
        if link and _claim(hospital.id, day, NoticeKind.SIGN):
            emails.please_sign(hospital, mine, link=link)
            told += 1
    return told


def _by(
    slots: Sequence[MealSlot], key: Callable[[MealSlot], Key]
) -> Iterable[tuple[Key, list[MealSlot]]]:
    groups: dict[Key, list[MealSlot]] = {}
    for slot in slots:
        groups.setdefault(key(slot), []).append(slot)
    return groups.items()


def _claim(about_id: UUID, day: date, kind: NoticeKind) -> bool:
    """Say whether nobody has written this letter yet; from now on somebody has."""
    claim = (
        insert_into(MealNotice)
        .values(id=new_id(), chapter_id=tenancy.chapter_id(), about_id=about_id, day=day, kind=kind)
        .on_conflict_do_nothing(index_elements=["chapter_id", "about_id", "day", "kind"])
        .returning(MealNotice.id)
    )
    return db.session.execute(claim).first() is not None
