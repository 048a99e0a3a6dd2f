"""Money that went back: refunds, whole or in part, and disputes of the card's holder."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from relief.core import clock
from relief.core.db import Base, money_check, money_column, status_type
from relief.core.money import Money
from relief.core.tenancy import ChapterOwned, chapter_fk
from relief.payments.models.payment import Payment


class RefundStatus(StrEnum):
    """Where a refund stands. Through the provider it is sent first and ends when they say so."""

    SENT = "sent"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class DisputeStatus(StrEnum):
    """Where a contracargo stands."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


class Refund(ChapterOwned, Base):
    """Money given back to the donor. `idem_key` goes to the provider, so that a retry pays once."""

    payment_id: Mapped[UUID]
    amount: Mapped[Money] = money_column("amount")
    reason: Mapped[str]
    status: Mapped[RefundStatus] = mapped_column(status_type(RefundStatus))
    refunded_on: Mapped[date]
    bank_reference: Mapped[str] = mapped_column(default="")
    idem_key: Mapped[str] = mapped_column(sa.String(80))
    provider_ref: Mapped[str | None] = mapped_column(sa.String(80))
    failure: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]

    payment: Mapped[Payment] = relationship(
        primaryjoin="Payment.id == foreign(Refund.payment_id)", back_populates="refunds"
    )

    __table_args__ = (
        chapter_fk("payment_id", "payment"),
        sa.UniqueConstraint("chapter_id", "idem_key"),
        sa.UniqueConstraint("chapter_id", "provider_ref"),
        *money_check("amount", positive=True),
        sa.Index("ix_refund_payment", "chapter_id", "payment_id"),
        sa.Index("ix_refund_day", "chapter_id", "refunded_on", "id"),
    )


class Dispute(ChapterOwned, Base):
    """A contracargo: the holder of the card asks their bank for the money back."""

    payment_id: Mapped[UUID]
    amount: Mapped[Money] = money_column("amount")
    status: Mapped[DisputeStatus] = mapped_column(
        status_type(DisputeStatus), default=DisputeStatus.OPEN
    )
    reason: Mapped[str] = mapped_column(default="")
    provider_ref: Mapped[str] = mapped_column(sa.String(80))
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    payment: Mapped[Payment] = relationship(
        primaryjoin="Payment.id == foreign(Dispute.payment_id)", back_populates="disputes"
    )

    __table_args__ = (
        chapter_fk("payment_id", "payment"),
        sa.UniqueConstraint("chapter_id", "provider_ref"),
        *money_check("amount", positive=True),
        sa.Index("ix_dispute_payment", "chapter_id", "payment_id"),
        sa.Index("ix_dispute_status", "chapter_id", "status"),
    )
