"""Money that arrived, and its reversal."""

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
from relief.donors.models import Donor
from relief.pledges.models import Pledge


class Method(StrEnum):
    """The forma de pago, as SAT's catalogue knows it: 03, 02 and 01."""

    TRANSFER = "transfer"
    CHEQUE = "cheque"
    CASH = "cash"

    @property
    def sat_code(self) -> str:
        """Return c_FormaPago of SAT's CFDI 4.0 catalogue."""
        return {"transfer": "03", "cheque": "02", "cash": "01"}[self.value]


class PaymentStatus(StrEnum):
    """Where a payment stands. Reconciled is derived from its bank line."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    FAILED = "failed"
    REFUNDED = "refunded"
    DISPUTED = "disputed"


class ReversalKind(StrEnum):
    """Why the money is not ours after all."""

    BOUNCED = "bounced"
    MISTAKEN = "mistaken"
    RETURNED = "returned"


class Payment(ChapterOwned, Base):
    """One arrival of money. `over_minor` says how much of it exceeds what was pledged."""

    reference: Mapped[str] = mapped_column(sa.String(20))
    donor_id: Mapped[UUID]
    campaign_id: Mapped[UUID]
    pledge_id: Mapped[UUID | None]
    amount: Mapped[Money] = money_column("amount")
    over_minor: Mapped[int] = mapped_column(default=0)
    method: Mapped[Method] = mapped_column(status_type(Method))
    status: Mapped[PaymentStatus] = mapped_column(
        status_type(PaymentStatus), default=PaymentStatus.PENDING
    )
    received_on: Mapped[date]
    bank_reference: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    nonce: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    confirmed_at: Mapped[datetime | None]

    donor: Mapped[Donor] = relationship(primaryjoin="Donor.id == foreign(Payment.donor_id)")
    campaign: Mapped[Campaign] = relationship(
        primaryjoin="Campaign.id == foreign(Payment.campaign_id)"
    )
    pledge: Mapped[Pledge | None] = relationship(
        primaryjoin="Pledge.id == foreign(Payment.pledge_id)"
    )
    reversal: Mapped["Reversal | None"] = relationship(
        primaryjoin="Payment.id == foreign(Reversal.payment_id)",
        back_populates="payment",
        uselist=False,
    )

    __table_args__ = (
        chapter_fk("donor_id", "donor"),
        chapter_fk("campaign_id", "campaign"),
        chapter_fk("pledge_id", "pledge"),
        sa.UniqueConstraint("chapter_id", "reference"),
        sa.UniqueConstraint("chapter_id", "nonce"),
        *money_check("amount", positive=True),
        sa.CheckConstraint("over_minor >= 0 AND over_minor <= amount_minor", name="over_within"),
        sa.Index("ix_payment_status", "chapter_id", "status", "received_on", "id"),
        sa.Index("ix_payment_received", "chapter_id", "received_on", "id"),
        sa.Index("ix_payment_pledge", "chapter_id", "pledge_id"),
        sa.Index("ix_payment_donor", "chapter_id", "donor_id"),
        sa.Index("ix_payment_campaign", "chapter_id", "campaign_id", "status"),
    )

    @property
    def over(self) -> Money | None:
        """Return how much of the amount exceeds what was pledged; None for nothing."""
        return Money(self.over_minor, self.amount.currency) if self.over_minor else None


class Reversal(ChapterOwned, Base):
    """The undoing of a payment, whole; a payment has at most one."""

    payment_id: Mapped[UUID]
    kind: Mapped[ReversalKind] = mapped_column(status_type(ReversalKind))
    reason: Mapped[str]
    reversed_on: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    payment: Mapped[Payment] = relationship(
        primaryjoin="Payment.id == foreign(Reversal.payment_id)", back_populates="reversal"
    )

    __table_args__ = (
        chapter_fk("payment_id", "payment"),
        sa.UniqueConstraint("chapter_id", "payment_id"),
    )
