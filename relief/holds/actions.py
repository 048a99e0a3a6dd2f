"""Hold what a company will bring, let it go again, or turn it into a promise."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Unpack
from uuid import UUID

from relief.audit.actions import record
from relief.campaigns.models import Campaign
from relief.chapters.queries import get_chapter
from relief.core import clock, outbox, rows, tenancy
from relief.core.db import db
from relief.core.references import next_reference
from relief.core.text import clean_text, has_substance
from relief.core.words import word
from relief.donors.models import Donor
from relief.holds import emails, queries
from relief.holds.errors import (
    HoldMoved,
    HoldOver,
    LineGone,
    LinesGone,
    NeedNotOpen,
    NothingHeld,
    NothingLeft,
    ReasonMissing,
    TooManyHolds,
)
from relief.holds.models import LIFE, Aim, Hold, HoldLine, HoldStatus
from relief.needs.models import OPEN_NEEDS, Need, NeedLine
from relief.pledges import actions as pledges
from relief.pledges.actions import ContactTyped, GoodsTyped, Wishes
from relief.pledges.errors import CampaignTakesNoPledges, GiftNotTaken
from relief.pledges.models import Pledge

PREFIX = "APA"
MOST_LIVE = 5
"""How many holds one address keeps at a time: whoever holds everything gives nothing yet."""
TELL = "holds.tell_expired"


@dataclass(frozen=True)
class Offered:
    """So many units that a company gives of one line of a need."""

    line: NeedLine
    quantity: int


@dataclass(frozen=True)
class Company:
    """Who holds, and whom to write to, as they typed it."""

    name: str
    contact: ContactTyped
    language: str = "es"
    privacy_version: str = ""


def hold_goods(
    need: Need,
    *,
    campaign: Campaign,
    company: Company,
    offered: Sequence[Offered],
    nonce: UUID,
) -> Hold:
    """Keep goods for a company until LIFE has passed, and mail it the link that confirms.

    Two companies that ask for the last boxes wait for each other here: the second is told what is
    left. The same nonce gives the same hold. Raise NothingHeld, NeedNotOpen, TooManyHolds,
    LinesGone, CampaignTakesNoPledges or GiftNotTaken.
    """
    rows.lock(need)
    known = queries.hold_by_nonce(nonce)
    if known is not None:
        return known
    _refuse(need, campaign, offered)
    if queries.count_live(company.contact.email) >= MOST_LIVE:
        raise TooManyHolds(most=MOST_LIVE)
    zone = get_chapter(tenancy.chapter_id()).zone
    hold = Hold(
        reference=next_reference(PREFIX, clock.today(zone).year),
        campaign=campaign,
        need=need,
        donor_name=company.name,
        contact_name=company.contact.name,
        contact_email=company.contact.email,
        contact_phone=company.contact.phone,
        language=company.language,
        privacy_version=company.privacy_version,
        nonce=nonce,
        held_at=clock.now(),
        expires_at=clock.now() + LIFE,
        lines=[
            HoldLine(position=position, need_line=each.line, quantity=each.quantity)
            for position, each in enumerate(offered, 1)
        ],
    )
    db.session.add(hold)
    db.session.flush()
    after = {"reference": hold.reference, "donor": hold.donor_name, "lines": _told(hold)}
    record("holds:hold:made", hold, about=need, after=after)
    _tell_later(hold)
    emails.made(hold)
    return hold


def confirm_hold(
    hold: Hold,
    *,
    donor: Donor | Callable[[], Donor],
    contact: ContactTyped,
    **wishes: Unpack[Wishes],
) -> Pledge:
    """Turn a hold into a pledge of goods whose lines are aimed at the need, once.

    Raise HoldOver, NeedNotOpen, and what submit_pledge raises.
    """
    rows.lock(hold)
    if hold.pledge is not None:
        return hold.pledge
    if hold.state is not HoldStatus.HELD:
        raise HoldOver(reference=hold.reference)
    if rows.lock(hold.need).status not in OPEN_NEEDS:
        raise NeedNotOpen(hospital=hold.need.hospital.name)
    pledge = pledges.submit_pledge(
        hold.campaign,
        donor=donor,
        contact=contact,
        cash=None,
        goods=[GoodsTyped(each.need_line.item, each.quantity) for each in hold.lines],
        nonce=hold.nonce,
        **wishes,
    )
    db.session.add_all(
        Aim(pledge_line=promised, need_line=held.need_line)
        for promised, held in zip(pledge.goods_lines, hold.lines, strict=True)
    )
    hold.pledge, hold.status = pledge, HoldStatus.CONFIRMED
    db.session.flush()
    _record("confirmed", hold, label=pledge.reference)
    return pledge


def give_back(hold: Hold) -> None:
    """Let the company take its own hold back; others may give it at once. Raise HoldMoved."""
    _release(hold)
    _record("given_back", hold)


def release_hold(hold: Hold, *, reason: str) -> None:
    """Take a hold away from a company, and tell it why. Raise ReasonMissing or HoldMoved."""
    if not has_substance(reason):
        raise ReasonMissing
    _release(hold)
    hold.closing_reason = clean_text(reason)
    db.session.flush()
    _record("released", hold, reason=hold.closing_reason)
    emails.released(hold)


def tell_expired(hold: Hold) -> None:
    """Tell a company that its time is over, once; what it held was free already.

    Asked too early, it comes back when the time is over.
    """
    rows.lock(hold)
    if hold.state is HoldStatus.HELD:
        _tell_later(hold)
    if hold.state is not HoldStatus.EXPIRED or hold.told_at is not None:
        return
    hold.told_at = clock.now()
    db.session.flush()
    _record("expired", hold)
    emails.expired(hold)


def _refuse(need: Need, campaign: Campaign, offered: Sequence[Offered]) -> None:
    zone = get_chapter(tenancy.chapter_id()).zone
    if not campaign.takes_pledges(clock.today(zone)):
        raise CampaignTakesNoPledges
    if not campaign.accepts_goods:
        raise GiftNotTaken
    if need.status not in OPEN_NEEDS:
        raise NeedNotOpen(hospital=need.hospital.name)
    if not offered:
        raise NothingHeld
    standing = queries.standing_of([need.id])
    gone = [
        _gone(each.line.id, standing[each.line.id].free)
        for each in offered
        if each.quantity > standing[each.line.id].free
    ]
    if gone:
        raise LinesGone(gone)


def _gone(line_id: UUID, left: int) -> LineGone:
    return LineGone(line_id, left=left) if left else NothingLeft(line_id)


def _release(hold: Hold) -> None:
    rows.lock(hold)
    if hold.state is not HoldStatus.HELD:
        raise HoldMoved(reference=hold.reference, state=word(hold.state))
    hold.status = HoldStatus.RELEASED
    db.session.flush()


def _tell_later(hold: Hold) -> None:
    outbox.add(TELL, {"hold_id": str(hold.id)}, due_at=hold.expires_at)


def _record(verb: str, hold: Hold, **after: str) -> None:
    told: Mapping[str, Any] = {"reference": hold.reference, "donor": hold.donor_name, **after}
    record(f"holds:hold:{verb}", hold, about=hold.need, after=dict(told))


def _told(hold: Hold) -> str:
    return ", ".join(f"{each.quantity} {each.need_line.item.name}" for each in hold.lines)
