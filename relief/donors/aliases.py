"""Donors that were merged into another one: what was printed for them is found under both."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from relief.core.db import db
from relief.donors.errors import DonorMergedAway
from relief.donors.models import Donor, DonorMerge


def standing() -> sa.ColumnElement[bool]:
    """Return the condition that a donor was not merged into another one."""
    return Donor.id.not_in(sa.select(DonorMerge.donor_id))


def merge_of(donor_id: UUID) -> DonorMerge | None:
    """Return how a donor became another one, None for one that stands."""
    return db.session.scalars(
        sa.select(DonorMerge)
        .where(DonorMerge.donor_id == donor_id)
        .options(joinedload(DonorMerge.into))
    ).first()


def follow(donor: Donor) -> Donor:
    """Return the donor that this one was merged into, or itself. Aliases never form a chain."""
    merge = merge_of(donor.id)
    return donor if merge is None else merge.into


def with_aliases(donor_id: UUID) -> sa.Select[UUID]:
    """Return a select of the ids under which a donor's papers were written: its own and old ones."""
    return sa.select(Donor.id).where(
        sa.or_(
            Donor.id == donor_id,
            Donor.id.in_(sa.select(DonorMerge.donor_id).where(DonorMerge.into_id == donor_id)),
        )
    )


def aliases_of(donor_id: UUID) -> list[DonorMerge]:
    """Return who was merged into a donor, the oldest first."""
    return list(
        db.session.scalars(
            sa.select(DonorMerge)
            .where(DonorMerge.into_id == donor_id)
            .order_by(DonorMerge.merged_at, DonorMerge.id)
            .options(joinedload(DonorMerge.donor))
        )
    )


def refuse_merged(donor: Donor) -> None:
    """Raise DonorMergedAway for a donor that is an alias: what it was goes on under another row."""
    merge = merge_of(donor.id)
    if merge is not None:
        raise DonorMergedAway(who=merge.merged_by, name=donor.name, into=merge.into.name)
