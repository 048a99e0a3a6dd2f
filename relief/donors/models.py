"""Donors: member companies and others, their contacts and what tax papers need of them."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from relief.core import clock
from relief.core.db import Base, status_type, unique_while
from relief.core.tenancy import ChapterOwned, chapter_fk


class DonorKind(StrEnum):
    """Persona moral or persona física."""

    COMPANY = "company"
    PERSON = "person"


class MemberState(StrEnum):
    """What a donor is to the association, as its stays tell."""

    MEMBER = "member"
    FORMER = "former"
    OUTSIDER = "outsider"


class Donor(ChapterOwned, Base):
    """A company or a person who gives. `name` is the razón social as on the constancia fiscal.

    `name_key` and `rfc` find duplicates; `search_key` finds by any part without accents.
    """

    kind: Mapped[DonorKind] = mapped_column(status_type(DonorKind), default=DonorKind.COMPANY)
    name: Mapped[str]
    name_key: Mapped[str]
    search_key: Mapped[str]
    rfc: Mapped[str | None] = mapped_column(sa.String(13))
    tax_regime: Mapped[str | None] = mapped_column(sa.String(3))
    postal_code: Mapped[str | None] = mapped_column(sa.String(5))
    ein: Mapped[str | None] = mapped_column(sa.String(10))
    parent_name: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(sa.String(2), default="MX")
    city: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(sa.String(2), default="es")
    is_member: Mapped[bool] = mapped_column(default=False)
    member_no: Mapped[str | None] = mapped_column(sa.String(20))
    joined_on: Mapped[date | None]
    reviewed_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    contacts: Mapped[list["Contact"]] = relationship(
        primaryjoin="Donor.id == foreign(Contact.donor_id)",
        back_populates="donor",
        order_by="Contact.created_at, Contact.id",
    )

    __table_args__ = (
        sa.UniqueConstraint("chapter_id", "member_no", info={"field": "member_no"}),
        sa.Index("ix_donor_name", "chapter_id", "search_key", "id"),
        sa.Index("ix_donor_rfc", "chapter_id", "rfc"),
        sa.Index("ix_donor_name_key", "chapter_id", "name_key"),
        sa.Index("ix_donor_created", "chapter_id", "created_at", "id"),
    )


class Contact(ChapterOwned, Base):
    """A person to write to at a donor."""

    donor_id: Mapped[UUID]
    name: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    email: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(sa.String(2), default="es")
    is_primary: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    donor: Mapped[Donor] = relationship(
        primaryjoin="Donor.id == foreign(Contact.donor_id)", back_populates="contacts"
    )

    __table_args__ = (
        chapter_fk("donor_id", "donor"),
        sa.Index("ix_contact_donor", "chapter_id", "donor_id"),
    )


class DonorMembership(ChapterOwned, Base):
    """One stay in the association: from the day of joining to the day of leaving, both known or not.

    At most one is open for a donor, and `Donor.is_member` says whether there is one.
    """

    donor_id: Mapped[UUID]
    member_no: Mapped[str] = mapped_column(default="")
    joined_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    is_open: Mapped[bool] = mapped_column(default=True)
    end_reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        chapter_fk("donor_id", "donor"),
        sa.CheckConstraint(
            "joined_on IS NULL OR ended_on IS NULL OR joined_on <= ended_on",
            name="days_in_order",
        ),
        sa.CheckConstraint(
            "(is_open AND ended_on IS NULL) OR (NOT is_open AND ended_on IS NOT NULL)",
            name="open_or_ended",
        ),
        sa.Index("ix_donor_membership_donor", "chapter_id", "donor_id"),
        unique_while("is_open", "uq_donor_membership_open", "chapter_id", "donor_id"),
    )


class DonorMerge(ChapterOwned, Base):
    """A donor that turned out to be another one: its row stays as an alias, for what was printed.

    What it gave was moved; receipts kept its id, and are read through this row.
    """

    donor_id: Mapped[UUID]
    into_id: Mapped[UUID]
    merged_by: Mapped[str]
    merged_at: Mapped[datetime] = mapped_column(default=clock.now)

    donor: Mapped[Donor] = relationship(primaryjoin="Donor.id == foreign(DonorMerge.donor_id)")
    into: Mapped[Donor] = relationship(primaryjoin="Donor.id == foreign(DonorMerge.into_id)")

    __table_args__ = (
        chapter_fk("donor_id", "donor"),
        chapter_fk("into_id", "donor"),
        sa.UniqueConstraint("chapter_id", "donor_id"),
        sa.CheckConstraint("donor_id <> into_id", name="two_donors"),
        sa.Index("ix_donor_merge_into", "chapter_id", "into_id"),
    )


class RollImport(ChapterOwned, Base):
    """A member roll that somebody sent: the file by its hash, and what came of it once imported."""

    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    uploaded_by: Mapped[str]
    uploaded_at: Mapped[datetime] = mapped_column(default=clock.now)
    imported_by: Mapped[str] = mapped_column(default="")
    imported_at: Mapped[datetime | None]
    created: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)

    __table_args__ = (sa.Index("ix_roll_import_uploaded", "chapter_id", "uploaded_at", "id"),)
