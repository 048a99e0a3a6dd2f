"""Keep the record of each donor true, and one record for each donor."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from relief.audit.actions import record
from relief.audit.queries import who_did
from relief.core import clock, rows
from relief.core.db import db
from relief.core.rfc import normalise_ein, normalise_rfc
from relief.core.text import clean_line, company_key, search_key
from relief.donors import queries
from relief.donors.aliases import refuse_merged
from relief.donors.errors import DonorAlreadyReviewed, MemberNumberTaken
from relief.donors.membership import keep_stay
from relief.donors.models import Contact, Donor


def create_donor(
    *, name: str, rfc: str | None = None, reviewed: bool = True, **details: Any
) -> Donor:
    """Write down a donor, as reviewed unless the public typed it. Raise MemberNumberTaken."""
    details = _tidy(details)
    _refuse_taken(details.get("member_no"))
    name, number = clean_line(name), normalise_rfc(rfc) or None
    donor = Donor(
        name=name,
        name_key=company_key(name),
        search_key=search_key(name),
        rfc=number,
        reviewed_at=clock.now() if reviewed else None,
        **details,
    )
    db.session.add(donor)
    db.session.flush()
    keep_stay(donor)
    record("donors:donor:created", donor, after={"name": name, "rfc": number})
    return donor


def find_or_create(*, name: str, rfc: str | None, email: str, **details: Any) -> Donor:
    """Return the donor that somebody outside named, or a new one for the staff to review.

    The RFC decides first; then the name without legal form and accents, unless both have an RFC
    and they differ. What is already known of a donor is never changed by what the public types.
    """
    known = queries.known_donor(name=name, rfc=rfc)
    if known is not None:
        return known
    return create_donor(name=name, rfc=rfc, email=email, reviewed=False, **details)


def edit_donor(donor: Donor, *, changes: Mapping[str, Any]) -> None:
    """Change what is known of a donor. Raise MemberNumberTaken, DonorMergedAway."""
    rows.lock(donor)
    refuse_merged(donor)
    wanted = _tidy(changes)
    if "rfc" in wanted:
        wanted["rfc"] = normalise_rfc(wanted["rfc"]) or None
    changed = {key: value for key, value in wanted.items() if getattr(donor, key) != value}
    if not changed:
        return
    _refuse_taken(changed.get("member_no"), donor)
    before = {key: getattr(donor, key) for key in changed}
    for key, value in changed.items():
        setattr(donor, key, value)
    donor.name_key, donor.search_key = company_key(donor.name), search_key(donor.name)
    db.session.flush()
    keep_stay(donor)
    record("donors:donor:edited", donor, before=before, after=changed)


def review_donor(donor: Donor) -> None:
    """Say that somebody on the staff looked at it. Raise DonorAlreadyReviewed, DonorMergedAway."""
    rows.lock(donor)
    refuse_merged(donor)
    if donor.reviewed_at is not None:
        raise DonorAlreadyReviewed(
            who=who_did(donor.id, "donors:donor:reviewed", "donors:donor:created")
        )
    donor.reviewed_at = clock.now()
    db.session.flush()
    record("donors:donor:reviewed", donor)


def add_contact(donor: Donor, *, name: str, email: str, **details: Any) -> Contact:
    """Write down somebody to write to; the first one is the one we write to."""
    rows.lock(donor)
    refuse_merged(donor)
    first = not rows.count(Contact, Contact.donor_id == donor.id)
    primary = bool(details.pop("is_primary", False)) or first
    if primary:
        _stand_down(donor)
    contact = Contact(donor_id=donor.id, name=name, email=email, is_primary=primary, **details)
    db.session.add(contact)
    db.session.flush()
    record("donors:contact:added", contact, about=donor, after={"name": name, "email": email})
    return contact


def edit_contact(contact: Contact, *, changes: Mapping[str, Any]) -> None:
    """Change what is known of a contact; making it the main one stands the other down."""
    donor = rows.lock(queries.get_donor(contact.donor_id))
    changed = {key: value for key, value in changes.items() if getattr(contact, key) != value}
    if not changed:
        return
    before = {key: getattr(contact, key) for key in changed}
    if changed.get("is_primary"):
        _stand_down(donor)
    for key, value in changed.items():
        setattr(contact, key, value)
    db.session.flush()
    record("donors:contact:edited", contact, about=donor, before=before, after=changed)


def remove_contact(contact: Contact) -> None:
    """Take somebody off the list: they see nothing of the donor from now on.

    When it was the main contact, whoever has been one for longest is the main one.
    """
    donor = rows.lock(queries.with_contacts(contact.donor_id))
    rest = [each for each in donor.contacts if each.id != contact.id]
    told = {"name": contact.name, "email": contact.email}
    record("donors:contact:removed", contact, about=donor, before=told)
    if contact.is_primary and rest:
        rest[0].is_primary = True
    db.session.delete(contact)
    db.session.flush()
    db.session.expire(donor, ["contacts"])


def _stand_down(donor: Donor) -> None:
    db.session.execute(
        sa.update(Contact)
        .where(Contact.donor_id == donor.id, Contact.is_primary.is_(True))
        .values(is_primary=False)
    )


def _refuse_taken(number: str | None, donor: Donor | None = None) -> None:
    if not number:
        return
    holder = queries.holder_of_member_no(number, other_than=donor.id if donor else None)
    if holder is not None:
        raise MemberNumberTaken(number=number, name=holder.name)


def _tidy(details: Mapping[str, Any]) -> dict[str, Any]:
    """Turn empty numbers into none, so that two donors without one do not collide."""
    tidy = dict(details)
    for column in ("tax_regime", "postal_code", "ein", "member_no"):
        if column in tidy:
            tidy[column] = tidy[column] or None
    if tidy.get("ein"):
        tidy["ein"] = normalise_ein(tidy["ein"])
    return tidy
