"""Which goods arrived, and what they still wait for."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from relief.core import rows
from relief.core.db import db
from relief.core.paging import Listing, Page, page_of
from relief.core.text import search_key
from relief.donors.models import Donor
from relief.intake.models import TAKEN_IN, Intake, IntakeLine, IntakeStatus
from relief.intake.rules import TOLERANCE
from relief.stock.models import Place, PlaceKind


class Waiting(StrEnum):
    """What an arrival waits for."""

    COUNT = "count"
    VALUE = "value"


@dataclass(frozen=True)
class Sought:
    """What the list is narrowed by; days are local dates of arrival, both included."""

    text: str = ""
    status: IntakeStatus | None = None
    waiting: Waiting | None = None
    donor_id: UUID | None = None
    place_id: UUID | None = None
    since: date | None = None
    until: date | None = None
    is_off: bool = False


def get_intake(intake_id: UUID) -> Intake:
    """Return an arrival of the chapter with its lines and all they name. Raise RowMissing."""
    found = db.session.scalars(
        sa.select(Intake)
        .where(Intake.id == intake_id)
        .options(
            joinedload(Intake.donor),
            joinedload(Intake.campaign),
            joinedload(Intake.pledge),
            joinedload(Intake.place),
            joinedload(Intake.announcement),
            joinedload(Intake.customs),
            selectinload(Intake.lines).options(
                joinedload(IntakeLine.item),
                joinedload(IntakeLine.lot),
                joinedload(IntakeLine.customs),
            ),
        )
    ).first()
    if found is None:
        raise rows.RowMissing("Intake")
    return found


def get_line(line_id: UUID) -> IntakeLine:
    """Return a line of an arrival of the chapter. Raise RowMissing."""
    return rows.get(IntakeLine, line_id)


def line_of(intake: Intake, line_id: UUID) -> IntakeLine:
    """Return a line of this arrival. Raise RowMissing for any other's."""
    found = next((line for line in intake.lines if line.id == line_id), None)
    if found is None:
        raise rows.RowMissing("IntakeLine")
    return found


def intake_by_nonce(nonce: UUID) -> Intake | None:
    """Return the arrival that a form already made."""
    return db.session.scalars(sa.select(Intake).where(Intake.nonce == nonce)).first()


def page_of_intakes(listing: Listing, sought: Sought) -> Page[Intake]:
    """Return one page of arrivals; the text is part of a reference or of a donor's name."""
    statement = sa.select(Intake).options(
        joinedload(Intake.donor), joinedload(Intake.place), selectinload(Intake.lines)
    )
    for condition in _conditions(sought):
        statement = statement.where(condition)
    columns = {"arrived": Intake.arrived_on, "reference": Intake.reference}
    return page_of(statement, listing, columns=columns, row_id=Intake.id)


def count_waiting(waiting: Waiting) -> int:
    """Return how many arrivals wait to be counted, or to be valued."""
    return rows.count(Intake, _waits(waiting))


def count_off() -> int:
    """Return how many arrivals wait to be valued and are declared far from the price list."""
    return rows.count(Intake, _waits(Waiting.VALUE), _off())


def _conditions(sought: Sought) -> list[sa.ColumnElement[bool]]:
    exact = {
        Intake.status: sought.status,
        Intake.donor_id: sought.donor_id,
        Intake.place_id: sought.place_id,
    }
    found = [column == value for column, value in exact.items() if value is not None]
    if sought.text:
        named = sa.select(Donor.id).where(
            Donor.search_key.contains(search_key(sought.text), autoescape=True)
        )
        reference = Intake.reference.contains(sought.text.upper(), autoescape=True)
        found.append(reference | Intake.donor_id.in_(named))
    if sought.waiting is not None:
        found.append(_waits(sought.waiting))
    if sought.since is not None:
        found.append(Intake.arrived_on >= sought.since)
    if sought.until is not None:
        found.append(Intake.arrived_on <= sought.until)
    if sought.is_off:
        found.append(_off())
    return found


def _off() -> sa.ColumnElement[bool]:
    """Find arrivals with a line whose value is far from the price list, as rules.is_off judges."""
    minor, currency = (
        sa.case(
            (IntakeLine.approved_at.is_not(None), _part("approved_value", part)),
            else_=_part("declared_value", part),
        )
        for part in ("minor", "currency")
    )
    listed, listed_in = _part("reference_value", "minor"), _part("reference_value", "currency")
    numerator, denominator = TOLERANCE.as_integer_ratio()
    far = sa.func.abs(minor - listed) * denominator > listed * numerator
    return Intake.id.in_(sa.select(IntakeLine.intake_id).where(far | (currency != listed_in)))


def _part(name: str, part: str) -> sa.ColumnElement[Any]:
    """Return a column under an amount of Money."""
    column: sa.ColumnElement[Any] = getattr(IntakeLine, f"{name}_{part}")
    return column


def _waits(waiting: Waiting) -> sa.ColumnElement[bool]:
    if waiting is Waiting.COUNT:
        return at_the_door()
    unvalued = sa.select(IntakeLine.intake_id).where(
        IntakeLine.received > 0, IntakeLine.approved_at.is_(None)
    )
    return Intake.status.in_(TAKEN_IN) & Intake.id.in_(unvalued)


def at_the_door() -> sa.ColumnElement[bool]:
    """Say which arrivals wait to be counted by us; what goes straight to a hospital does not."""
    straight = sa.select(Place.id).where(Place.kind == PlaceKind.DIRECT)
    return (Intake.status == IntakeStatus.ARRIVED) & Intake.place_id.not_in(straight)
