"""Needs: a hospital's request (solicitud), line by line, with priority and date."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from relief.core import clock
from relief.core.db import Base, status_type
from relief.core.tenancy import ChapterOwned, chapter_fk
from relief.hospitals.models import Hospital
from relief.stock.models import Item

if TYPE_CHECKING:  # windows look up: rows of the deliveries are seen, never called
    from relief.deliveries.models import Delivery, DeliveryLine


class NeedStatus(StrEnum):
    """Where a request stands. Expired is kept when someone closes it as such."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REJECTED = "rejected"
    PARTIALLY_FULFILLED = "partially_fulfilled"
    FULFILLED = "fulfilled"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


OPEN_NEEDS = (NeedStatus.APPROVED, NeedStatus.PARTIALLY_FULFILLED)
UNDECIDED_NEEDS = (NeedStatus.DRAFT, NeedStatus.SUBMITTED)
WAITING_NEEDS = (NeedStatus.SUBMITTED, *OPEN_NEEDS)


class Priority(StrEnum):
    """How urgent; the order of the list is `rank`."""

    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"

    @property
    def rank(self) -> int:
        """Return 0 for the most urgent."""
        return {"urgent": 0, "high": 1, "normal": 2}[self.value]


class Need(ChapterOwned, Base):
    """A request of one hospital. `priority_rank` repeats the priority as a number, for sorting."""

    reference: Mapped[str] = mapped_column(sa.String(20))
    hospital_id: Mapped[UUID]
    status: Mapped[NeedStatus] = mapped_column(status_type(NeedStatus))
    priority: Mapped[Priority] = mapped_column(status_type(Priority), default=Priority.NORMAL)
    priority_rank: Mapped[int] = mapped_column(default=2)
    needed_by: Mapped[date] = mapped_column()
    requested_by: Mapped[str] = mapped_column(default="")
    notes: Mapped[str] = mapped_column(default="")
    # What the quantities are for: beds of the ward, people on duty.
    beds: Mapped[int | None]
    staff_served: Mapped[int | None]
    # The hospital's own link, if it asked by itself.
    link_id: Mapped[UUID | None]
    decision_reason: Mapped[str] = mapped_column(default="")
    nonce: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    # The order of the list in one value: the most urgent first, then the earliest day.
    urgency: Mapped[str] = column_property(
        sa.cast(priority_rank, sa.String) + sa.cast(needed_by, sa.String)
    )

    hospital: Mapped[Hospital] = relationship(
        primaryjoin="Hospital.id == foreign(Need.hospital_id)"
    )
    deliveries: Mapped[list["Delivery"]] = relationship(
        primaryjoin="Need.id == foreign(Delivery.need_id)",
        order_by="Delivery.planned_for, Delivery.id",
        viewonly=True,
    )
    lines: Mapped[list["NeedLine"]] = relationship(
        primaryjoin="Need.id == foreign(NeedLine.need_id)",
        back_populates="need",
        order_by="NeedLine.position, NeedLine.id",
    )

    __table_args__ = (
        chapter_fk("hospital_id", "hospital"),
        sa.UniqueConstraint("chapter_id", "reference"),
        sa.UniqueConstraint("chapter_id", "nonce"),
        sa.Index("ix_need_open", "chapter_id", "status", "needed_by", "id"),
        sa.Index("ix_need_created", "chapter_id", "created_at", "id"),
    )

    def overdue(self, today: date) -> bool:
        """Say whether the day it was needed by has passed while it still waits."""
        return self.status in WAITING_NEEDS and self.needed_by < today


class NeedLine(ChapterOwned, Base):
    """So many of an item. `fulfilled` moves with the acuse of each delivery; see progress.py."""

    need_id: Mapped[UUID]
    item_id: Mapped[UUID]
    position: Mapped[int]
    requested: Mapped[int]
    fulfilled: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(default="")

    need: Mapped[Need] = relationship(
        primaryjoin="Need.id == foreign(NeedLine.need_id)", back_populates="lines"
    )
    item: Mapped[Item] = relationship(primaryjoin="Item.id == foreign(NeedLine.item_id)")
    delivery_lines: Mapped[list["DeliveryLine"]] = relationship(
        primaryjoin="NeedLine.id == foreign(DeliveryLine.need_line_id)", viewonly=True
    )

    __table_args__ = (
        chapter_fk("need_id", "need"),
        chapter_fk("item_id", "item"),
        sa.CheckConstraint("requested > 0", name="requested_positive"),
        sa.CheckConstraint("fulfilled >= 0", name="fulfilled_not_negative"),
        sa.Index("ix_need_line_need", "chapter_id", "need_id"),
    )
