"""Goods called back: which lot and why, what was held with it, and who was told."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from relief.core import clock
from relief.core.db import Base, status_type, unique_while
from relief.core.tenancy import ChapterOwned, chapter_fk
from relief.hospitals.models import Hospital
from relief.stock.models import Lot, LotStatus


class RecallStatus(StrEnum):
    """Where a recall stands."""

    IN_PROGRESS = "in_progress"
    CLOSED = "closed"


class RecallOutcome(StrEnum):
    """How a recall ended: the goods are fit after all, or they never come back to the stock."""

    RELEASED = "released"
    WITHDRAWN = "withdrawn"


class NoticeWay(StrEnum):
    """How a hospital was told."""

    LETTER = "letter"
    SPOKEN = "spoken"


class Recall(ChapterOwned, Base):
    """A lot that nobody may use, with every kit lot made of it. One open recall a lot."""

    reference: Mapped[str] = mapped_column(sa.String(20))
    lot_id: Mapped[UUID]
    status: Mapped[RecallStatus] = mapped_column(status_type(RecallStatus))
    reason: Mapped[str]
    instructions: Mapped[str] = mapped_column(default="")
    nonce: Mapped[UUID]
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    opened_by: Mapped[str]
    outcome: Mapped[RecallOutcome | None] = mapped_column(status_type(RecallOutcome))
    conclusion: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None]

    lot: Mapped[Lot] = relationship(primaryjoin="Lot.id == foreign(Recall.lot_id)")
    held: Mapped[list["RecallLot"]] = relationship(
        primaryjoin="Recall.id == foreign(RecallLot.recall_id)", viewonly=True
    )
    notices: Mapped[list["RecallNotice"]] = relationship(
        primaryjoin="Recall.id == foreign(RecallNotice.recall_id)", viewonly=True
    )

    __table_args__ = (
        chapter_fk("lot_id", "lot"),
        sa.UniqueConstraint("chapter_id", "reference"),
        sa.UniqueConstraint("chapter_id", "nonce"),
        unique_while("status = 'in_progress'", "uq_recall_open_lot", "chapter_id", "lot_id"),
        sa.CheckConstraint(
            "(status = 'closed') = (closed_at IS NOT NULL AND outcome IS NOT NULL)",
            name="closed_with_outcome",
        ),
        sa.Index("ix_recall_opened", "chapter_id", "opened_at", "id"),
    )


class RecallLot(ChapterOwned, Base):
    """A lot that a recall holds, and the state in which it found it."""

    recall_id: Mapped[UUID]
    lot_id: Mapped[UUID]
    status_before: Mapped[LotStatus] = mapped_column(status_type(LotStatus))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        chapter_fk("recall_id", "recall"),
        chapter_fk("lot_id", "lot"),
        sa.UniqueConstraint("chapter_id", "recall_id", "lot_id"),
        sa.Index("ix_recall_lot_lot", "chapter_id", "lot_id"),
    )


class RecallNotice(ChapterOwned, Base):
    """That a hospital was told, how, and by whom. Once for each recall."""

    recall_id: Mapped[UUID]
    hospital_id: Mapped[UUID]
    way: Mapped[NoticeWay] = mapped_column(status_type(NoticeWay))
    told_by: Mapped[str]
    told_at: Mapped[datetime] = mapped_column(default=clock.now)
    note: Mapped[str] = mapped_column(default="")

    hospital: Mapped[Hospital] = relationship(
        primaryjoin="Hospital.id == foreign(RecallNotice.hospital_id)"
    )

    __table_args__ = (
        chapter_fk("recall_id", "recall"),
        chapter_fk("hospital_id", "hospital"),
        sa.UniqueConstraint("chapter_id", "recall_id", "hospital_id"),
    )
