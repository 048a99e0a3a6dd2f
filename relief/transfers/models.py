"""Goods on their way from one place of the chapter to another."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from relief.core import clock
from relief.core.db import Base, status_type
from relief.core.tenancy import ChapterOwned, chapter_fk
from relief.stock.models import Lot, Place


class TransferStatus(StrEnum):
    """Where a transfer stands."""

    IN_TRANSIT = "in_transit"
    RECEIVED = "received"
    RECEIVED_WITH_DIFFERENCES = "received_with_differences"
    RETURNED = "returned"


class Transfer(ChapterOwned, Base):
    """One trip between two places. Its goods are on the road until somebody counts them in."""

    reference: Mapped[str] = mapped_column(sa.String(20))
    source_id: Mapped[UUID]
    target_id: Mapped[UUID]
    status: Mapped[TransferStatus] = mapped_column(status_type(TransferStatus))
    carrier: Mapped[str] = mapped_column(default="")
    notes: Mapped[str] = mapped_column(default="")
    closing_reason: Mapped[str] = mapped_column(default="")
    nonce: Mapped[UUID]
    sent_at: Mapped[datetime] = mapped_column(default=clock.now)
    sent_by: Mapped[str]
    closed_at: Mapped[datetime | None]

    source: Mapped[Place] = relationship(primaryjoin="Place.id == foreign(Transfer.source_id)")
    target: Mapped[Place] = relationship(primaryjoin="Place.id == foreign(Transfer.target_id)")
    lines: Mapped[list["TransferLine"]] = relationship(
        primaryjoin="Transfer.id == foreign(TransferLine.transfer_id)",
        back_populates="transfer",
        order_by="TransferLine.position, TransferLine.id",
    )

    __table_args__ = (
        chapter_fk("source_id", "place"),
        chapter_fk("target_id", "place"),
        sa.UniqueConstraint("chapter_id", "reference"),
        sa.UniqueConstraint("chapter_id", "nonce"),
        sa.CheckConstraint("source_id <> target_id", name="really_moves"),
        sa.Index("ix_transfer_status", "chapter_id", "status", "sent_at", "id"),
        sa.Index("ix_transfer_sent", "chapter_id", "sent_at", "id"),
    )

    @property
    def units(self) -> int:
        """Return how many units were sent, of all lots together."""
        return sum(line.quantity for line in self.lines)


class TransferLine(ChapterOwned, Base):
    """So many of one lot. At the end: received, lost and damaged add up to what was sent."""

    transfer_id: Mapped[UUID]
    position: Mapped[int]
    lot_id: Mapped[UUID]
    quantity: Mapped[int]
    received: Mapped[int | None]
    lost: Mapped[int] = mapped_column(default=0)
    damaged: Mapped[int] = mapped_column(default=0)
    difference_note: Mapped[str] = mapped_column(default="")

    transfer: Mapped[Transfer] = relationship(
        primaryjoin="Transfer.id == foreign(TransferLine.transfer_id)", back_populates="lines"
    )
    lot: Mapped[Lot] = relationship(primaryjoin="Lot.id == foreign(TransferLine.lot_id)")

    __table_args__ = (
        chapter_fk("transfer_id", "transfer"),
        chapter_fk("lot_id", "lot"),
        sa.UniqueConstraint("chapter_id", "transfer_id", "lot_id"),
        sa.CheckConstraint("quantity > 0", name="quantity_positive"),
        sa.CheckConstraint("lost >= 0 AND damaged >= 0", name="differences_not_negative"),
        sa.CheckConstraint(
            "received IS NULL OR (received >= 0 AND received + lost + damaged = quantity)",
            name="adds_up",
        ),
        sa.Index("ix_transfer_line_transfer", "chapter_id", "transfer_id"),
        sa.Index("ix_transfer_line_lot", "chapter_id", "lot_id"),
    )
