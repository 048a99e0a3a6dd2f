"""Donors: member companies and others, their contacts and what tax papers need of them."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from relief.core import clock
from relief.core.db import Base, status_type
from relief.core.tenancy import ChapterOwned, chapter_fk


class DonorKind(StrEnum):
    """Persona moral or persona física."""

    COMPANY = "company"
    PERSON = "person"


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
