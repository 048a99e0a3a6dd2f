"""Which donors there are, and which may be the same one twice."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from relief.core import rows
from relief.core.db import db
from relief.core.paging import Listing, Page, page_of
from relief.core.rfc import GENERIC_RFCS, normalise_rfc
from relief.core.text import company_key, search_key
from relief.donors.aliases import follow, standing
from relief.donors.models import Contact, Donor, DonorMembership, MemberState
from relief.donors.request_models import ASKED_FIRST, Consent, Purpose

MOST_CHOICES = 50


def get_donor(donor_id: UUID) -> Donor:
    """Return a donor of the chapter. Raise RowMissing."""
    return rows.get(Donor, donor_id)


def get_contact(contact_id: UUID) -> Contact:
    """Return a contact of a donor of the chapter. Raise RowMissing."""
    return rows.get(Contact, contact_id)


def page_of_donors(
    listing: Listing,
    *,
    text: str = "",
    member: MemberState | None = None,
    to_review: bool | None = None,
) -> Page[Donor]:
    """Return one page of donors; `text` is any part of the name, the RFC or the member number."""
    statement = sa.select(Donor).where(standing())
    if text:
        statement = statement.where(_holds(text))
    if member is not None:
        statement = statement.where(*_in_state(member))
    if to_review is not None:
        unseen = Donor.reviewed_at.is_(None)
        statement = statement.where(unseen if to_review else sa.not_(unseen))
    columns = {"name": Donor.search_key, "city": Donor.city, "created": Donor.created_at}
    return page_of(statement, listing, columns=columns, row_id=Donor.id)


def donor_choices(text: str = "") -> list[tuple[UUID, str]]:
    """Return up to 50 donors for choosing, by name, narrowed by a part of the name or RFC."""
    statement = (
        sa.select(Donor.id, Donor.name).where(standing()).order_by(Donor.search_key, Donor.id)
    )
    if text:
        statement = statement.where(_holds(text))
    found = db.session.execute(statement.limit(MOST_CHOICES))
    return [(row.id, row.name) for row in found]


def choice_named(text: str | None) -> list[tuple[UUID, str]]:
    """Return the donor whose id an address names, as the only choice; none for anything else."""
    try:
        donor = get_donor(UUID(text or ""))
    except (ValueError, LookupError):
        return []
    return [(donor.id, donor.name)]


def all_choices() -> list[tuple[UUID, str]]:
    """Return every donor for choosing, by name."""
    found = db.session.execute(
        sa.select(Donor.id, Donor.name).where(standing()).order_by(Donor.search_key, Donor.id)
    )
    return [(row.id, row.name) for row in found]


def possible_duplicates(donor: Donor) -> list[Donor]:
    """Return other donors with the same RFC or the same name but for legal form and accents.

    SAT's generic RFCs belong to everybody, so they show nothing.
    """
    alike = []
    if donor.name_key:
        alike.append(Donor.name_key == donor.name_key)
    if donor.rfc and donor.rfc not in GENERIC_RFCS:
        alike.append(Donor.rfc == donor.rfc)
    if not alike:
        return []
    return list(
        db.session.scalars(
            sa.select(Donor)
            .where(sa.or_(*alike), Donor.id != donor.id, standing())
            .order_by(Donor.created_at, Donor.id)
            .limit(20)
        )
    )


def known_donor(*, name: str, rfc: str | None) -> Donor | None:
    """Return the oldest donor of that RFC; else of that name, unless both RFCs say otherwise."""
    number = normalise_rfc(rfc) or None
    own = number if number not in GENERIC_RFCS else None
    oldest = sa.select(Donor).order_by(Donor.created_at, Donor.id).limit(1)
    if own:
        found = db.session.scalars(oldest.where(Donor.rfc == own)).first()
        if found is not None:
            return follow(found)
    key = company_key(name)
    if not key:
        return None
    same = oldest.where(Donor.name_key == key)
    if own:
        same = same.where(sa.or_(Donor.rfc.is_(None), Donor.rfc.in_(sorted(GENERIC_RFCS))))
    found = db.session.scalars(same).first()
    return None if found is None else follow(found)


def _in_state(member: MemberState) -> list[sa.ColumnElement[bool]]:
    """Return the conditions of a state; whoever left is no member now either."""
    found: list[sa.ColumnElement[bool]] = [Donor.is_member.is_(member is MemberState.MEMBER)]
    if member is MemberState.FORMER:
        found.append(Donor.id.in_(sa.select(DonorMembership.donor_id)))
    return found


def holder_of_member_no(number: str, *, other_than: UUID | None = None) -> Donor | None:
    """Return the donor that holds a membership number."""
    statement = sa.select(Donor).where(Donor.member_no == number)
    if other_than is not None:
        statement = statement.where(Donor.id != other_than)
    return db.session.scalars(statement).first()


def with_contacts(donor_id: UUID) -> Donor:
    """Return a donor with its contacts loaded. Raise RowMissing."""
    donor = db.session.scalars(
        sa.select(Donor).where(Donor.id == donor_id).options(selectinload(Donor.contacts))
    ).first()
    if donor is None:
        raise rows.RowMissing("Donor")
    return donor


def may_write(email: str, purpose: str) -> bool:
    """Say whether a mailbox may be written to for a purpose: `reminders`, `thanks` or `news`.

    What its owner said last decides. Before they said anything, reminders and thanks belong to
    the gift and may go; news may not. Receipts and answers about a gift are never asked about.
    """
    wish = said_last(email).get(Purpose(purpose))
    return wish.given if wish is not None else Purpose(purpose) not in ASKED_FIRST


def said_last(email: str) -> dict[Purpose, Consent]:
    """Return the last word of a mailbox's owner about each purpose, in the chosen chapter."""
    told = db.session.scalars(
        sa.select(Consent)
        .where(Consent.email == email.strip().lower())
        .order_by(Consent.created_at, Consent.id)
    )
    return {each.purpose: each for each in told}


def _holds(text: str) -> sa.ColumnElement[bool]:
    number = normalise_rfc(text)
    found = [Donor.search_key.contains(search_key(text), autoescape=True)]
    if number:
        found += [
            Donor.rfc.contains(number, autoescape=True),
            Donor.member_no.contains(number, autoescape=True),
        ]
    return sa.or_(*found)
