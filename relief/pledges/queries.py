"""Which pledges there are, and which are still open."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import selectinload
from sqlalchemy.sql.base import ExecutableOption

from relief.core import rows
from relief.core.db import db
from relief.core.paging import Listing, Page, page_of
from relief.core.rows import RowMissing
from relief.core.text import search_key
from relief.donors.models import Donor
from relief.pledges.models import OPEN_PLEDGES, LineKind, Pledge, PledgeLine, PledgeStatus

OFFERED_AT_MOST = 200


@dataclass(frozen=True)
class Sought:
    """What the list of pledges may be narrowed by; None and '' mean any."""

    text: str = ""
    status: PledgeStatus | None = None
    campaign_id: UUID | None = None
    kind: LineKind | None = None
    donor_id: UUID | None = None


def get_pledge(pledge_id: UUID) -> Pledge:
    """Return a pledge of the chapter with its lines, donor and campaign. Raise RowMissing."""
    found = db.session.scalars(
        sa.select(Pledge).where(Pledge.id == pledge_id).options(*whole())
    ).first()
    if found is None:
        raise RowMissing("Pledge")
    return found


def pledge_by_nonce(nonce: UUID) -> Pledge | None:
    """Return the pledge that a form already made, None the first time."""
    return db.session.scalars(sa.select(Pledge).where(Pledge.nonce == nonce)).first()


def page_of_pledges(listing: Listing, sought: Sought) -> Page[Pledge]:
    """Return one page of pledges; `text` is looked for in the reference and the donor's name."""
    statement = sa.select(Pledge).options(*whole())
    if sought.text:
        statement = statement.where(
            Pledge.reference.contains(sought.text.upper(), autoescape=True)
            | Pledge.donor_id.in_(_donors_named(sought.text))
        )
    if sought.status is not None:
        statement = statement.where(Pledge.status == sought.status)
    if sought.campaign_id is not None:
        statement = statement.where(Pledge.campaign_id == sought.campaign_id)
    if sought.donor_id is not None:
        statement = statement.where(Pledge.donor_id == sought.donor_id)
    if sought.kind is not None:
        statement = statement.where(Pledge.id.in_(_with_lines(sought.kind)))
    columns = {"submitted": Pledge.submitted_at, "reference": Pledge.reference}
    return page_of(statement, listing, columns=columns, row_id=Pledge.id)


def open_choices(kind: LineKind, text: str = "") -> list[tuple[UUID, str]]:
    """Return open pledges of money or of goods for choosing, newest first, at most 200."""
    statement = (
        sa.select(Pledge.id, Pledge.reference, Donor.name)
        .join(Donor, Donor.id == Pledge.donor_id)
        .where(Pledge.status.in_(OPEN_PLEDGES), Pledge.id.in_(_with_lines(kind)))
    )
    if text:
        statement = statement.where(
            Pledge.reference.contains(text.upper(), autoescape=True)
            | Donor.search_key.contains(search_key(text), autoescape=True)
        )
    found = db.session.execute(
        statement.order_by(Pledge.submitted_at.desc(), Pledge.id.desc()).limit(OFFERED_AT_MOST)
    )
    return [(row.id, f"{row.reference} · {row.name}") for row in found]


def count_submitted() -> int:
    """Return how many pledges wait for an answer."""
    return rows.count(Pledge, Pledge.status == PledgeStatus.SUBMITTED)


def _donors_named(text: str) -> sa.Select[UUID]:
    return sa.select(Donor.id).where(Donor.search_key.contains(search_key(text), autoescape=True))


def _with_lines(kind: LineKind) -> sa.Select[UUID]:
    return sa.select(PledgeLine.pledge_id).where(PledgeLine.kind == kind)


def whole() -> tuple[ExecutableOption, ...]:
    """Load a pledge with all that its page names; asked for late, when every room is known."""
    return (
        selectinload(Pledge.lines).selectinload(PledgeLine.item),
        selectinload(Pledge.campaign),
        selectinload(Pledge.donor),
        selectinload(Pledge.earmark),
        selectinload(Pledge.supporter),
    )
