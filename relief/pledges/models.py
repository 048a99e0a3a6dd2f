"""Pledges: what a donor promised, in money, in kind, or both in one."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from relief.campaigns.models import Campaign, EarmarkKind
from relief.core import clock
from relief.core.db import Base, optional_money_column, plain_choice, status_type
from relief.core.money import Money
from relief.core.tenancy import ChapterOwned, chapter_fk
from relief.donors.models import Donor
from relief.stock.models import Item


class PledgeStatus(StrEnum):
    """Where a promise stands. Overdue is derived from dates, never stored."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    PARTIALLY_FULFILLED = "partially_fulfilled"
    FULFILLED = "fulfilled"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    WRITTEN_OFF = "written_off"


STANDING = (PledgeStatus.ACCEPTED, PledgeStatus.PARTIALLY_FULFILLED, PledgeStatus.FULFILLED)
OPEN_PLEDGES = (PledgeStatus.ACCEPTED, PledgeStatus.PARTIALLY_FULFILLED)


class LineKind(StrEnum):
    """Money or goods."""

    CASH = "cash"
    GOODS = "goods"


class PlanFrequency(StrEnum):
    """How the donor wants to pay a promise of money. Custom dates are agreed with the staff."""

    ONCE = "once"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    CUSTOM = "custom"


class Pledge(ChapterOwned, Base):
    """A compromiso de donativo. The contact is kept as typed: it may differ from the donor's record.

    `nonce` comes with the form, so that sending it twice makes one pledge.
    """

    reference: Mapped[str] = mapped_column(sa.String(20))
    campaign_id: Mapped[UUID]
    donor_id: Mapped[UUID]
    status: Mapped[PledgeStatus] = mapped_column(status_type(PledgeStatus))
    contact_name: Mapped[str]
    contact_email: Mapped[str]
    contact_phone: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(sa.String(2), default="es")
    anonymous: Mapped[bool] = mapped_column(default=False)
    wants_receipt: Mapped[bool] = mapped_column(default=True)
    message: Mapped[str] = mapped_column(default="")
    privacy_version: Mapped[str] = mapped_column(default="")
    nonce: Mapped[UUID]
    submitted_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_at: Mapped[datetime | None]
    closing_reason: Mapped[str] = mapped_column(default="")
    # Only what was wished for: the schedule itself is rows of the instalments room.
    plan_frequency: Mapped[PlanFrequency] = mapped_column(
        plain_choice(PlanFrequency), default=PlanFrequency.ONCE, server_default="once"
    )
    plan_count: Mapped[int] = mapped_column(default=1, server_default="1")

    campaign: Mapped[Campaign] = relationship(
        primaryjoin="Campaign.id == foreign(Pledge.campaign_id)"
    )
    donor: Mapped[Donor] = relationship(primaryjoin="Donor.id == foreign(Pledge.donor_id)")
    lines: Mapped[list["PledgeLine"]] = relationship(
        primaryjoin="Pledge.id == foreign(PledgeLine.pledge_id)",
        back_populates="pledge",
        order_by="PledgeLine.position, PledgeLine.id",
    )
    earmark: Mapped["PledgeEarmark | None"] = relationship(
        primaryjoin="Pledge.id == foreign(PledgeEarmark.pledge_id)", uselist=False
    )
    supporter: Mapped["Supporter | None"] = relationship(
        primaryjoin="Pledge.id == foreign(Supporter.pledge_id)", uselist=False
    )

    __table_args__ = (
        chapter_fk("campaign_id", "campaign"),
        chapter_fk("donor_id", "donor"),
        sa.UniqueConstraint("chapter_id", "reference"),
        sa.UniqueConstraint("chapter_id", "nonce"),
        sa.Index("ix_pledge_submitted", "chapter_id", "submitted_at", "id"),
        sa.Index("ix_pledge_status", "chapter_id", "status", "submitted_at", "id"),
        sa.Index("ix_pledge_campaign", "chapter_id", "campaign_id", "status"),
        sa.Index("ix_pledge_donor", "chapter_id", "donor_id"),
    )

    @property
    def cash_line(self) -> "PledgeLine | None":
        """Return the promise of money, of which a pledge has at most one."""
        return next((line for line in self.lines if line.kind is LineKind.CASH), None)

    @property
    def wished_payments(self) -> list[Money]:
        """Return the payments that the donor asked to make, the odd centavos in the first.

        One for a plan of days that staff agree on; none where no money is promised.
        """
        line = self.cash_line
        if line is None or line.amount is None:
            return []
        equal = self.plan_frequency in {PlanFrequency.MONTHLY, PlanFrequency.QUARTERLY}
        return line.amount.split(self.plan_count if equal else 1)

    @property
    def goods_lines(self) -> list["PledgeLine"]:
        """Return the promised goods, in the order they were typed."""
        return [line for line in self.lines if line.kind is LineKind.GOODS]


class PledgeLine(ChapterOwned, Base):
    """A partida. Cash: `amount` promised and `paid`, in its currency. Goods: `quantity` and `received`.

    For goods, `amount` is the value that the donor declares for the whole line, if any.
    """

    pledge_id: Mapped[UUID]
    position: Mapped[int]
    kind: Mapped[LineKind] = mapped_column(status_type(LineKind))
    amount: Mapped[Money | None] = optional_money_column("amount")
    paid_minor: Mapped[int] = mapped_column(default=0)
    item_id: Mapped[UUID | None]
    description: Mapped[str] = mapped_column(default="")
    quantity: Mapped[int | None]
    received: Mapped[int] = mapped_column(default=0)

    pledge: Mapped[Pledge] = relationship(
        primaryjoin="Pledge.id == foreign(PledgeLine.pledge_id)", back_populates="lines"
    )
    item: Mapped[Item | None] = relationship(primaryjoin="Item.id == foreign(PledgeLine.item_id)")

    __table_args__ = (
        chapter_fk("pledge_id", "pledge"),
        chapter_fk("item_id", "item"),
        sa.CheckConstraint(
            "(kind = 'cash' AND amount_minor > 0 AND item_id IS NULL AND quantity IS NULL)"
            " OR (kind = 'goods' AND quantity > 0 AND item_id IS NOT NULL)",
            name="cash_or_goods",
        ),
        sa.CheckConstraint("amount_minor IS NULL OR amount_minor >= 0", name="amount_sign"),
        sa.CheckConstraint("paid_minor >= 0", name="paid_not_negative"),
        sa.CheckConstraint("received >= 0", name="received_not_negative"),
        sa.Index("ix_pledge_line_pledge", "chapter_id", "pledge_id"),
    )

    @property
    def paid(self) -> Money | None:
        """Return the confirmed money of a cash line; None for goods."""
        if self.kind is not LineKind.CASH or self.amount is None:
            return None
        return Money(self.paid_minor, self.amount.currency)

    @property
    def outstanding(self) -> Money | None:
        """Return what is still to be paid of a cash line, never below zero; None for goods."""
        if self.kind is not LineKind.CASH or self.amount is None:
            return None
        return Money(max(self.amount.minor - self.paid_minor, 0), self.amount.currency)

    @property
    def missing(self) -> int:
        """Return how many units of a goods line are still to arrive, never below zero."""
        return max((self.quantity or 0) - self.received, 0)


class PledgeEarmark(ChapterOwned, Base):
    """The destino específico of a pledge, in the words that the campaign offered when it was sent."""

    pledge_id: Mapped[UUID]
    kind: Mapped[EarmarkKind] = mapped_column(status_type(EarmarkKind))
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        chapter_fk("pledge_id", "pledge"),
        sa.UniqueConstraint("chapter_id", "pledge_id"),
    )

    def label(self, language: str) -> str:
        """Return its name in the reader's language."""
        return self.name_en or self.name if language == "en" else self.name


class Supporter(ChapterOwned, Base):
    """A donor's consent to stand on the public wall under this name; no row, no name.

    `says_what` lets the wall tell what kind of gift it is, never how much. A consent that was
    taken back, or a name that the staff took off, keeps its row with `hidden_at`.
    """

    pledge_id: Mapped[UUID]
    name: Mapped[str]
    says_what: Mapped[bool] = mapped_column(default=False)
    consented_at: Mapped[datetime] = mapped_column(default=clock.now)
    hidden_at: Mapped[datetime | None]

    __table_args__ = (
        chapter_fk("pledge_id", "pledge"),
        sa.UniqueConstraint("chapter_id", "pledge_id"),
    )
