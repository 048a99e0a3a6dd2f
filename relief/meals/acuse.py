"""What was eaten, as the hospital or the staff say it, and what never came."""

from dataclasses import dataclass

from relief.core import clock, rows
from relief.core.db import db
from relief.core.text import clean_text, has_substance
from relief.deliveries.models import ProofSource
from relief.meals import emails, queries
from relief.meals.actions import lock_slot, note
from relief.meals.errors import AlreadySettled, CountDiffers, NobodyCooks, ReasonMissing, TooEarly
from relief.meals.models import AHEAD, ANSWERED, MealSlot, SlotStatus
from relief.meals.statements import settlement_of_slot

MOST_CLOSED = 500
"""How many days one run of the daily job closes; the next run takes the rest."""


@dataclass(frozen=True)
class Answer:
    """What somebody who was there says: portions served, who received them, why they differ."""

    served: int
    receiver_name: str
    receiver_title: str = ""
    reason: str = ""


def confirm_slot(slot: MealSlot, *, answer: Answer, source: ProofSource) -> bool:
    """Sign for the meals of a day, once; say whether this call was the one.

    The hospital may answer late: a day that was closed as missed opens again by its acuse, and
    stays in the history. Staff who do so say why. Raise TooEarly, CountDiffers, ReasonMissing,
    NobodyCooks or SlotMoved.
    """
    lock_slot(slot, allowed=(SlotStatus.COMMITTED, *ANSWERED))
    if slot.status is SlotStatus.DELIVERED:
        return False
    if slot.adoption_id is None:
        raise NobodyCooks
    if slot.day > queries.today():
        raise TooEarly(day=slot.day)
    _check(slot, answer, source)
    _answer(slot, answer, source, tag="meals:slot:delivered")
    if slot.day < queries.today():
        emails.answered_late(slot)
    return True


def correct_slot(slot: MealSlot, *, answer: Answer) -> None:
    """Put a signed day right, for staff, with a reason. Raise SlotMoved, AlreadySettled, ReasonMissing."""
    lock_slot(slot, allowed=(SlotStatus.DELIVERED,))
    _refuse_settled(slot)
    if not has_substance(answer.reason):
        raise ReasonMissing
    _answer(slot, answer, slot.source or ProofSource.STAFF, tag="meals:slot:corrected")


def miss_slot(slot: MealSlot, *, reason: str) -> None:
    """Say that nothing came, for staff who know it: also of a day that was signed by mistake.

    Raise ReasonMissing, TooEarly, AlreadySettled or SlotMoved.
    """
    if not has_substance(reason):
        raise ReasonMissing
    lock_slot(slot, allowed=(SlotStatus.COMMITTED, SlotStatus.DELIVERED))
    _refuse_settled(slot)
    if slot.day > queries.today():
        raise TooEarly(day=slot.day)
    _miss(slot, reason=clean_text(reason))


def miss_past() -> int:
    """Close the days that passed without an acuse, a run's share of them; return how many.

    The day after belongs to the hospital: it is asked in the morning and may answer until the
    evening, when this runs. A gap that nobody filled is missed too.
    """
    ids = {slot.id for slot in queries.slots_past(queries.today(), limit=MOST_CLOSED)}
    left = [slot for slot in rows.lock_in_order(MealSlot, ids).values() if slot.status in AHEAD]
    for slot in left:
        _miss(slot, reason="")
    return len(left)


def _refuse_settled(slot: MealSlot) -> None:
    settlement = settlement_of_slot(slot.id)
    if settlement is not None:
        raise AlreadySettled(reference=settlement.intake.reference)


def _check(slot: MealSlot, answer: Answer, source: ProofSource) -> None:
    explained = has_substance(answer.reason)
    if answer.served != slot.portions and not explained:
        raise CountDiffers(served=answer.served, planned=slot.portions)
    if slot.status is SlotStatus.MISSED and source is not ProofSource.LINK and not explained:
        raise ReasonMissing


def _answer(slot: MealSlot, answer: Answer, source: ProofSource, *, tag: str) -> None:
    before, served = slot.status, slot.served
    slot.status, slot.served = SlotStatus.DELIVERED, answer.served
    slot.reason = clean_text(answer.reason)
    slot.receiver_name, slot.receiver_title = answer.receiver_name, answer.receiver_title
    slot.source, slot.answered_at = source, clock.now()
    db.session.flush()
    more = {} if served is None else {"served_before": served}
    note(slot, tag, before=before, served=answer.served, reason=slot.reason, **more)


def _miss(slot: MealSlot, *, reason: str) -> None:
    before = slot.status
    slot.status, slot.served, slot.reason = SlotStatus.MISSED, None, reason
    slot.receiver_name = slot.receiver_title = ""
    slot.source = slot.answered_at = None
    db.session.flush()
    note(slot, "meals:slot:missed", before=before, reason=reason)
