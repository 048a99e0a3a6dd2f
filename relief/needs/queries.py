"""What the hospitals are missing."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from relief.core import rows
from relief.core.db import db
from relief.core.paging import Listing, Page, page_of
from relief.core.text import search_key
from relief.hospitals.models import Hospital
from relief.needs.models import OPEN_NEEDS, WAITING_NEEDS, Need, NeedLine, NeedStatus, Priority

EVERY = "every"
"""The state of a list that is not narrowed: without it only what still waits is shown."""


def get_need(need_id: UUID) -> Need:
    """Return a need of the chapter. Raise RowMissing."""
    return rows.get(Need, need_id)


def get_line(line_id: UUID) -> NeedLine:
    """Return a line of a need of the chapter. Raise RowMissing."""
    return rows.get(NeedLine, line_id)


def count_submitted() -> int:
    """Return how many needs wait to be approved."""
    return rows.count(Need, Need.status == NeedStatus.SUBMITTED)


def whole_need(need_id: UUID) -> Need:
    """Return a need with its hospital, lines and deliveries. Raise RowMissing."""
    found = db.session.scalars(
        sa.select(Need)
        .where(Need.id == need_id)
        .options(
            joinedload(Need.hospital),
            selectinload(Need.deliveries),
            selectinload(Need.lines).joinedload(NeedLine.item),
        )
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise rows.RowMissing(Need.__name__)
    return found


def page_of_needs(
    listing: Listing,
    *,
    text: str = "",
    hospital_id: UUID | None = None,
    status: str = "",
    priority: Priority | None = None,
) -> Page[Need]:
    """Return one page of needs by reference, hospital's name or whoever asked.

    Without `status` only what waits for somebody is listed; `EVERY` lists all.
    """
    statement = (
        sa.select(Need)
        .join(Hospital, Hospital.id == Need.hospital_id)
        .options(joinedload(Need.hospital), selectinload(Need.lines).joinedload(NeedLine.item))
    )
    if text:
        statement = statement.where(
            Hospital.search_key.contains(search_key(text), autoescape=True)
            | Need.reference.contains(text.upper(), autoescape=True)
        )
    if hospital_id is not None:
        statement = statement.where(Need.hospital_id == hospital_id)
    if priority is not None:
        statement = statement.where(Need.priority == priority)
    if not status:
        statement = statement.where(Need.status.in_(WAITING_NEEDS))
    elif status != EVERY:
        statement = statement.where(Need.status == NeedStatus(status))
    columns = {
        "urgency": Need.urgency,
        "needed": Need.needed_by,
        "reference": Need.reference,
        "created": Need.created_at,
        "priority": Need.priority_rank,
    }
    return page_of(statement, listing, columns=columns, row_id=Need.id)


def waiting_of(hospital_id: UUID, *, limit: int = 20) -> list[Need]:
    """Return what a hospital waits for, with its lines, the most urgent first."""
    return list(
        db.session.scalars(
            sa.select(Need)
            .where(Need.hospital_id == hospital_id, Need.status.in_(WAITING_NEEDS))
            .options(selectinload(Need.lines).joinedload(NeedLine.item))
            .order_by(Need.priority_rank, Need.needed_by, Need.id)
            .limit(limit)
        )
    )


def recent_of(hospital_id: UUID, *, limit: int = 5) -> list[Need]:
    """Return what a hospital asked for last, with its lines, the newest first; no drafts of staff."""
    return list(
        db.session.scalars(
            sa.select(Need)
            .where(Need.hospital_id == hospital_id, Need.status != NeedStatus.DRAFT)
            .options(selectinload(Need.lines).joinedload(NeedLine.item))
            .order_by(Need.created_at.desc(), Need.id.desc())
            .limit(limit)
        )
    )


def last_of(hospital_id: UUID) -> Need | None:
    """Return what a hospital asked for last, with its lines."""
    return next(iter(recent_of(hospital_id, limit=1)), None)


def count_unread_of(link_id: UUID) -> int:
    """Return how many requests that came by a link wait for somebody to decide."""
    return rows.count(Need, Need.link_id == link_id, Need.status == NeedStatus.SUBMITTED)


def open_choices() -> list[tuple[UUID, str]]:
    """Return the approved needs that still miss something, for choosing, the most urgent first."""
    found = db.session.execute(
        sa.select(Need.id, Need.reference, Hospital.name)
        .join(Hospital, Hospital.id == Need.hospital_id)
        .where(Need.status.in_(OPEN_NEEDS))
        .order_by(Need.priority_rank, Need.needed_by, Need.id)
    )
    return [(row.id, f"{row.reference} · {row.name}") for row in found]


def hospital_choices() -> list[tuple[UUID, str]]:
    """Return the hospitals that have asked for something, by name."""
    found = db.session.execute(
        sa.select(Hospital.id, Hospital.name)
        .where(sa.exists().where(Need.hospital_id == Hospital.id))
        .order_by(Hospital.search_key, Hospital.id)
    )
    return [(row.id, row.name) for row in found]


def need_of_form(nonce: UUID | None) -> Need | None:
    """Return the need that a form wrote down, if it was sent before."""
    if nonce is None:
        return None
    return db.session.scalars(sa.select(Need).where(Need.nonce == nonce)).first()
