"""A pile of cheques or notes, counted by hand first and typed in second."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from relief.campaigns.models import Campaign
from relief.core import clock
from relief.core.db import Base, money_check, money_column, status_type
from relief.core.money import Money
from relief.core.tenancy import ChapterOwned, chapter_fk
from relief.payments.models.payment import Method, Payment


class BatchStatus(StrEnum):
    """Where a batch stands."""

    OPEN = "open"
    POSTED = "posted"
    CANCELLED = "cancelled"


class PaymentBatch(ChapterOwned, Base):
    """A batch is posted, whole, only when what was typed agrees with what was counted."""

    reference: Mapped[str] = mapped_column(sa.String(20))
    campaign_id: Mapped[UUID]
    method: Mapped[Method] = mapped_column(status_type(Method))
    received_on: Mapped[date]
    counted: Mapped[int]
    total: Mapped[Money] = money_column("total")
    status: Mapped[BatchStatus] = mapped_column(status_type(BatchStatus), default=BatchStatus.OPEN)
    note: Mapped[str] = mapped_column(default="")
    nonce: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    posted_at: Mapped[datetime | None]

    campaign: Mapped[Campaign] = relationship(
        primaryjoin="Campaign.id == foreign(PaymentBatch.campaign_id)"
    )
    payments: Mapped[list[Payment]] = relationship(
        primaryjoin="PaymentBatch.id == foreign(Payment.batch_id)",
        order_by="Payment.created_at, Payment.id",
    )

    __table_args__ = (
        chapter_fk("campaign_id", "campaign"),
        sa.UniqueConstraint("chapter_id", "reference"),
        sa.UniqueConstraint("chapter_id", "nonce"),
        *money_check("total", positive=True),
        sa.CheckConstraint("counted > 0", name="counted_positive"),
        sa.Index("ix_payment_batch_status", "chapter_id", "status", "received_on", "id"),
    )
