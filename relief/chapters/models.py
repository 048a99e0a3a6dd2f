"""One row per chapter: its name, its legal identity, its bank account and its clock."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from relief.core import clock
from relief.core.db import Base, new_id, unique_while


class Chapter(Base):
    """A local association. What papers print about the issuer is copied from here when issued."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(sa.String(40), unique=True)
    name: Mapped[str]
    legal_name: Mapped[str]
    rfc: Mapped[str] = mapped_column(sa.String(13))
    address: Mapped[str]
    city: Mapped[str]
    state: Mapped[str]
    zone: Mapped[str] = mapped_column(default="America/Tijuana")
    email: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    signatory_name: Mapped[str]
    signatory_title: Mapped[str]
    # Only a donataria autorizada may call a gift deductible (LISR art. 82; CFF art. 29-A V b).
    is_donataria: Mapped[bool] = mapped_column(default=False)
    authorisation_number: Mapped[str | None]
    authorisation_date: Mapped[date | None]
    legend: Mapped[str] = mapped_column(default="")
    bank_name: Mapped[str] = mapped_column(default="")
    bank_holder: Mapped[str] = mapped_column(default="")
    clabe: Mapped[str] = mapped_column(sa.String(18), default="")
    usd_instructions: Mapped[str] = mapped_column(default="")
    # Refunds, write-offs and voids above this need a second person; centavos and cents.
    second_person_mxn: Mapped[int] = mapped_column(default=50_000_00, server_default="5000000")
    second_person_usd: Mapped[int] = mapped_column(default=3_000_00, server_default="300000")
    # When the first payment of an accepted pledge falls due, in days, unless another day is agreed.
    payment_term_days: Mapped[int] = mapped_column(default=30, server_default="30")
    is_default: Mapped[bool] = mapped_column(default=False)
    is_demo: Mapped[bool] = mapped_column(default=False)
    privacy_version: Mapped[str] = mapped_column(default="2025-03")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (unique_while("is_default", "uq_chapter_default", "is_default"),)

    @property
    def public_root(self) -> str:
        """Return what stands before every public address of this chapter: nothing for the default one."""
        return "" if self.is_default else f"/{self.slug}"
