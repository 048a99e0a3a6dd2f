"""Changes that contacts ask for, and what staff decide. Nothing changes before somebody approves it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from relief.audit.actions import record
from relief.audit.queries import who_did
from relief.core import clock, rows
from relief.core.db import db
from relief.core.paging import Listing, Page, page_of
from relief.core.rows import RowMissing
from relief.core.text import has_substance
from relief.donors import actions
from relief.donors.models import Contact, Donor
from relief.donors.request_errors import (
    ContactGone,
    ContactKnown,
    NothingToChange,
    ReasonNeeded,
    RequestDecided,
    RequestWaits,
)
from relief.donors.request_models import DataRequest, RequestKind, RequestStatus

FACTS = ("name", "rfc", "tax_regime", "postal_code", "ein", "address", "city", "phone")
"""What a contact may ask to be corrected; who may write for a donor is asked for by contact."""

DECIDED = {
    RequestStatus.APPROVED: "donors:request:approved",
    RequestStatus.REJECTED: "donors:request:rejected",
}


@dataclass(frozen=True)
class Asked:
    """Who asks, in what language the answer goes, and the mark of their form."""

    by: str
    language: str
    nonce: UUID


def ask_correction(
    donor: Donor, *, wanted: Mapping[str, Any], note: str, asked: Asked
) -> DataRequest:
    """Keep the values that differ from what is known. Raise NothingToChange or RequestWaits."""
    differs = {
        key: wanted[key] or ""
        for key in FACTS
        if key in wanted and (wanted[key] or "") != (getattr(donor, key) or "")
    }
    if not differs:
        raise NothingToChange
    return _ask(donor, RequestKind.DATA, proposed=differs, asked=asked, note=note)


def ask_contact(donor: Donor, *, person: Mapping[str, Any], asked: Asked) -> DataRequest:
    """Ask for somebody to be added, who may then see all of the donor. Raise ContactKnown."""
    if any(_same(contact, person["email"]) for contact in donor.contacts):
        raise ContactKnown
    told = {key: person.get(key) or "" for key in ("name", "title", "email", "phone", "language")}
    return _ask(donor, RequestKind.ADD_CONTACT, proposed=told, asked=asked)


def ask_removal(donor: Donor, *, contact: Contact, asked: Asked) -> DataRequest:
    """Ask for somebody to be taken off the list."""
    told = {"name": contact.name, "email": contact.email}
    return _ask(donor, RequestKind.REMOVE_CONTACT, proposed=told, asked=asked)


def approve(request: DataRequest) -> None:
    """Do what was asked for; receipts that were issued stay as they are.

    Raise RequestDecided, which names who was first, ContactKnown, ContactGone, or what the change
    itself refuses.
    """
    donor = rows.lock(_locked(request).donor)
    proposed = dict(request.proposed)
    if request.kind is RequestKind.DATA:
        actions.edit_donor(donor, changes=proposed)
    elif request.kind is RequestKind.ADD_CONTACT:
        if any(_same(contact, proposed["email"]) for contact in donor.contacts):
            raise ContactKnown
        actions.add_contact(donor, **proposed)
    else:
        leaving = [each for each in donor.contacts if _same(each, proposed["email"])]
        if not leaving:
            raise ContactGone
        for contact in leaving:
            actions.remove_contact(contact)
    _decide(request, RequestStatus.APPROVED, "")


def reject(request: DataRequest, *, answer: str) -> None:
    """Leave everything as it is, and say why. Raise RequestDecided or ReasonNeeded."""
    if not has_substance(answer):
        raise ReasonNeeded
    _decide(_locked(request), RequestStatus.REJECTED, answer)


def get_request(request_id: UUID) -> DataRequest:
    """Return a request of the chapter with its donor and contacts. Raise RowMissing."""
    found = db.session.scalars(_whole().where(DataRequest.id == request_id)).first()
    if found is None:
        raise RowMissing("DataRequest")
    return found


def page_of_requests(listing: Listing, *, status: RequestStatus | None) -> Page[DataRequest]:
    """Return one page of requests, of one state if one is named."""
    statement = _whole()
    if status is not None:
        statement = statement.where(DataRequest.status == status)
    columns = {"sent": DataRequest.created_at}
    return page_of(statement, listing, columns=columns, row_id=DataRequest.id)


def requests_of(donor_id: UUID, *, limit: int = 20) -> list[DataRequest]:
    """Return the last requests about a donor, the newest first."""
    return list(
        db.session.scalars(
            sa.select(DataRequest)
            .where(DataRequest.donor_id == donor_id)
            .order_by(DataRequest.created_at.desc(), DataRequest.id.desc())
            .limit(limit)
        )
    )


def count_waiting() -> int:
    """Return how many requests wait for the staff."""
    return rows.count(DataRequest, DataRequest.status == RequestStatus.PENDING)


def _ask(
    donor: Donor, kind: RequestKind, *, proposed: dict[str, Any], asked: Asked, note: str = ""
) -> DataRequest:
    rows.lock(donor)
    for known in requests_of(donor.id, limit=100):
        if known.nonce == asked.nonce:
            return known
        waits = known.status is RequestStatus.PENDING
        if waits and (known.kind, known.proposed) == (kind, proposed):
            raise RequestWaits
    request = DataRequest(
        donor_id=donor.id,
        kind=kind,
        proposed=proposed,
        note=note,
        asked_by=asked.by,
        language=asked.language,
        nonce=asked.nonce,
    )
    db.session.add(request)
    db.session.flush()
    record("donors:request:sent", request, about=donor, after={"kind": kind})
    return request


def _locked(request: DataRequest) -> DataRequest:
    rows.lock(request)
    if request.status is not RequestStatus.PENDING:
        who = who_did(request.id, "donors:request:approved", "donors:request:rejected")
        raise RequestDecided(who=who)
    return request


def _decide(request: DataRequest, status: RequestStatus, answer: str) -> None:
    request.status, request.answer, request.decided_at = status, answer, clock.now()
    db.session.flush()
    told = {"kind": request.kind, "reason": answer}
    record(DECIDED[status], request, about=request.donor, after=told)


def _same(contact: Contact, email: str) -> bool:
    return contact.email.lower() == email.strip().lower()


def _whole() -> sa.Select[DataRequest]:
    donor = joinedload(DataRequest.donor)
    return sa.select(DataRequest).options(donor.selectinload(Donor.contacts))
