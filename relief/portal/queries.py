"""For whom a mailbox may speak, and what it may see of each donor.

Two ways in, never mixed up. *Whole*: staff wrote the mailbox down, as a contact of the donor or as
the donor's own address on a record they reviewed. *Own*: somebody typed the mailbox in the public
form; whatever company they named, it opens the pledges that were typed with it and nothing else. A
record that the public made is nobody's: its first writer may not read what the next one writes.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from relief.chapters.models import Chapter
from relief.core import tenancy
from relief.core.db import db
from relief.core.rows import RowMissing
from relief.donors.models import Contact, Donor, DonorMerge
from relief.pledges.models import Pledge


@dataclass(frozen=True)
class Access:
    """One donor that a mailbox may open."""

    chapter_id: UUID
    chapter_name: str
    donor_id: UUID
    donor_name: str
    whole: bool


def accesses(email: str) -> list[Access]:
    """Return every donor that a mailbox (in lower case) may open, in any chapter, whole ones first."""
    found = [_access(row) for row in _rows(_may_open(email))]
    return sorted(found, key=lambda each: (not each.whole, each.chapter_name, each.donor_name))


def access(email: str, donor_id: UUID) -> Access:
    """Return what a mailbox may open of one donor. Raise RowMissing: a stranger's is as absent."""
    row = next(iter(_rows(_may_open(email).where(Donor.id == donor_id))), None)
    if row is None:
        raise RowMissing("Donor")
    return _access(row)


def address_of(email: str) -> str | None:
    """Return a known mailbox as it stands in the records, None for an unknown one.

    Letters go there and not to what was typed: `LAURA@` may be somebody else than `laura@`.
    """
    with tenancy.all_chapters():
        for column in (Contact.email, Donor.email, Pledge.contact_email):
            kept = db.session.scalars(
                sa.select(column).where(sa.func.lower(column) == email).limit(1)
            ).first()
            if kept is not None:
                return kept
    return None


def seen(email: str, donor_id: UUID, *, whole: bool) -> sa.ColumnElement[bool]:
    """Return the condition on pledges that a mailbox may see of a donor, in the chosen chapter."""
    mine = Pledge.donor_id == donor_id
    return mine if whole else sa.and_(mine, sa.func.lower(Pledge.contact_email) == email)


def _may_open(email: str) -> sa.Select[Any]:
    contact = sa.select(Contact.donor_id).where(sa.func.lower(Contact.email) == email)
    typed = sa.select(Pledge.donor_id).where(sa.func.lower(Pledge.contact_email) == email)
    own = sa.and_(sa.func.lower(Donor.email) == email, Donor.reviewed_at.is_not(None))
    whole = sa.or_(Donor.id.in_(contact), own)
    return (
        sa.select(
            Donor.chapter_id,
            Chapter.name.label("chapter_name"),
            Donor.id,
            Donor.name,
            sa.case((whole, sa.true()), else_=sa.false()).label("whole"),
        )
        .join(Chapter, Chapter.id == Donor.chapter_id)
        .where(
            sa.or_(whole, Donor.id.in_(typed)),
            # A record that was merged into another one is an alias for papers, and no door.
            Donor.id.not_in(sa.select(DonorMerge.donor_id)),
        )
    )


def _rows(statement: sa.Select[Any]) -> list[Any]:
    with tenancy.all_chapters():
        return list(db.session.execute(statement))


def _access(row: Any) -> Access:
    return Access(row.chapter_id, row.chapter_name, row.id, row.name, bool(row.whole))
