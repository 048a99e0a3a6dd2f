"""Which hospitals there are."""

from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from relief.core import rows
from relief.core.db import db
from relief.core.paging import Listing, Page, page_of
from relief.core.text import search_key
from relief.hospitals.models import Hospital, HospitalContact, HospitalDocument, HospitalStatus

PAPERS_AHEAD = timedelta(days=30)
"""How long before its last day a paper is asked for anew: an office may take weeks to answer."""


def get_hospital(hospital_id: UUID) -> Hospital:
    """Return a hospital of the chapter. Raise RowMissing."""
    return rows.get(Hospital, hospital_id)


def get_contact(contact_id: UUID) -> HospitalContact:
    """Return a contact of a hospital of the chapter. Raise RowMissing."""
    return rows.get(HospitalContact, contact_id)


def get_document(document_id: UUID) -> HospitalDocument:
    """Return a paper of a hospital of the chapter. Raise RowMissing."""
    return rows.get(HospitalDocument, document_id)


def documents_of(hospital_id: UUID) -> list[HospitalDocument]:
    """Return the papers that vet a hospital, those that expire first first."""
    return list(
        db.session.scalars(
            sa.select(HospitalDocument)
            .where(
                HospitalDocument.hospital_id == hospital_id,
                HospitalDocument.withdrawn_at.is_(None),
            )
            .order_by(
                HospitalDocument.expires_on.is_(None),
                HospitalDocument.expires_on,
                HospitalDocument.id,
            )
        )
    )


def document_of_file(hospital_id: UUID, file_hash: str) -> HospitalDocument | None:
    """Return the paper that a file already is at a hospital."""
    return db.session.scalars(
        sa.select(HospitalDocument).where(
            HospitalDocument.hospital_id == hospital_id, HospitalDocument.file_hash == file_hash
        )
    ).first()


def page_of_hospitals(
    listing: Listing,
    *,
    text: str = "",
    city: str = "",
    status: HospitalStatus | None = None,
    papers_until: date | None = None,
) -> Page[Hospital]:
    """Return one page of hospitals whose name holds `text`, whatever its accents.

    With `papers_until`, of those that receive and whose papers end by that day.
    """
    statement = sa.select(Hospital).options(selectinload(Hospital.contacts))
    if text:
        statement = statement.where(Hospital.search_key.contains(search_key(text), autoescape=True))
    if city:
        statement = statement.where(Hospital.city == city)
    if status is not None:
        statement = statement.where(Hospital.status == status)
    if papers_until is not None:
        statement = statement.where(_papers_end(papers_until))
    columns = {"name": Hospital.search_key, "city": Hospital.city, "created": Hospital.created_at}
    return page_of(statement, listing, columns=columns, row_id=Hospital.id)


def count_papers_ending(today: date) -> int:
    """Return how many hospitals receive on papers that end soon, or ended, on a local day."""
    return rows.count(Hospital, _papers_end(today + PAPERS_AHEAD))


def _papers_end(until: date) -> sa.ColumnElement[bool]:
    ending = sa.exists().where(
        HospitalDocument.hospital_id == Hospital.id,
        HospitalDocument.withdrawn_at.is_(None),
        HospitalDocument.expires_on <= until,
    )
    return (Hospital.status == HospitalStatus.APPROVED) & ending


def cities() -> list[str]:
    """Return the cities that have a hospital, in order."""
    return list(db.session.scalars(sa.select(Hospital.city).distinct().order_by(Hospital.city)))


def choices() -> list[tuple[UUID, str]]:
    """Return the hospitals that may receive goods, for choosing, by name."""
    found = db.session.execute(
        sa.select(Hospital.id, Hospital.name, Hospital.city)
        .where(Hospital.status == HospitalStatus.APPROVED)
        .order_by(Hospital.search_key)
    )
    return [(row.id, f"{row.name} · {row.city}") for row in found]


def same_name(name: str, *, other_than: UUID | None = None) -> Hospital | None:
    """Return another hospital of the same name, whatever its accents and capitals."""
    statement = sa.select(Hospital).where(Hospital.search_key == search_key(name))
    if other_than is not None:
        statement = statement.where(Hospital.id != other_than)
    return db.session.scalars(statement).first()
