"""Money that arrived, and its reversal."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING
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
from relief.rates.models import MICROS

if TYPE_CHECKING:
    from relief.bank.models import BankMatch
    from relief.payments.models.giving_back import Dispute, Refund


class Method(StrEnum):
    """The forma de pago. Card and OXXO only come through the payment provider."""

    TRANSFER = "transfer"
    CHEQUE = "cheque"
    CASH = "cash"
    CARD = "card"
    OXXO = "oxxo"

    @property
    def sat_code(self) -> str:
        """Return c_FormaPago of SAT's CFDI 4.0 catalogue; a voucher of OXXO is paid in cash."""
        codes = {"transfer": "03", "cheque": "02", "cash": "01", "card": "04", "oxxo": "01"}
        return codes[self.value]


BY_HAND = (Method.TRANSFER, Method.CHEQUE, Method.CASH)
"""What a person may write down; the rest is told by the provider."""


class PaymentStatus(StrEnum):
    """Where a payment stands. Reconciled is derived from its bank line."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    FAILED = "failed"
    REFUNDED = "refunded"
    DISPUTED = "disputed"


COUNTED = (PaymentStatus.CONFIRMED, PaymentStatus.DISPUTED)
"""The money is ours, or not lost yet: what is kept of it counts for pledges and in every sum."""


class ReversalKind(StrEnum):
    """Why the money is not ours after all."""

    BOUNCED = "bounced"
    MISTAKEN = "mistaken"
    RETURNED = "returned"


class Payment(ChapterOwned, Base):
    """One arrival of money. `over_minor` says how much of it exceeds what was pledged.

    `refunded_minor` is what was given back of it so far. A payment in dollars keeps the rate that
    makes its equivalent in pesos: pesos for a dollar in millionths, of which day, published by
    whom. `provider_ref` names what the payment provider calls it, once in a chapter.
    """

    reference: Mapped[str] = mapped_column(sa.String(20))
    donor_id: Mapped[UUID]
    campaign_id: Mapped[UUID]
    pledge_id: Mapped[UUID | None]
    amount: Mapped[Money] = money_column("amount")
    over_minor: Mapped[int] = mapped_column(default=0)
    refunded_minor: Mapped[int] = mapped_column(default=0)
    method: Mapped[Method] = mapped_column(status_type(Method))
    status: Mapped[PaymentStatus] = mapped_column(
        status_type(PaymentStatus), default=PaymentStatus.PENDING
    )
    received_on: Mapped[date]
    bank_reference: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    rate_micros: Mapped[int | None]
    rate_on: Mapped[date | None]
    rate_source: Mapped[str] = mapped_column(sa.String(40), default="")
    provider_ref: Mapped[str | None] = mapped_column(sa.String(80))
    batch_id: Mapped[UUID | None]
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
    refunds: Mapped[list["Refund"]] = relationship(
        primaryjoin="Payment.id == foreign(Refund.payment_id)",
        back_populates="payment",
        order_by="Refund.created_at, Refund.id",
    )
    disputes: Mapped[list["Dispute"]] = relationship(
        primaryjoin="Payment.id == foreign(Dispute.payment_id)",
        back_populates="payment",
        order_by="Dispute.created_at, Dispute.id",
    )
    # A window up: which movements of the bank stand for it, those that somebody undid left out.
    bank_matches: Mapped[list["BankMatch"]] = relationship(
        primaryjoin="and_(Payment.id == foreign(BankMatch.payment_id), BankMatch.undone_at.is_(None))",
        order_by="BankMatch.created_at, BankMatch.id",
        viewonly=True,
    )

    __table_args__ = (
        chapter_fk("donor_id", "donor"),
        chapter_fk("campaign_id", "campaign"),
        chapter_fk("pledge_id", "pledge"),
        chapter_fk("batch_id", "payment_batch"),
        sa.UniqueConstraint("chapter_id", "reference"),
        sa.UniqueConstraint("chapter_id", "nonce"),
        *money_check("amount", positive=True),
        sa.CheckConstraint("over_minor >= 0 AND over_minor <= amount_minor", name="over_within"),
        sa.CheckConstraint(
            "refunded_minor >= 0 AND refunded_minor <= amount_minor", name="refunded_within"
        ),
        sa.CheckConstraint(
            "(rate_micros IS NULL) = (rate_on IS NULL) AND (rate_micros IS NULL OR rate_micros > 0)",
            name="rate_whole",
        ),
        sa.CheckConstraint("rate_micros IS NULL OR amount_currency = 'USD'", name="rate_of_usd"),
        sa.UniqueConstraint("chapter_id", "provider_ref"),
        sa.Index("ix_payment_status", "chapter_id", "status", "received_on", "id"),
        sa.Index("ix_payment_received", "chapter_id", "received_on", "id"),
        sa.Index("ix_payment_pledge", "chapter_id", "pledge_id"),
        sa.Index("ix_payment_donor", "chapter_id", "donor_id"),
        sa.Index("ix_payment_campaign", "chapter_id", "campaign_id", "status"),
        sa.Index("ix_payment_batch", "chapter_id", "batch_id"),
    )

    @property
    def over(self) -> Money | None:
        """Return how much of the amount exceeds what was pledged; None for nothing."""
        return Money(self.over_minor, self.amount.currency) if self.over_minor else None

    @property
    def kept(self) -> Money:
        """Return what is left after what was given back."""
        return Money(self.amount.minor - self.refunded_minor, self.amount.currency)

    @property
    def reconciled(self) -> bool:
        """Say whether deposits of the bank stand for all of it; derived, never stored."""
        parts = sum(match.part.minor for match in self.bank_matches if match.arrived)
        return parts == self.amount.minor

    @property
    def in_pesos(self) -> Money | None:
        """Return the equivalent in pesos at the payment's own rate; None without one.

        To be shown as an equivalent, never added to pesos that came as pesos.
        """
        if self.rate_micros is None:
            return None
        pesos = Money(self.amount.minor, "MXN")
        return pesos.times(Decimal(self.rate_micros) / MICROS)

    @property
    def rate_text(self) -> str:
        """Return pesos for a dollar with at least four decimals, as the FIX has; '' without one."""
        if self.rate_micros is None:
            return ""
        whole, part = divmod(self.rate_micros, MICROS)
        return f"{whole}.{part:06d}".removesuffix("0").removesuffix("0")


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
