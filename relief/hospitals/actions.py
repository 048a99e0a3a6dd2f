"""Keep the record of each hospital true."""

from collections.abc import Mapping
from typing import Any

from relief.audit.actions import record
from relief.core.db import db
from relief.core.text import search_key
from relief.hospitals import queries
from relief.hospitals.errors import HospitalKnown
from relief.hospitals.models import Hospital, HospitalContact, HospitalStatus


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
    """Say whether goods may be sent there."""
    before = hospital.status
    if before is status:
        return
    hospital.status = status
    db.session.flush()
    record(
        "hospitals:hospital:moved", hospital, before={"status": before}, after={"status": status}
    )


def add_contact(hospital: Hospital, *, name: str, **details: Any) -> HospitalContact:
    """Write down somebody at a hospital, who may sign unless `may_sign` is False."""
    contact = HospitalContact(hospital_id=hospital.id, name=name, **details)
    db.session.add(contact)
    db.session.flush()
    record("hospitals:contact:added", contact, about=hospital, after={"name": name})
    return contact
