"""Arrivals that donors tell beforehand, and the check-in of their sheet at the door."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from flask_babel import format_date
from sqlalchemy.orm import joinedload

from relief.audit.actions import record
from relief.core import clock, context, rows
from relief.core.db import db
from relief.core.references import next_reference
from relief.core.words import word
from relief.intake import emails, queries
from relief.intake.errors import (
    AlreadyCheckedIn,
    AnnouncementWithdrawn,
    NoGoods,
    NoSuchCode,
    TooManyAnnounced,
    TooMuchAnnounced,
)
from relief.intake.models import Announcement, Intake, IntakeLine, IntakeStatus
from relief.periods.actions import refuse_closed
from relief.pledges.errors import PledgeNotStanding
from relief.pledges.models import STANDING, Pledge, PledgeLine
from relief.stock.models import Place
from relief.stock.queries import today

MOST_OPEN = 5
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE = re.compile(f"[{_LETTERS}]{{10}}")
_BETWEEN = re.compile(r"[^A-Z0-9]+")


@dataclass(frozen=True)
class Told:
    """What a donor brings of one line of the pledge: units, in so many boxes."""

    line: PledgeLine
    quantity: int
    boxes: int | None = None


@dataclass(frozen=True)
class Coming:
    """When, where and with whom goods come; the day is the chapter's."""

    place: Place
    on: date
    driver: str = ""
    plates: str = ""


def announce_arrival(
    pledge: Pledge, *, coming: Coming, goods: Sequence[Told], nonce: UUID
) -> Announcement:
    """Keep an arrival that is still to come, under a code of its own. The same nonce gives the same.

    Raise NoGoods, PledgeNotStanding, TooManyAnnounced or TooMuchAnnounced.
    """
    rows.lock(pledge)
    known = queries.intake_by_nonce(nonce)
    if known is not None and known.announcement is not None:
        return known.announcement
    _refuse(pledge, goods)
    intake = Intake(
        reference=next_reference("REC", today().year),
        donor=pledge.donor,
        campaign=pledge.campaign,
        place=coming.place,
        pledge=pledge,
        status=IntakeStatus.ANNOUNCED,
        arrived_on=coming.on,
        delivered_by=" · ".join(filter(None, (coming.driver, coming.plates))),
        nonce=nonce,
        lines=[
            IntakeLine(
                position=number,
                item=each.line.item,
                pledge_line=each.line,
                declared=each.quantity,
                boxes=each.boxes,
            )
            for number, each in enumerate(goods, start=1)
        ],
    )
    db.session.add(intake)
    db.session.flush()
    made = Announcement(
        intake_id=intake.id,
        sheet_code="".join(secrets.choice(_LETTERS) for _letter in range(10)),
        expected_on=coming.on,
        driver=coming.driver,
        plates=coming.plates,
    )
    db.session.add(made)
    db.session.flush()
    after = {"reference": intake.reference, "place": coming.place.name, "planned_for": coming.on}
    record("intake:intake:announced", intake, about=pledge, after=after)
    emails.announced(intake, made)
    return made


def check_in(typed: str) -> Intake:
    """Let an announced arrival in, once: it is at the door from today on, still to be counted.

    `typed` is the code as a hand or a scanner wrote it, or the whole address of the QR. Raise
    NoSuchCode, AlreadyCheckedIn, AnnouncementWithdrawn, PledgeNotStanding or MonthClosed.
    """
    found = _announcement(read_code(typed))
    intake = rows.lock(found.intake)
    db.session.refresh(found)
    if found.checked_in_at is not None:
        raise AlreadyCheckedIn(
            reference=intake.reference,
            actor=found.checked_in_by,
            day=format_date(intake.arrived_on, "long"),
        )
    if intake.status is not IntakeStatus.ANNOUNCED:
        raise AnnouncementWithdrawn(reference=intake.reference)
    refuse_closed(today())
    if intake.pledge is not None and intake.pledge.status not in STANDING:
        raise PledgeNotStanding(reference=intake.pledge.reference, state=word(intake.pledge.status))
    found.checked_in_at, found.checked_in_by = clock.now(), context.current_actor().label
    intake.status, intake.arrived_on = IntakeStatus.ARRIVED, today()
    db.session.flush()
    record(
        "intake:intake:checked_in",
        intake,
        about=intake.pledge or intake.donor,
        before={"status": IntakeStatus.ANNOUNCED},
        after={"status": IntakeStatus.ARRIVED},
    )
    return intake


def read_code(typed: str) -> str:
    """Return the code in what was typed or scanned; '' when there is none.

    A scanner types the whole address of the QR, and on another keyboard's layout other signs
    between its words: the code is the last word of ten letters. People part it in two halves.
    """
    words = [each for each in _BETWEEN.split(typed.upper()) if each]
    halves = "".join(words[-2:])
    return next(
        (each for each in (words[-1] if words else "", halves) if _CODE.fullmatch(each)), ""
    )


def shown_code(code: str) -> str:
    """Return a code as the sheet shows it: `7K2M9-XQ4TD`."""
    return f"{code[:5]}-{code[5:]}"


def announcements_of(pledge_id: UUID) -> list[Announcement]:
    """Return what a donor announced and did not bring yet, by day."""
    return list(
        db.session.scalars(
            sa.select(Announcement)
            .join(Intake, Intake.id == Announcement.intake_id)
            .where(Intake.pledge_id == pledge_id, Intake.status == IntakeStatus.ANNOUNCED)
            .order_by(Announcement.expected_on, Announcement.id)
            .options(joinedload(Announcement.intake).joinedload(Intake.place))
        )
    )


def _announcement(code: str) -> Announcement:
    found = db.session.scalars(
        sa.select(Announcement).where(Announcement.sheet_code == code)
    ).first()
    if found is None:
        raise NoSuchCode
    return found


def _refuse(pledge: Pledge, goods: Sequence[Told]) -> None:
    if pledge.status not in STANDING:
        raise PledgeNotStanding(reference=pledge.reference, state=word(pledge.status))
    if not goods:
        raise NoGoods
    for each in goods:
        if each.quantity > each.line.missing:
            item = each.line.item
            raise TooMuchAnnounced(missing=each.line.missing, item=item.name if item else "")
    if len(announcements_of(pledge.id)) >= MOST_OPEN:
        raise TooManyAnnounced(most=MOST_OPEN)
