"""Take a promise in and answer it; what arrives for it is counted in `fulfilment`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict, Unpack
from uuid import UUID

from relief.audit.actions import record
from relief.audit.queries import who_did
from relief.campaigns.models import Campaign, CampaignEarmark
from relief.chapters.queries import get_chapter
from relief.core import clock, rows, tenancy
from relief.core.db import db
from relief.core.events import announce
from relief.core.money import Money
from relief.core.references import next_reference
from relief.core.text import clean_text, has_substance
from relief.core.words import word
from relief.donors.models import Donor
from relief.pledges import emails, queries
from relief.pledges.errors import (
    CampaignTakesNoPledges,
    EarmarkNotOffered,
    GiftNotTaken,
    NothingPledged,
    PlanNotPossible,
    PledgeAlreadyDecided,
    ReasonMissing,
)
from relief.pledges.events import PledgeAccepted
from relief.pledges.fulfilment import count_goods, count_payment, uncount_payment
from relief.pledges.models import (
    LineKind,
    PlanFrequency,
    Pledge,
    PledgeEarmark,
    PledgeLine,
    PledgeStatus,
    Supporter,
)
from relief.pledges.wall import Named
from relief.stock.models import Item

__all__ = ["count_goods", "count_payment", "uncount_payment"]

PREFIX = "PRO"
MOST_PAYMENTS = 36
"""Three years of months: longer promises are made anew."""
MOVES: dict[PledgeStatus, set[PledgeStatus]] = {
    PledgeStatus.ACCEPTED: {PledgeStatus.SUBMITTED},
    PledgeStatus.DECLINED: {PledgeStatus.SUBMITTED},
    PledgeStatus.CANCELLED: {
        PledgeStatus.SUBMITTED,
        PledgeStatus.ACCEPTED,
        PledgeStatus.PARTIALLY_FULFILLED,
    },
}
"""From which states a person may move a pledge. Fulfilment is counted, never chosen."""

DECISIONS = (
    *(f"pledges:pledge:{state.value}" for state in MOVES),
    "pledges:pledge:fulfilment",
    "pledges:pledge:reopened",
    "pledges:pledge:written_off",
)


@dataclass(frozen=True)
class ContactTyped:
    """Whom to write to, as they wrote it themselves."""

    name: str
    email: str
    phone: str = ""


@dataclass(frozen=True)
class GoodsTyped:
    """One line of promised goods; `value` is the donor's own, for the whole line."""

    item: Item
    quantity: int
    description: str = ""
    value: Money | None = None


class Wishes(TypedDict, total=False):
    """What else a donor may say with a pledge."""

    anonymous: bool
    wants_receipt: bool
    message: str
    language: str
    privacy_version: str
    plan_frequency: PlanFrequency
    plan_count: int
    earmark: CampaignEarmark | None
    supporter: Named | None


def submit_pledge(
    campaign: Campaign,
    *,
    donor: Donor | Callable[[], Donor],
    contact: ContactTyped,
    cash: Money | None,
    goods: Sequence[GoodsTyped],
    nonce: UUID,
    **wishes: Unpack[Wishes],
) -> Pledge:
    """Write a promise down and mail its reference to the donor, once for each nonce.

    `donor` may be a function that finds or makes the donor: it is called only for a new pledge, so
    that a form sent twice makes no second donor either. A plan of payments is for money only.
    Raise CampaignTakesNoPledges, GiftNotTaken, NothingPledged, PlanNotPossible or EarmarkNotOffered.
    """
    sent = queries.pledge_by_nonce(nonce)
    if sent is not None:
        return sent
    _refuse_gift(campaign, cash=cash, goods=goods)
    wished = _wished(campaign, wishes) | _plan(cash, wishes)
    zone = get_chapter(tenancy.chapter_id()).zone
    # The counter's row stays locked until commit: whoever sends the same form now waits here.
    reference = next_reference(PREFIX, clock.today(zone).year)
    sent = queries.pledge_by_nonce(nonce)
    if sent is not None:
        return sent
    giver = donor if isinstance(donor, Donor) else donor()
    pledge = Pledge(
        reference=reference,
        campaign_id=campaign.id,
        donor_id=giver.id,
        status=PledgeStatus.SUBMITTED,
        contact_name=contact.name,
        contact_email=contact.email,
        contact_phone=contact.phone,
        nonce=nonce,
        **wished,
    )
    pledge.lines = _lines(cash, goods)
    db.session.add(pledge)
    db.session.flush()
    after = {"reference": reference, "status": pledge.status, "amount": cash}
    record("pledges:pledge:submitted", pledge, about=giver, after=after)
    emails.received(pledge)
    return pledge


def accept_pledge(pledge: Pledge) -> None:
    """Say yes to a promise, and mail it. Raise PledgeAlreadyDecided."""
    _move(pledge, PledgeStatus.ACCEPTED)
    record("pledges:pledge:accepted", pledge, about=pledge.donor, after={"status": pledge.status})
    emails.accepted(pledge)
    announce(PledgeAccepted(pledge_id=pledge.id))


def decline_pledge(pledge: Pledge, *, reason: str) -> None:
    """Say no to a promise, and mail why. Raise ReasonMissing or PledgeAlreadyDecided."""
    _close(pledge, PledgeStatus.DECLINED, reason=reason)
    emails.declined(pledge)


def cancel_pledge(pledge: Pledge, *, reason: str) -> None:
    """End a promise that will not be kept, and mail why; what arrived stays counted.

    Raise ReasonMissing or PledgeAlreadyDecided.
    """
    _close(pledge, PledgeStatus.CANCELLED, reason=reason)
    emails.cancelled(pledge)


def take_back(pledge: Pledge, *, reason: str) -> None:
    """Cancel by the donor's own hand, while nobody has accepted. Raise as `cancel_pledge` does."""
    if rows.lock(pledge).status is not PledgeStatus.SUBMITTED:
        raise already_decided(pledge)
    cancel_pledge(pledge, reason=reason)


def send_link_again(pledge: Pledge) -> None:
    """Mail the donor the link that follows the pledge once more."""
    emails.link_again(pledge)
    record("pledges:pledge:link_sent", pledge, after={"email": pledge.contact_email})


def _refuse_gift(campaign: Campaign, *, cash: Money | None, goods: Sequence[GoodsTyped]) -> None:
    zone = get_chapter(tenancy.chapter_id()).zone
    if not campaign.takes_pledges(clock.today(zone)):
        raise CampaignTakesNoPledges
    if (cash and not campaign.accepts_cash) or (goods and not campaign.accepts_goods):
        raise GiftNotTaken
    if not cash and not goods:
        raise NothingPledged


def _wished(campaign: Campaign, wishes: Wishes) -> dict[str, Any]:
    """Return what the pledge keeps of the wishes: its own copy of the earmark, and the name to show."""
    kept: dict[str, Any] = dict(wishes)
    earmark, supporter = wishes.get("earmark"), wishes.get("supporter")
    if earmark is not None:
        if earmark.campaign_id != campaign.id:
            raise EarmarkNotOffered
        kept["earmark"] = PledgeEarmark(
            kind=earmark.kind, name=earmark.name, name_en=earmark.name_en
        )
    if supporter is not None:
        kept["supporter"] = Supporter(name=supporter.name, says_what=supporter.says_what)
    return kept


def _plan(cash: Money | None, wishes: Wishes) -> dict[str, Any]:
    """Return the plan that can be kept: one payment unless money is promised in several."""
    frequency = wishes.get("plan_frequency", PlanFrequency.ONCE)
    count = wishes.get("plan_count", 1)
    if cash is None or frequency is PlanFrequency.ONCE:
        return {"plan_frequency": PlanFrequency.ONCE, "plan_count": 1}
    if not 2 <= count <= min(MOST_PAYMENTS, cash.minor):
        raise PlanNotPossible(most=MOST_PAYMENTS)
    return {"plan_frequency": frequency, "plan_count": count}


def _lines(cash: Money | None, goods: Sequence[GoodsTyped]) -> list[PledgeLine]:
    lines = [PledgeLine(position=0, kind=LineKind.CASH, amount=cash)] if cash else []
    return lines + [
        PledgeLine(
            position=position,
            kind=LineKind.GOODS,
            item_id=each.item.id,
            description=each.description,
            quantity=each.quantity,
            amount=each.value,
        )
        for position, each in enumerate(goods, start=1)
    ]


def _close(pledge: Pledge, status: PledgeStatus, *, reason: str) -> None:
    if not has_substance(reason):
        raise ReasonMissing
    before = _move(pledge, status)
    pledge.closing_reason = clean_text(reason)
    db.session.flush()
    record(
        f"pledges:pledge:{status.value}",
        pledge,
        about=pledge.donor,
        before={"status": before},
        after={"status": status, "reason": pledge.closing_reason},
    )


def _move(pledge: Pledge, status: PledgeStatus) -> PledgeStatus:
    """Lock, check and change the state; return the one before. Raise PledgeAlreadyDecided."""
    before = rows.lock(pledge).status
    if before not in MOVES[status]:
        raise already_decided(pledge)
    pledge.status = status
    pledge.decided_at = clock.now()
    db.session.flush()
    return before


def already_decided(pledge: Pledge) -> PledgeAlreadyDecided:
    """Return the refusal that names who was first, and where the pledge stands now."""
    actor = who_did(pledge.id, *DECISIONS) or "Relief"
    return PledgeAlreadyDecided(reference=pledge.reference, actor=actor, state=word(pledge.status))
