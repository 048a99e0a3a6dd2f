"""Companies take days on, and give them back while somebody else can still cook."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypedDict, Unpack
from uuid import UUID

from relief.audit.actions import record
from relief.campaigns.models import Campaign
from relief.core import rows
from relief.core.db import db
from relief.core.references import next_reference
from relief.core.text import clean_text, has_substance
from relief.core.words import word
from relief.donors.models import Donor
from relief.meals import emails, queries
from relief.meals.actions import keep, lock_slot, note
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
from relief.meals.models import MealAdoption, MealSlot, SlotStatus

PREFIX = "ADO"
MOST_AT_ONCE = 62
"""Days that one form takes on: two months of one shift."""
MOST_UNKNOWN = 31
"""Days to come of a company that no member of staff has looked at yet."""


@dataclass(frozen=True)
class Writer:
    """Whom to write to about the days, as they wrote it themselves."""

    name: str
    email: str
    phone: str = ""


class Wishes(TypedDict, total=False):
    """What else a company may say."""

    language: str
    shown_name: str
    message: str
    privacy_version: str


@dataclass(frozen=True)
class Adopted:
    """What a form brought: the days it took on, and those that somebody else had a moment before."""

    adoption: MealAdoption
    slots: Sequence[MealSlot]
    taken: Sequence[MealSlot]


def adopt(
    campaign: Campaign,
    *,
    slot_ids: set[UUID],
    donor: Donor | Callable[[], Donor],
    writer: Writer,
    nonce: UUID,
    **wishes: Unpack[Wishes],
) -> Adopted:
    """Take on the chosen days that are still open, mail the list, once for each nonce.

    Of two companies that choose one day the first gets it; the other keeps the rest of its choice
    and is told. Days of other campaigns, and days that came, count as not chosen. Raise
    CampaignOver, NothingChosen, TooManyChosen, AllTaken or TooManyHeld.
    """
    known = queries.adoption_of_form(nonce)
    if known is not None:
        return _again(known)
    _check(campaign, slot_ids)
    reference = next_reference(PREFIX, queries.today().year)
    known = queries.adoption_of_form(nonce)
    if known is not None:
        return _again(known)
    chosen = _locked(campaign, slot_ids)
    free = [slot for slot in chosen if slot.status is SlotStatus.OPEN]
    if not chosen:
        raise NothingChosen
    if not free:
        raise AllTaken
    giver = donor if isinstance(donor, Donor) else donor()
    _refuse_flood(giver, len(free))
    adoption = MealAdoption(
        reference=reference,
        campaign_id=campaign.id,
        donor_id=giver.id,
        contact_name=writer.name,
        contact_email=writer.email,
        contact_phone=writer.phone,
        nonce=nonce,
        **wishes,
    )
    db.session.add(adoption)
    db.session.flush()
    _commit(adoption, free)
    taken = [slot for slot in chosen if slot not in free]
    record(
        "meals:adoption:made",
        adoption,
        about=giver,
        after={"reference": reference, "days": len(free), "taken_before": len(taken)},
    )
    emails.adopted(adoption, free, taken)
    return Adopted(adoption, free, taken)


def withdraw(slot: MealSlot, *, reason: str) -> None:
    """Give a day back before it comes: the gap shows again, on the board and on the staff's day.

    Raise ReasonMissing, SlotMoved, or TooLate on the day itself.
    """
    adoption = _release(slot, reason=reason, until_the_eve=True)
    emails.taken_off(adoption, [slot], reason=clean_text(reason))


def release(slot: MealSlot, *, reason: str) -> None:
    """Take a day from a company, for staff, even on the day itself, and tell the company why.

    Raise ReasonMissing or SlotMoved.
    """
    adoption = _release(slot, reason=reason, until_the_eve=False)
    emails.taken_off(adoption, [slot], reason=clean_text(reason))


def assign(slot: MealSlot, *, donor: Donor, writer: Writer, nonce: UUID) -> MealAdoption:
    """Note that a company cooks that day, as it told the staff; also of a day that nobody had.

    Raise SlotMoved.
    """
    known = queries.adoption_of_form(nonce)
    if known is not None:
        return known
    reference = next_reference(PREFIX, queries.today().year)
    lock_slot(slot, allowed=(SlotStatus.OPEN, SlotStatus.MISSED))
    if slot.adoption_id is not None:
        raise SlotMoved(status=word(slot.status))
    adoption = MealAdoption(
        reference=reference,
        campaign_id=slot.programme.campaign_id,
        donor_id=donor.id,
        contact_name=writer.name,
        contact_email=writer.email,
        contact_phone=writer.phone,
        language=donor.language,
        nonce=nonce,
    )
    db.session.add(adoption)
    db.session.flush()
    before, slot.adoption_id = slot.status, adoption.id
    if before is SlotStatus.OPEN:
        slot.status = SlotStatus.COMMITTED
    keep(slot)
    note(slot, "meals:slot:assigned", before=before, company=donor.name, reference=reference)
    return adoption


def _release(slot: MealSlot, *, reason: str, until_the_eve: bool) -> MealAdoption:
    if not has_substance(reason):
        raise ReasonMissing
    lock_slot(slot, allowed=(SlotStatus.COMMITTED,))
    if until_the_eve and slot.day <= queries.today():
        raise TooLate
    adoption = queries.get_adoption(slot.adoption_id) if slot.adoption_id else None
    assert adoption is not None  # noqa: S101 - the table says so of every committed day
    slot.status, slot.adoption_id, slot.kitchen_id = SlotStatus.OPEN, None, None
    keep(slot)
    note(
        slot,
        "meals:slot:released",
        before=SlotStatus.COMMITTED,
        company=adoption.donor.name,
        reason=clean_text(reason),
    )
    return adoption


def _check(campaign: Campaign, slot_ids: set[UUID]) -> None:
    if not campaign.takes_pledges(queries.today()):
        raise CampaignOver
    if not slot_ids:
        raise NothingChosen
    if len(slot_ids) > MOST_AT_ONCE:
        raise TooManyChosen(most=MOST_AT_ONCE)


def _locked(campaign: Campaign, slot_ids: set[UUID]) -> list[MealSlot]:
    """Lock the chosen days of the campaign that have not come yet, in the order of time."""
    found = rows.lock_in_order(MealSlot, slot_ids)
    today = queries.today()
    mine = queries.programmes_of_campaign(campaign.id)
    return sorted(
        (slot for slot in found.values() if slot.programme_id in mine and slot.day > today),
        key=lambda slot: (slot.serves_at, slot.id),
    )


def _refuse_flood(donor: Donor, count: int) -> None:
    if donor.reviewed_at is not None:
        return
    held = queries.count_held(donor.id)
    if held + count > MOST_UNKNOWN:
        raise TooManyHeld(count=held)


def _commit(adoption: MealAdoption, free: Sequence[MealSlot]) -> None:
    for slot in free:
        slot.status, slot.adoption_id = SlotStatus.COMMITTED, adoption.id
    keep(*free)


def _again(adoption: MealAdoption) -> Adopted:
    return Adopted(adoption, list(adoption.slots), [])
