"""Keep the record of each hospital true."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import format_date

from relief.audit.actions import record
from relief.core import clock, context, rows
from relief.core.db import db
from relief.core.sent_files import SentFile
from relief.core.text import search_key
from relief.core.words import word
from relief.hospitals import queries
from relief.hospitals.errors import (
    DocumentExpired,
    HospitalKnown,
    HospitalMoved,
    SignerMissing,
)
from relief.hospitals.models import (
    MOVES,
    Hospital,
    HospitalContact,
    HospitalDocument,
    HospitalStatus,
)


def create_hospital(*, name: str, city: str, **details: Any) -> Hospital:
    """Write down a hospital, under review until somebody approves it. Raise HospitalKnown."""
    known = queries.same_name(name)
    if known is not None:
        raise HospitalKnown(name=known.name)
    hospital = Hospital(name=name, search_key=search_key(name), city=city, **details)
    db.session.add(hospital)
    db.session.flush()
    record("hospitals:hospital:created", hospital, after={"name": name, "city": city})
    return hospital


def edit_hospital(hospital: Hospital, *, changes: Mapping[str, Any]) -> None:
    """Change what is known of a hospital. Raise HospitalKnown if the new name is another's."""
    known = queries.same_name(changes.get("name", hospital.name), other_than=hospital.id)
    if known is not None:
        raise HospitalKnown(name=known.name)
    changed = {key: value for key, value in changes.items() if getattr(hospital, key) != value}
    if not changed:
        return
    before = {key: getattr(hospital, key) for key in changed}
    for key, value in changed.items():
        setattr(hospital, key, value)
    hospital.search_key = search_key(hospital.name)
    db.session.flush()
    record("hospitals:hospital:edited", hospital, before=before, after=changed)


def move_hospital(hospital: Hospital, status: HospitalStatus) -> None:
    """Say whether goods may be sent there; saying the same again changes nothing.

    Raise HospitalMoved for a way that does not exist, or that somebody else closed meanwhile.
    """
    rows.lock(hospital)
    before = hospital.status
    if before is status:
        return
    if status not in MOVES[before]:
        raise HospitalMoved(name=hospital.name, status=word(before))
    hospital.status = status
    db.session.flush()
    record(
        "hospitals:hospital:moved", hospital, before={"status": before}, after={"status": status}
    )


def approve_hospital(hospital: Hospital, *, today: date) -> None:
    """Let goods be planned for it. `today` is a local date of the chapter.

    Raise HospitalMoved, SignerMissing while nobody there may sign, and DocumentExpired.
    """
    rows.lock(hospital)
    if not any(contact.may_sign for contact in hospital.contacts):
        raise SignerMissing(name=hospital.name)
    for document in queries.documents_of(hospital.id):
        if document.expires_on is not None and document.expires_on < today:
            raise DocumentExpired(title=document.title, day=format_date(document.expires_on))
    move_hospital(hospital, HospitalStatus.APPROVED)


def add_contact(hospital: Hospital, *, name: str, **details: Any) -> HospitalContact:
    """Write down somebody at a hospital, who may sign unless `may_sign` is False."""
    contact = HospitalContact(hospital_id=hospital.id, name=name, **details)
    db.session.add(contact)
    db.session.flush()
    record("hospitals:contact:added", contact, about=hospital, after={"name": name})
    return contact


def edit_contact(contact: HospitalContact, *, changes: Mapping[str, Any]) -> None:
    """Change what is known of somebody at a hospital, and whether they may sign."""
    rows.lock(contact)
    changed = {key: value for key, value in changes.items() if getattr(contact, key) != value}
    if not changed:
        return
    before = {key: getattr(contact, key) for key in changed}
    for key, value in changed.items():
        setattr(contact, key, value)
    db.session.flush()
    record(
        "hospitals:contact:edited", contact, about=contact.hospital, before=before, after=changed
    )


@dataclass(frozen=True)
class Paper:
    """A paper as it was sent in: the file that is kept under `file_hash`, and what it is."""

    file: SentFile
    file_hash: str
    title: str
    expires_on: date | None = None


def add_document(hospital: Hospital, *, paper: Paper) -> HospitalDocument:
    """Keep a paper that vets a hospital; the same file of the same hospital is the same paper."""
    rows.lock(hospital)
    known = queries.document_of_file(hospital.id, paper.file_hash)
    if known is not None and known.withdrawn_at is None:
        return known
    document = known or HospitalDocument(hospital_id=hospital.id, file_hash=paper.file_hash)
    document.title, document.expires_on = paper.title, paper.expires_on
    document.file_name, document.media_type = paper.file.name, paper.file.media_type
    document.uploaded_by = context.current_actor().label
    document.created_at, document.withdrawn_at = clock.now(), None
    db.session.add(document)
    db.session.flush()
    record(
        "hospitals:document:added",
        document,
        about=hospital,
        after={"name": document.title, "expires_on": document.expires_on},
    )
    return document


def note_taken(document: HospitalDocument) -> None:
    """Remember that somebody took a copy of a paper."""
    record("hospitals:document:taken", document, about=document.hospital, after=_named(document))


def withdraw_document(document: HospitalDocument) -> None:
    """Put a paper aside, as when it was the wrong one; once is enough."""
    rows.lock(document)
    if document.withdrawn_at is not None:
        return
    document.withdrawn_at = clock.now()
    db.session.flush()
    record(
        "hospitals:document:withdrawn", document, about=document.hospital, after=_named(document)
    )


def _named(document: HospitalDocument) -> dict[str, str]:
    return {"name": document.title}
