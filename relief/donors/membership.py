"""Who is a member and since when: stays in the association, each with its first and last day."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from flask_babel import format_date

from relief.audit.actions import record
from relief.audit.queries import who_did
from relief.chapters.queries import get_chapter
from relief.core import clock, rows, tenancy
from relief.core.db import db
from relief.donors.aliases import refuse_merged
from relief.donors.errors import (
    AlreadyMember,
    EndsBeforeItBegan,
    MemberNumberTaken,
    NotAMember,
    RejoinsTooEarly,
)
from relief.donors.models import Donor, DonorMembership, MemberState


def stays_of(donor_id: UUID) -> list[DonorMembership]:
    """Return the stays of a donor, the newest first."""
    return list(
        db.session.scalars(
            sa.select(DonorMembership)
            .where(DonorMembership.donor_id == donor_id)
            .order_by(
                DonorMembership.is_open.desc(),
                DonorMembership.ended_on.desc(),
                DonorMembership.created_at.desc(),
            )
        )
    )


def state_of(stays: list[DonorMembership]) -> MemberState:
    """Tell from all stays of a donor what it is now."""
    if any(stay.is_open for stay in stays):
        return MemberState.MEMBER
    return MemberState.FORMER if stays else MemberState.OUTSIDER


def keep_stay(donor: Donor) -> None:
    """Make the open stay agree with what was written on the donor: the last step of each edit.

    Ticking «member» opens a stay, taking the tick away ends it today. Raise RejoinsTooEarly.
    """
    stays = stays_of(donor.id)
    stay = next((each for each in stays if each.is_open), None)
    if donor.is_member and stay is None:
        _open(donor, stays)
    elif donor.is_member and stay is not None:
        if stay.joined_on != donor.joined_on:
            _refuse_overlap(donor.joined_on, stays)
        align(donor, stay)
    elif stay is not None:
        _close(stay, ended_on=today(), reason="")
    db.session.flush()


def align(donor: Donor, stay: DonorMembership) -> None:
    """Write on an open stay what stands on its donor."""
    stay.joined_on, stay.member_no = donor.joined_on, donor.member_no or ""
    db.session.flush()


def open_stay(donor_id: UUID) -> DonorMembership | None:
    """Return the stay that has not ended, None for who is no member."""
    return next((each for each in stays_of(donor_id) if each.is_open), None)


def end_membership(donor: Donor, *, ended_on: date, reason: str) -> None:
    """Note that a member left. Its number stays its own. Raise NotAMember, EndsBeforeItBegan."""
    rows.lock(donor)
    refuse_merged(donor)
    stay = open_stay(donor.id)
    if stay is None:
        raise NotAMember(who=who_did(donor.id, "donors:membership:ended", "donors:donor:edited"))
    if stay.joined_on is not None and ended_on < stay.joined_on:
        raise EndsBeforeItBegan(day=format_date(stay.joined_on, "long"))
    _close(stay, ended_on=ended_on, reason=reason)
    donor.is_member = False
    db.session.flush()
    record(
        "donors:membership:ended",
        stay,
        about=donor,
        after={"ended_on": ended_on, "reason": reason},
    )


def rejoin(donor: Donor, *, joined_on: date, member_no: str = "") -> None:
    """Note that a donor joined, for the first time or again.

    Raise AlreadyMember, RejoinsTooEarly, MemberNumberTaken.
    """
    rows.lock(donor)
    refuse_merged(donor)
    stays = stays_of(donor.id)
    if any(stay.is_open for stay in stays):
        raise AlreadyMember(
            who=who_did(donor.id, "donors:membership:joined", "donors:donor:created")
        )
    if member_no and member_no != donor.member_no:
        _refuse_taken(member_no, donor)
        donor.member_no = member_no
    donor.is_member, donor.joined_on = True, joined_on
    stay = _open(donor, stays)
    record(
        "donors:membership:joined",
        stay,
        about=donor,
        after={"joined_on": joined_on, "member_no": donor.member_no},
    )


def today() -> date:
    """Return the day on the wall of the chosen chapter."""
    return clock.today(get_chapter(tenancy.chapter_id()).zone)


def _open(donor: Donor, stays: list[DonorMembership]) -> DonorMembership:
    _refuse_overlap(donor.joined_on, stays)
    stay = DonorMembership(
        donor_id=donor.id, member_no=donor.member_no or "", joined_on=donor.joined_on, is_open=True
    )
    db.session.add(stay)
    db.session.flush()
    return stay


def _close(stay: DonorMembership, *, ended_on: date, reason: str) -> None:
    # A day of joining that lies ahead would end before it began.
    if stay.joined_on is not None and stay.joined_on > ended_on:
        ended_on = stay.joined_on
    stay.is_open, stay.ended_on, stay.end_reason = False, ended_on, reason


def _refuse_overlap(joined_on: date | None, stays: list[DonorMembership]) -> None:
    last = max((stay.ended_on for stay in stays if stay.ended_on), default=None)
    if joined_on is not None and last is not None and joined_on < last:
        raise RejoinsTooEarly(day=format_date(last, "long"))


def _refuse_taken(number: str, donor: Donor) -> None:
    holder = db.session.scalars(
        sa.select(Donor).where(Donor.member_no == number, Donor.id != donor.id)
    ).first()
    if holder is not None:
        raise MemberNumberTaken(number=number, name=holder.name)
