"""One attempt to pay online, written down before the provider hears of it."""

from datetime import datetime
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


class Way(StrEnum):
    """The way to pay that the donor chose on our page; the provider offers that one alone."""

    CARD = "card"
    OXXO = "oxxo"
    SPEI = "spei"


class SessionStatus(StrEnum):
    """Where an attempt stands. It only ever moves down this list, whatever order the news take."""

    CREATED = "created"
    OPEN = "open"
    AWAITING = "awaiting"
    EXPIRED = "expired"
    FAILED = "failed"
    PAID = "paid"

    @property
    def rank(self) -> int:
        """Return the place in the list: news of a lower one change nothing."""
        return list(SessionStatus).index(self)


class OnlineSession(ChapterOwned, Base):
    """An attempt to pay. `idem_key` goes to the provider, so that asking again opens the same page.

    `provider_ref` is what they call the page, `customer_ref` whom, `payment_ref` the money.
    `funded_minor` is how much of a bank transfer reached them while it is not the whole.
    """

    campaign_id: Mapped[UUID]
    donor_id: Mapped[UUID]
    pledge_id: Mapped[UUID | None]
    instalment_position: Mapped[int | None]
    amount: Mapped[Money] = money_column("amount")
    way: Mapped[Way] = mapped_column(status_type(Way))
    status: Mapped[SessionStatus] = mapped_column(
        status_type(SessionStatus), default=SessionStatus.CREATED
    )
    funded_minor: Mapped[int] = mapped_column(default=0)
    language: Mapped[str] = mapped_column(sa.String(2))
    payer_name: Mapped[str]
    payer_email: Mapped[str]
    privacy_version: Mapped[str] = mapped_column(default="")
    back_to: Mapped[str]
    nonce: Mapped[UUID]
    idem_key: Mapped[str] = mapped_column(sa.String(80))
    provider_ref: Mapped[str | None] = mapped_column(sa.String(255))
    customer_ref: Mapped[str | None] = mapped_column(sa.String(255))
    payment_ref: Mapped[str | None] = mapped_column(sa.String(80))
    page_url: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    campaign: Mapped[Campaign] = relationship(
        primaryjoin="Campaign.id == foreign(OnlineSession.campaign_id)"
    )
    donor: Mapped[Donor] = relationship(primaryjoin="Donor.id == foreign(OnlineSession.donor_id)")
    pledge: Mapped[Pledge | None] = relationship(
        primaryjoin="Pledge.id == foreign(OnlineSession.pledge_id)"
    )

    __table_args__ = (
        chapter_fk("campaign_id", "campaign"),
        chapter_fk("donor_id", "donor"),
        chapter_fk("pledge_id", "pledge"),
        sa.UniqueConstraint("chapter_id", "nonce"),
        sa.UniqueConstraint("idem_key"),
        sa.UniqueConstraint("provider_ref"),
        sa.UniqueConstraint("customer_ref"),
        sa.UniqueConstraint("payment_ref"),
        *money_check("amount", positive=True),
        sa.CheckConstraint("funded_minor >= 0", name="funded_not_negative"),
        sa.Index("ix_online_session_status", "chapter_id", "status", "created_at", "id"),
        sa.Index("ix_online_session_created", "chapter_id", "created_at", "id"),
        sa.Index("ix_online_session_pledge", "chapter_id", "pledge_id"),
    )

    @property
    def funded(self) -> Money | None:
        """Return how much of a transfer is with the provider while some is missing; None for nothing."""
        return Money(self.funded_minor, self.amount.currency) if self.funded_minor else None

    @property
    def missing(self) -> Money:
        """Return what a transfer still lacks, never below zero."""
        return Money(max(self.amount.minor - self.funded_minor, 0), self.amount.currency)
