"""How a mailbox wants to be written to in a chapter, and which notice it agreed to."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from relief.core.db import db
from relief.donors import actions
from relief.donors.models import Contact
from relief.donors.queries import said_last
from relief.donors.request_models import Purpose
from relief.pledges import language as pledge_language
from relief.pledges.models import Pledge
from relief.portal.access import Door


@dataclass(frozen=True)
class Notice:
    """The version of the privacy notice that stands, and the last one agreed to, with its moment."""

    current: str
    accepted: str = ""
    at: datetime | None = None


def language_of(door: Door) -> str:
    """Return the language that the mailbox is written to in."""
    for contact in _contacts(door):
        return contact.language
    if _is_donors_own(door):
        return door.donor.language
    newest = _pledges(door).order_by(Pledge.submitted_at.desc(), Pledge.id.desc()).limit(1)
    pledge = db.session.scalars(newest).first()
    return pledge.language if pledge is not None else "es"


def speak(door: Door, language: str) -> None:
    """Write to the mailbox in `language` from now on, wherever the chapter wrote it down."""
    for contact in _contacts(door):
        actions.edit_contact(contact, changes={"language": language})
    if _is_donors_own(door):
        actions.edit_donor(door.donor, changes={"language": language})
    pledge_language.speak(door.email, language=language)


def notice_of(door: Door) -> Notice:
    """Return which notice was agreed to last: here, or with a pledge."""
    current = door.chapter.privacy_version
    said = said_last(door.email).get(Purpose.NOTICE)
    if said is not None:
        return Notice(current, said.privacy_version, said.created_at)
    with_notice = _pledges(door).where(Pledge.privacy_version != "")
    newest = with_notice.order_by(Pledge.submitted_at.desc(), Pledge.id.desc()).limit(1)
    pledge = db.session.scalars(newest).first()
    if pledge is None:
        return Notice(current)
    return Notice(current, pledge.privacy_version, pledge.submitted_at)


def _contacts(door: Door) -> list[Contact]:
    return list(
        db.session.scalars(
            sa.select(Contact)
            .where(sa.func.lower(Contact.email) == door.email)
            .order_by(Contact.id)
        )
    )


def _pledges(door: Door) -> sa.Select[Pledge]:
    return sa.select(Pledge).where(sa.func.lower(Pledge.contact_email) == door.email)


def _is_donors_own(door: Door) -> bool:
    return door.whole and door.donor.email.lower() == door.email
