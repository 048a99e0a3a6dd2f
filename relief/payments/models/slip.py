"""A comprobante that a donor uploads: it announces a payment, and proves nothing by itself."""

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
from relief.pledges.models import Pledge


class SlipStatus(StrEnum):
    """What the treasurer made of a slip."""

    NEW = "new"
    USED = "used"
    DISMISSED = "dismissed"


class PaymentSlip(ChapterOwned, Base):
    """The file lies in the store under `file_hash`; `sent_on` is the day on the slip."""

    pledge_id: Mapped[UUID]
    amount: Mapped[Money] = money_column("amount")
    sent_on: Mapped[date]
    file_hash: Mapped[str] = mapped_column(sa.String(64))
    file_name: Mapped[str] = mapped_column(sa.String(120))
    media_type: Mapped[str] = mapped_column(sa.String(60))
    uploaded_by: Mapped[str]
    status: Mapped[SlipStatus] = mapped_column(status_type(SlipStatus), default=SlipStatus.NEW)
    payment_id: Mapped[UUID | None]
    answer: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    pledge: Mapped[Pledge] = relationship(primaryjoin="Pledge.id == foreign(PaymentSlip.pledge_id)")
    payment: Mapped[Payment | None] = relationship(
        primaryjoin="Payment.id == foreign(PaymentSlip.payment_id)"
    )

    __table_args__ = (
        chapter_fk("pledge_id", "pledge"),
        chapter_fk("payment_id", "payment"),
        sa.UniqueConstraint("chapter_id", "pledge_id", "file_hash"),
        *money_check("amount", positive=True),
        sa.Index("ix_payment_slip_status", "chapter_id", "status", "created_at", "id"),
    )
