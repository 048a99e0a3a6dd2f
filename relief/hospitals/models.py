"""Hospitals: the destinatarios of the goods, and the people who may sign there."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from relief.core import clock
from relief.core.db import Base, status_type
from relief.core.tenancy import ChapterOwned, chapter_fk


class HospitalStatus(StrEnum):
    """Whether goods may be sent there."""

    INVITED = "invited"
    UNDER_REVIEW = "under_review"
    APPROVED = "approved"
    RECERTIFY = "recertify"
    INACTIVE = "inactive"


MOVES: dict[HospitalStatus, tuple[HospitalStatus, ...]] = {
    HospitalStatus.INVITED: (HospitalStatus.UNDER_REVIEW, HospitalStatus.INACTIVE),
    HospitalStatus.UNDER_REVIEW: (HospitalStatus.APPROVED, HospitalStatus.INACTIVE),
    HospitalStatus.APPROVED: (HospitalStatus.RECERTIFY, HospitalStatus.INACTIVE),
    HospitalStatus.RECERTIFY: (HospitalStatus.APPROVED, HospitalStatus.INACTIVE),
    HospitalStatus.INACTIVE: (HospitalStatus.UNDER_REVIEW,),
}
"""Where a record may go from each state; whoever was inactive is looked at anew."""


class Hospital(ChapterOwned, Base):
    """A public hospital. An unknown CLUES stays empty: none is ever invented."""

    name: Mapped[str]
    search_key: Mapped[str]
    city: Mapped[str]
    municipality: Mapped[str] = mapped_column(default="")
    institution: Mapped[str] = mapped_column(default="")
    clues_ssa: Mapped[str | None] = mapped_column(sa.String(11))
    clues_imb: Mapped[str | None] = mapped_column(sa.String(11))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    address: Mapped[str] = mapped_column(default="")
    receiving_hours: Mapped[str] = mapped_column(default="")
    notes: Mapped[str] = mapped_column(default="")
    status: Mapped[HospitalStatus] = mapped_column(
        status_type(HospitalStatus), default=HospitalStatus.UNDER_REVIEW
    )
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    contacts: Mapped[list["HospitalContact"]] = relationship(
        primaryjoin="Hospital.id == foreign(HospitalContact.hospital_id)",
        back_populates="hospital",
        order_by="HospitalContact.created_at, HospitalContact.id",
    )

    __table_args__ = (
        sa.UniqueConstraint("chapter_id", "search_key", info={"field": "name"}),
        sa.Index("ix_hospital_city", "chapter_id", "city", "id"),
    )


class HospitalContact(ChapterOwned, Base):
    """A person at a hospital; `may_sign` lets them sign an acuse."""

    hospital_id: Mapped[UUID]
    name: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    may_sign: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    hospital: Mapped[Hospital] = relationship(
        primaryjoin="Hospital.id == foreign(HospitalContact.hospital_id)", back_populates="contacts"
    )

    __table_args__ = (
        chapter_fk("hospital_id", "hospital"),
        sa.Index("ix_hospital_contact_hospital", "chapter_id", "hospital_id"),
    )


class HospitalDocument(ChapterOwned, Base):
    """A paper that vets a hospital. The file lies in the store; who took it stands in the audit."""

    hospital_id: Mapped[UUID]
    title: Mapped[str]
    expires_on: Mapped[date | None]
    file_hash: Mapped[str] = mapped_column(sa.String(64))
    file_name: Mapped[str] = mapped_column(sa.String(120))
    media_type: Mapped[str] = mapped_column(sa.String(60))
    uploaded_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    withdrawn_at: Mapped[datetime | None]

    hospital: Mapped[Hospital] = relationship(
        primaryjoin="Hospital.id == foreign(HospitalDocument.hospital_id)"
    )

    __table_args__ = (
        chapter_fk("hospital_id", "hospital"),
        sa.UniqueConstraint("chapter_id", "hospital_id", "file_hash"),
    )
