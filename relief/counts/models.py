"""Cycle counts: what was found at a place, lot by lot, and what was done about it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from relief.core import clock
from relief.core.db import Base, status_type
from relief.core.tenancy import ChapterOwned, chapter_fk
from relief.stock.models import Category, Item, Lot, Place, Reason


class CountStatus(StrEnum):
    """Where a count stands."""

    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    CANCELLED = "cancelled"


class StockCount(ChapterOwned, Base):
    """One round through a place, perhaps through one category or item of it only."""

    reference: Mapped[str] = mapped_column(sa.String(20))
    place_id: Mapped[UUID]
    category: Mapped[Category | None] = mapped_column(status_type(Category))
    item_id: Mapped[UUID | None]
    status: Mapped[CountStatus] = mapped_column(
        status_type(CountStatus), default=CountStatus.IN_PROGRESS
    )
    nonce: Mapped[UUID]
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    started_by: Mapped[str]
    submitted_at: Mapped[datetime | None]
    submitted_by: Mapped[str] = mapped_column(default="")
    submitted_by_id: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(default="")
    decision: Mapped[str] = mapped_column(default="")

    place: Mapped[Place] = relationship(primaryjoin="Place.id == foreign(StockCount.place_id)")
    item: Mapped[Item | None] = relationship(primaryjoin="Item.id == foreign(StockCount.item_id)")
    lines: Mapped[list["CountLine"]] = relationship(
        primaryjoin="StockCount.id == foreign(CountLine.count_id)",
        back_populates="count",
        order_by="CountLine.position, CountLine.id",
    )

    __table_args__ = (
        chapter_fk("place_id", "place"),
        chapter_fk("item_id", "item"),
        sa.UniqueConstraint("chapter_id", "reference"),
        sa.UniqueConstraint("chapter_id", "nonce"),
        sa.Index("ix_stock_count_status", "chapter_id", "status", "started_at", "id"),
        sa.Index("ix_stock_count_started", "chapter_id", "started_at", "id"),
    )


class CountLine(ChapterOwned, Base):
    """One lot of a count. `on_hand` is what the ledger said at the moment of the counting.

    Their difference is what is adjusted, so that goods which move before the approval are neither
    lost nor counted twice. A line without `counted` was not looked at and changes nothing.
    """

    count_id: Mapped[UUID]
    position: Mapped[int]
    lot_id: Mapped[UUID]
    counted: Mapped[int | None]
    on_hand: Mapped[int | None]
    counted_at: Mapped[datetime | None]
    counted_by: Mapped[str] = mapped_column(default="")
    counted_by_id: Mapped[UUID | None]
    reason: Mapped[Reason | None] = mapped_column(status_type(Reason))
    note: Mapped[str] = mapped_column(default="")

    count: Mapped[StockCount] = relationship(
        primaryjoin="StockCount.id == foreign(CountLine.count_id)", back_populates="lines"
    )
    lot: Mapped[Lot] = relationship(primaryjoin="Lot.id == foreign(CountLine.lot_id)")

    __table_args__ = (
        chapter_fk("count_id", "stock_count"),
        chapter_fk("lot_id", "lot"),
        sa.UniqueConstraint("chapter_id", "count_id", "lot_id"),
        sa.CheckConstraint("counted IS NULL OR counted >= 0", name="counted_not_negative"),
        sa.CheckConstraint(
            "(counted IS NULL) = (on_hand IS NULL) AND (counted IS NULL) = (counted_at IS NULL)",
            name="counted_at_a_moment",
        ),
        sa.Index("ix_count_line_lot", "chapter_id", "lot_id"),
    )

    @property
    def difference(self) -> int:
        """Return the units that were found too many, or too few below zero; none while uncounted."""
        return 0 if self.counted is None or self.on_hand is None else self.counted - self.on_hand
