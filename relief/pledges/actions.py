"""Take a promise in, answer it, and count what arrives for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypedDict, Unpack
from uuid import UUID

from relief.audit.actions import record
from relief.audit.queries import who_did
from relief.campaigns.models import Campaign
from relief.chapters.queries import get_chapter
from relief.core import clock, rows, tenancy
from relief.core.db import db
from relief.core.money import CurrencyMismatch, Money
from relief.core.references import next_reference
from relief.core.text import clean_text, has_substance
from relief.core.words import word
from relief.donors.models import Donor
from relief.pledges import emails, queries
from relief.pledges.errors import (
    CampaignTakesNoPledges,
    GiftNotTaken,
    NoMoneyPledged,
    NothingPledged,
    NotSoMuchCounted,
    PledgeAlreadyDecided,
    PledgeNotStanding,
    ReasonMissing,
)
from relief.pledges.models import STANDING, LineKind, Pledge, PledgeLine, PledgeStatus
from relief.stock.models import Item

PREFIX = "PRO"
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

DECISIONS = (*(f"pledges:pledge:{state.value}" for state in MOVES), "pledges:pledge:fulfilment")


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
    that a form sent twice makes no second donor either. Raise CampaignTakesNoPledges, GiftNotTaken
    or NothingPledged.
    """
    sent = queries.pledge_by_nonce(nonce)
    if sent is not None:
        return sent
    _refuse_gift(campaign, cash=cash, goods=goods)
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
        **wishes,
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
        raise _already_decided(pledge)
    cancel_pledge(pledge, reason=reason)


def count_payment(pledge: Pledge, *, amount: Money) -> None:
    """Count confirmed money for a pledge; the payment itself says what goes beyond the promise.

    Raise NoMoneyPledged, PledgeNotStanding or CurrencyMismatch.
    """
    line = _locked_cash_line(pledge, amount)
    if pledge.status not in STANDING:
        raise PledgeNotStanding(reference=pledge.reference, state=word(pledge.status))
    before = _so_far(pledge, line)
    line.paid_minor += amount.minor
    _settle(pledge)
    _record_fulfilment(pledge, before, _so_far(pledge, line))


def uncount_payment(pledge: Pledge, *, amount: Money) -> None:
    """Take reversed money back out of a pledge, cancelled ones included.

    Raise NoMoneyPledged, NotSoMuchCounted or CurrencyMismatch.
    """
    line = _locked_cash_line(pledge, amount)
    if amount.minor > line.paid_minor:
        raise NotSoMuchCounted(reference=pledge.reference)
    before = _so_far(pledge, line)
    line.paid_minor -= amount.minor
    _settle(pledge)
    _record_fulfilment(pledge, before, _so_far(pledge, line))


def count_goods(line: PledgeLine, *, quantity: int) -> None:
    """Count units that were received for a line of a pledge. Raise PledgeNotStanding."""
    pledge = _locked(line.pledge)
    if pledge.status not in STANDING:
        raise PledgeNotStanding(reference=pledge.reference, state=word(pledge.status))
    before: dict[str, object] = {"quantity": line.received, "status": pledge.status}
    line.received += quantity
    _settle(pledge)
    _record_fulfilment(pledge, before, {"quantity": line.received, "status": pledge.status})


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


def _locked(pledge: Pledge) -> Pledge:
    """Lock a pledge, then its lines in order, as everybody who counts does."""
    rows.lock(pledge)
    rows.lock_in_order(PledgeLine, {line.id for line in pledge.lines})
    return pledge


def _locked_cash_line(pledge: Pledge, amount: Money) -> PledgeLine:
    line = _locked(pledge).cash_line
    if line is None or line.amount is None:
        raise NoMoneyPledged(reference=pledge.reference)
    if amount.currency != line.amount.currency:
        raise CurrencyMismatch(left=line.amount.currency, right=amount.currency)
    return line


def _so_far(pledge: Pledge, line: PledgeLine) -> dict[str, object]:
    currency = line.amount.currency if line.amount else ""
    return {"amount": Money(line.paid_minor, currency), "status": pledge.status}


def _record_fulfilment(pledge: Pledge, before: dict[str, object], after: dict[str, object]) -> None:
    """Remember only what this arrival changed: the state often stays."""
    changed = [name for name in after if after[name] != before[name]]
    old, new = ({name: side[name] for name in changed} for side in (before, after))
    record("pledges:pledge:fulfilment", pledge, before=old, after=new)


def _settle(pledge: Pledge) -> None:
    """Derive the state of a standing pledge from what its lines have counted."""
    if pledge.status in STANDING:
        done = [_is_done(line) for line in pledge.lines]
        begun = any(line.paid_minor or line.received for line in pledge.lines)
        pledge.status = (
            PledgeStatus.FULFILLED
            if all(done)
            else PledgeStatus.PARTIALLY_FULFILLED
            if begun
            else PledgeStatus.ACCEPTED
        )
    db.session.flush()


def _is_done(line: PledgeLine) -> bool:
    if line.kind is LineKind.CASH:
        return line.amount is not None and line.paid_minor >= line.amount.minor
    return line.missing == 0


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
        raise _already_decided(pledge)
    pledge.status = status
    pledge.decided_at = clock.now()
    db.session.flush()
    return before


def _already_decided(pledge: Pledge) -> PledgeAlreadyDecided:
    actor = who_did(pledge.id, *DECISIONS) or "Relief"
    return PledgeAlreadyDecided(reference=pledge.reference, actor=actor, state=word(pledge.status))
