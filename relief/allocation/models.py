"""Allocations: who gets what of the goods of some places on a day, and why."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from relief.core import clock
from relief.core.db import Base, status_type
from relief.core.tenancy import ChapterOwned, chapter_fk
from relief.deliveries.models import Delivery
from relief.needs.models import Need, NeedLine
from relief.stock.models import Item, Place


class AllocationStatus(StrEnum):
    """Where an allocation stands."""

    PROPOSED = "proposed"
    RESERVED = "reserved"
    RELEASED = "released"
    SHIPPED = "shipped"


class Allocation(ChapterOwned, Base):
    """A proposal to fill the open needs from some places on a day; deliveries once it is reserved."""

    reference: Mapped[str] = mapped_column(sa.String(20))
    status: Mapped[AllocationStatus] = mapped_column(
        status_type(AllocationStatus), default=AllocationStatus.PROPOSED
    )
    planned_for: Mapped[date]
    # Whether the minimum levels of the items stay where they are.
    keep_minimum: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    closing_reason: Mapped[str] = mapped_column(default="")
    nonce: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    places: Mapped[list[Place]] = relationship(
        secondary="allocation_place",
        primaryjoin="Allocation.id == foreign(AllocationPlace.allocation_id)",
        secondaryjoin="Place.id == foreign(AllocationPlace.place_id)",
        order_by="Place.search_key",
        viewonly=True,
    )
    shares: Mapped[list["Share"]] = relationship(
        primaryjoin="Allocation.id == foreign(Share.allocation_id)",
        back_populates="allocation",
        order_by="Share.position, Share.id",
    )
    deliveries: Mapped[list[Delivery]] = relationship(
        secondary="allocation_delivery",
        primaryjoin="Allocation.id == foreign(AllocationDelivery.allocation_id)",
        secondaryjoin="Delivery.id == foreign(AllocationDelivery.delivery_id)",
        order_by="Delivery.reference",
        viewonly=True,
    )

    __table_args__ = (
        sa.UniqueConstraint("chapter_id", "reference"),
        sa.UniqueConstraint("chapter_id", "nonce"),
        sa.Index("ix_allocation_day", "chapter_id", "planned_for", "id"),
    )

    @property
    def units(self) -> int:
        """Return how many units it gives, of all items together."""
        return sum(share.quantity for share in self.shares)


class AllocationPlace(ChapterOwned, Base):
    """A place whose goods are shared out."""

    allocation_id: Mapped[UUID]
    place_id: Mapped[UUID]

    __table_args__ = (
        chapter_fk("allocation_id", "allocation"),
        chapter_fk("place_id", "place"),
        sa.UniqueConstraint("chapter_id", "allocation_id", "place_id"),
    )


class Share(ChapterOwned, Base):
    """What one line of a need gets. `proposed` is by the rule, `quantity` what a person let stand.

    `missing` and `days_left` are kept as they were when the rule was asked, since they are its reason.
    A share with a `reason` is fixed: the rule shares out the rest.
    """

    __tablename__ = "allocation_share"

    allocation_id: Mapped[UUID]
    need_line_id: Mapped[UUID]
    item_id: Mapped[UUID]
    position: Mapped[int]
    missing: Mapped[int]
    days_left: Mapped[int | None]
    proposed: Mapped[int]
    quantity: Mapped[int]
    reason: Mapped[str] = mapped_column(default="")

    allocation: Mapped[Allocation] = relationship(
        primaryjoin="Allocation.id == foreign(Share.allocation_id)", back_populates="shares"
    )
    need_line: Mapped[NeedLine] = relationship(
        primaryjoin="NeedLine.id == foreign(Share.need_line_id)"
    )
    item: Mapped[Item] = relationship(primaryjoin="Item.id == foreign(Share.item_id)")

    __table_args__ = (
        chapter_fk("allocation_id", "allocation"),
        chapter_fk("need_line_id", "need_line"),
        chapter_fk("item_id", "item"),
        sa.UniqueConstraint("chapter_id", "allocation_id", "need_line_id"),
        sa.CheckConstraint("missing > 0", name="missing_positive"),
        sa.CheckConstraint("proposed >= 0 AND quantity >= 0", name="not_negative"),
        sa.CheckConstraint("quantity = proposed OR reason <> ''", name="change_has_reason"),
    )

    @property
    def need(self) -> Need:
        """Return the need that asks."""
        return self.need_line.need

    @property
    def got_percent(self) -> int:
        """Return how much of what it asked for a line had or was promised, rounded down."""
        asked = self.need_line.requested
        return (asked - self.missing) * 100 // asked


class AllocationDelivery(ChapterOwned, Base):
    """A delivery that an allocation planned."""

    allocation_id: Mapped[UUID]
    delivery_id: Mapped[UUID]

    __table_args__ = (
        chapter_fk("allocation_id", "allocation"),
        chapter_fk("delivery_id", "delivery"),
        sa.UniqueConstraint("chapter_id", "delivery_id"),
        sa.Index("ix_allocation_delivery", "chapter_id", "allocation_id"),
    )
