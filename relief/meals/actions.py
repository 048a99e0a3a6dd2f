"""Plan whom to feed: a programme for a shift of a hospital, its days, and what changes in them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypedDict, Unpack
from uuid import UUID

from relief.audit.actions import record
from relief.campaigns.models import Campaign
from relief.core import rows
from relief.core.db import db
from relief.core.references import next_reference
from relief.core.text import clean_text, has_substance
from relief.core.words import word
from relief.hospitals.models import Hospital, HospitalStatus
from relief.meals import emails, queries
from relief.meals.errors import (
    DietsAbovePortions,
    NoDays,
    NotApproved,
    NotLater,
    ReasonMissing,
    SlotMoved,
    TooLong,
)
from relief.meals.models import (
    AHEAD,
    Kitchen,
    MealProgramme,
    MealSlot,
    Shift,
    SlotStatus,
    within,
)
from relief.meals.recurrence import LONGEST, days_of, moment_of

PREFIX = "PCO"


class Rhythm(TypedDict):
    """When a programme feeds: `HH:MM` on the wall, ISO weekdays, first and last day."""

    serves_at: str
    weekdays: str
    starts_on: date
    fed_until: date


def create_programme(
    campaign: Campaign,
    *,
    hospital: Hospital,
    shift: Shift,
    plan: Mapping[str, int],
    nonce: UUID | None = None,
    ward: str = "",
    notes: str = "",
    **rhythm: Unpack[Rhythm],
) -> MealProgramme:
    """Write down a programme and its days, open for companies; `plan` is portions and diets.

    The same nonce gives the same programme. Raise NotApproved, DietsAbovePortions, NoDays, TooLong.
    """
    if hospital.status is not HospitalStatus.APPROVED:
        raise NotApproved(name=hospital.name)
    if not within(plan):
        raise DietsAbovePortions
    _check_span(rhythm["starts_on"], rhythm["fed_until"], weekdays=rhythm["weekdays"])
    # The counter's lock lets one of two equal forms through; the other finds it done.
    reference = next_reference(PREFIX, queries.today().year)
    known = queries.programme_of_form(nonce)
    if known is not None:
        return known
    programme = MealProgramme(
        reference=reference,
        campaign_id=campaign.id,
        hospital_id=hospital.id,
        shift=shift,
        nonce=nonce,
        ward=ward,
        notes=notes,
        **rhythm,
        **plan,
    )
    db.session.add(programme)
    db.session.flush()
    days = _open_days(programme, rhythm["starts_on"])
    record(
        "meals:programme:created",
        programme,
        about=hospital,
        after={"reference": reference, "days": days, **plan, **rhythm},
    )
    return programme


def extend_programme(programme: MealProgramme, *, fed_until: date) -> None:
    """Make a programme longer, at its hour and with its portions. Raise NotLater, TooLong, NoDays."""
    rows.lock(programme)
    before = programme.fed_until
    if fed_until <= before:
        raise NotLater(day=before)
    first = max(before, queries.today())
    _check_span(first, fed_until, weekdays=programme.weekdays)
    programme.fed_until = fed_until
    days = _open_days(programme, date.fromordinal(before.toordinal() + 1))
    record(
        "meals:programme:extended",
        programme,
        before={"fed_until": before},
        after={"fed_until": fed_until, "days": days},
    )


def change_plan(programme: MealProgramme, *, plan: Mapping[str, int], since: date) -> None:
    """Feed more or fewer from a day on; days that were answered keep their numbers.

    Days changed by themselves follow too: the last word counts. Raise DietsAbovePortions.
    """
    if not within(plan):
        raise DietsAbovePortions
    rows.lock(programme)
    before = programme.plan
    _set(programme, plan)
    days = [
        slot
        for slot in queries.slots_of_programme(programme.id, since=max(since, queries.today()))
        if slot.status in AHEAD
    ]
    for slot in rows.lock_in_order(MealSlot, {each.id for each in days}).values():
        if slot.status in AHEAD:
            _set(slot, plan)
    db.session.flush()
    record("meals:programme:changed", programme, before=before, after={**plan, "since": since})


def end_programme(programme: MealProgramme, *, since: date, reason: str) -> int:
    """Cancel every day from `since` on that still waits, and tell the companies; return how many.

    Raise ReasonMissing.
    """
    reason = _reason(reason)
    rows.lock(programme)
    days = queries.slots_of_programme(programme.id, since=max(since, queries.today()))
    waiting = {slot.id for slot in days if slot.status in AHEAD}
    ended = [
        slot for slot in rows.lock_in_order(MealSlot, waiting).values() if slot.status in AHEAD
    ]
    for slot in ended:
        slot.status, slot.reason = SlotStatus.CANCELLED, reason
    db.session.flush()
    record(
        "meals:programme:ended",
        programme,
        after={"since": since, "days": len(ended), "reason": reason},
    )
    emails.cancelled(ended)
    return len(ended)


def change_slot(slot: MealSlot, *, plan: Mapping[str, int], kitchen: Kitchen | None) -> None:
    """Change the portions of one day that still waits, and who cooks. Raise SlotMoved, DietsAbovePortions."""
    if not within(plan):
        raise DietsAbovePortions
    lock_slot(slot, allowed=AHEAD)
    before = {**slot.plan, "kitchen": slot.kitchen.name if slot.kitchen else ""}
    after = {**plan, "kitchen": kitchen.name if kitchen else ""}
    if before == after:
        return
    _set(slot, plan)
    slot.kitchen_id = kitchen.id if kitchen else None
    keep(slot)
    changed = {key for key in after if before[key] != after[key]}
    record(
        "meals:slot:changed",
        slot,
        about=slot.programme,
        before={key: before[key] for key in sorted(changed)},
        after={key: after[key] for key in sorted(changed)},
    )


def cancel_slot(slot: MealSlot, *, reason: str) -> None:
    """Feed nobody that day, and tell whoever took it on. Raise SlotMoved or ReasonMissing."""
    reason = _reason(reason)
    lock_slot(slot, allowed=AHEAD)
    before = slot.status
    slot.status, slot.reason = SlotStatus.CANCELLED, reason
    db.session.flush()
    note(slot, "meals:slot:cancelled", before=before, reason=reason)
    emails.cancelled([slot])


def reopen_slot(slot: MealSlot) -> None:
    """Feed that day after all; whoever had taken it on chooses anew. Raise SlotMoved."""
    lock_slot(slot, allowed=(SlotStatus.CANCELLED,))
    if slot.day < queries.today():
        raise SlotMoved(status=word(slot.status))
    slot.status, slot.reason, slot.adoption_id = SlotStatus.OPEN, "", None
    keep(slot)
    note(slot, "meals:slot:reopened", before=SlotStatus.CANCELLED)


def lock_slot(slot: MealSlot, *, allowed: Sequence[SlotStatus]) -> MealSlot:
    """Read a day again under its lock. Raise SlotMoved unless it stands in one of these states."""
    rows.lock(slot)
    if slot.status not in allowed:
        raise SlotMoved(status=word(slot.status))
    return slot


def keep(*slots: MealSlot) -> None:
    """Write days down; whose they are and who cooks is read anew."""
    db.session.flush()
    for slot in slots:
        db.session.expire(slot, ["adoption", "kitchen"])


def note(slot: MealSlot, tag: str, *, before: SlotStatus, **more: Any) -> None:
    """Write down that a day changed its state."""
    record(
        tag,
        slot,
        about=slot.programme,
        before={"status": before},
        after={"day": slot.day, "status": slot.status, **more},
    )


def _check_span(first: date, last: date, *, weekdays: str) -> None:
    if last - first > LONGEST:
        raise TooLong
    if not days_of(first, last, weekdays=weekdays):
        raise NoDays


def _open_days(programme: MealProgramme, first: date) -> int:
    zone = queries.zone()
    days = days_of(first, programme.fed_until, weekdays=programme.weekdays)
    db.session.add_all(
        MealSlot(
            programme_id=programme.id,
            day=day,
            serves_at=moment_of(day, programme.serves_at, zone=zone),
            **programme.plan,
        )
        for day in days
    )
    db.session.flush()
    return len(days)


def _set(row: MealProgramme | MealSlot, plan: Mapping[str, int]) -> None:
    for name, count in plan.items():
        setattr(row, name, count)


def _reason(text: str) -> str:
    if not has_substance(text):
        raise ReasonMissing
    return clean_text(text)
