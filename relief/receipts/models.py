"""Numbered papers. A receipt is never edited: only issued, and at most once voided."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from relief.campaigns.models import Campaign
from relief.core import clock
from relief.core.db import Base, money_check, money_column, status_type, unique_while
from relief.core.money import Money
from relief.core.tenancy import ChapterOwned, chapter_fk
from relief.donors.models import Donor
from relief.intake.models import IntakeLine
from relief.payments.models import Payment
from relief.pledges.models import Pledge


class ReceiptKind(StrEnum):
    """What a receipt acknowledges."""

    CASH = "cash"
    IN_KIND = "in_kind"


class ReceiptStatus(StrEnum):
    """The only two states of a receipt; the only move is from the first to the second."""

    ISSUED = "issued"
    VOIDED = "voided"


class PaperKind(StrEnum):
    """Which paper of a receipt."""

    ORIGINAL = "original"
    VOID_NOTICE = "void_notice"


class FolioSeries(ChapterOwned, Base):
    """The counter of one series and year. Its row is locked from the number to the commit."""

    code: Mapped[str] = mapped_column(sa.String(8))
    year: Mapped[int]
    last: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        sa.UniqueConstraint("chapter_id", "code", "year"),
        sa.CheckConstraint("last >= 0", name="last_not_negative"),
    )


class Receipt(ChapterOwned, Base):
    """A recibo de donativo. `facts` holds every printed word as canonical JSON, frozen.

    Triggers refuse any UPDATE but issued → voided, and any DELETE.
    """

    series: Mapped[str] = mapped_column(sa.String(8))
    year: Mapped[int]
    number: Mapped[int]
    folio: Mapped[str] = mapped_column(sa.String(24))
    kind: Mapped[ReceiptKind] = mapped_column(status_type(ReceiptKind))
    status: Mapped[ReceiptStatus] = mapped_column(
        status_type(ReceiptStatus), default=ReceiptStatus.ISSUED
    )
    donor_id: Mapped[UUID]
    campaign_id: Mapped[UUID]
    pledge_id: Mapped[UUID | None]
    total: Mapped[Money] = money_column("total")
    issued_on: Mapped[date]
    issued_at: Mapped[datetime]
    facts: Mapped[str] = deferred(mapped_column(sa.Text, nullable=False))
    facts_hash: Mapped[str] = mapped_column(sa.String(64))
    check_code: Mapped[str] = mapped_column(sa.String(32), unique=True)
    idem_key: Mapped[str] = mapped_column(sa.String(80))
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[str | None]
    void_reason: Mapped[str | None]

    donor: Mapped[Donor] = relationship(primaryjoin="Donor.id == foreign(Receipt.donor_id)")
    campaign: Mapped[Campaign] = relationship(
        primaryjoin="Campaign.id == foreign(Receipt.campaign_id)"
    )
    pledge: Mapped[Pledge | None] = relationship(
        primaryjoin="Pledge.id == foreign(Receipt.pledge_id)"
    )
    lines: Mapped[list["ReceiptLine"]] = relationship(
        primaryjoin="Receipt.id == foreign(ReceiptLine.receipt_id)",
        back_populates="receipt",
        order_by="ReceiptLine.position, ReceiptLine.id",
    )
    papers: Mapped[list["ReceiptPaper"]] = relationship(
        primaryjoin="Receipt.id == foreign(ReceiptPaper.receipt_id)",
        back_populates="receipt",
        order_by="ReceiptPaper.drawn_at, ReceiptPaper.id",
    )
    flags: Mapped[list["ReceiptFlag"]] = relationship(
        primaryjoin="Receipt.id == foreign(ReceiptFlag.receipt_id)",
        back_populates="receipt",
        order_by="ReceiptFlag.created_at, ReceiptFlag.id",
    )

    __table_args__ = (
        chapter_fk("donor_id", "donor"),
        chapter_fk("campaign_id", "campaign"),
        chapter_fk("pledge_id", "pledge"),
        sa.UniqueConstraint("chapter_id", "series", "year", "number"),
        sa.UniqueConstraint("chapter_id", "folio"),
        sa.UniqueConstraint("chapter_id", "idem_key"),
        *money_check("total", positive=True),
        sa.CheckConstraint("number > 0", name="number_positive"),
        sa.CheckConstraint(
            "(status = 'issued' AND voided_at IS NULL AND void_reason IS NULL)"
            " OR (status = 'voided' AND voided_at IS NOT NULL AND void_reason IS NOT NULL)",
            name="voided_with_reason",
        ),
        sa.Index("ix_receipt_issued", "chapter_id", "issued_on", "id"),
        sa.Index("ix_receipt_status", "chapter_id", "status", "issued_on", "id"),
        sa.Index("ix_receipt_donor", "chapter_id", "donor_id"),
        sa.Index("ix_receipt_pledge", "chapter_id", "pledge_id"),
    )

    @property
    def raised(self) -> list["ReceiptFlag"]:
        """Return the flags that still stand, in the order they were raised."""
        return [flag for flag in self.flags if flag.lifted_at is None]


class ReceiptLine(ChapterOwned, Base):
    """What a receipt acknowledges: a payment or an accepted intake line, each on one live line."""

    receipt_id: Mapped[UUID]
    position: Mapped[int]
    payment_id: Mapped[UUID | None]
    intake_line_id: Mapped[UUID | None]
    amount: Mapped[Money] = money_column("amount")
    live: Mapped[bool] = mapped_column(default=True)

    receipt: Mapped[Receipt] = relationship(
        primaryjoin="Receipt.id == foreign(ReceiptLine.receipt_id)", back_populates="lines"
    )
    payment: Mapped[Payment | None] = relationship(
        primaryjoin="Payment.id == foreign(ReceiptLine.payment_id)"
    )
    intake_line: Mapped[IntakeLine | None] = relationship(
        primaryjoin="IntakeLine.id == foreign(ReceiptLine.intake_line_id)"
    )

    __table_args__ = (
        chapter_fk("receipt_id", "receipt"),
        chapter_fk("payment_id", "payment"),
        chapter_fk("intake_line_id", "intake_line"),
        *money_check("amount", positive=True),
        sa.CheckConstraint(
            "(payment_id IS NULL) <> (intake_line_id IS NULL)", name="payment_or_goods"
        ),
        sa.Index("ix_receipt_line_receipt", "chapter_id", "receipt_id"),
        unique_while("live", "uq_receipt_line_live_payment", "chapter_id", "payment_id"),
        unique_while("live", "uq_receipt_line_live_intake_line", "chapter_id", "intake_line_id"),
    )


class ReceiptPaper(ChapterOwned, Base):
    """The bytes of a paper, drawn once and served as stored. Insert-only, by trigger."""

    receipt_id: Mapped[UUID]
    kind: Mapped[PaperKind] = mapped_column(status_type(PaperKind))
    sha256: Mapped[str] = mapped_column(sa.String(64))
    content: Mapped[bytes] = deferred(mapped_column(sa.LargeBinary, nullable=False))
    drawn_at: Mapped[datetime] = mapped_column(default=clock.now)

    receipt: Mapped[Receipt] = relationship(
        primaryjoin="Receipt.id == foreign(ReceiptPaper.receipt_id)", back_populates="papers"
    )

    __table_args__ = (
        chapter_fk("receipt_id", "receipt"),
        sa.UniqueConstraint("chapter_id", "receipt_id", "kind"),
    )


class FlagReason(StrEnum):
    """Why a receipt no longer says what happened."""

    PAYMENT_REVERSED = "payment_reversed"
    PAYMENT_REFUNDED = "payment_refunded"
    PAYMENT_DISPUTED = "payment_disputed"


class ReceiptFlag(ChapterOwned, Base):
    """A reason why staff should look at a receipt and void or replace it; the receipt stays as it is.

    `lifted_at` says that the reason went away, such as a dispute that was won.
    """

    receipt_id: Mapped[UUID]
    reason: Mapped[str] = mapped_column(sa.String(40))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    lifted_at: Mapped[datetime | None]

    receipt: Mapped[Receipt] = relationship(
        primaryjoin="Receipt.id == foreign(ReceiptFlag.receipt_id)", back_populates="flags"
    )

    __table_args__ = (
        chapter_fk("receipt_id", "receipt"),
        sa.UniqueConstraint("chapter_id", "receipt_id", "reason"),
    )


class ReceiptReplacement(ChapterOwned, Base):
    """A receipt that stands for a voided one: one for one, written once and never changed."""

    receipt_id: Mapped[UUID]
    replaces_id: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    receipt: Mapped[Receipt] = relationship(
        primaryjoin="Receipt.id == foreign(ReceiptReplacement.receipt_id)"
    )
    replaces: Mapped[Receipt] = relationship(
        primaryjoin="Receipt.id == foreign(ReceiptReplacement.replaces_id)"
    )

    __table_args__ = (
        chapter_fk("receipt_id", "receipt"),
        chapter_fk("replaces_id", "receipt"),
        sa.UniqueConstraint("chapter_id", "receipt_id"),
        sa.UniqueConstraint("chapter_id", "replaces_id"),
        sa.CheckConstraint("receipt_id <> replaces_id", name="two_receipts"),
    )
