"""Goods bought with donated cash: the invoice, its lines, and the intake that brings them in."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from relief.campaigns.models import Campaign, EarmarkKind
from relief.core import clock
from relief.core.db import Base, money_check, money_column, status_type
from relief.core.money import Money
from relief.core.tenancy import ChapterOwned, chapter_fk
from relief.stock.models import Item, Lot, Place


class PurchaseStatus(StrEnum):
    """Where a purchase stands. Pending waits for a second person; its money is spoken for already."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    RECEIVED = "received"
    RECEIVED_WITH_DIFFERENCES = "received_with_differences"
    CANCELLED = "cancelled"


CAME_IN = (PurchaseStatus.RECEIVED, PurchaseStatus.RECEIVED_WITH_DIFFERENCES)
SPENT = (PurchaseStatus.PENDING, PurchaseStatus.CONFIRMED, *CAME_IN)
"""The money is spent, or held for it."""
OPEN = (PurchaseStatus.PENDING, PurchaseStatus.CONFIRMED)
"""Nothing came in yet: it may be cancelled."""


class MissingReason(StrEnum):
    """Why fewer came in than were bought."""

    SHORT = "short"
    DAMAGED = "damaged"
    EXPIRED = "expired"
    WRONG_ITEM = "wrong_item"


class Purchase(ChapterOwned, Base):
    """One invoice, paid with the money of one campaign and, of it, one earmark or none.

    The earmark is named as pledges name theirs, by a copy. `total` is the sum of the lines.
    """

    reference: Mapped[str] = mapped_column(sa.String(20))
    campaign_id: Mapped[UUID]
    earmark_kind: Mapped[EarmarkKind | None] = mapped_column(status_type(EarmarkKind))
    earmark_name: Mapped[str] = mapped_column(default="")
    earmark_name_en: Mapped[str] = mapped_column(default="")
    supplier: Mapped[str] = mapped_column(sa.String(200))
    supplier_key: Mapped[str]
    invoice_no: Mapped[str] = mapped_column(sa.String(40))
    invoiced_on: Mapped[date]
    total: Mapped[Money] = money_column("total")
    status: Mapped[PurchaseStatus] = mapped_column(status_type(PurchaseStatus))
    file_hash: Mapped[str] = mapped_column(sa.String(64))
    file_name: Mapped[str] = mapped_column(sa.String(120))
    media_type: Mapped[str] = mapped_column(sa.String(60))
    notes: Mapped[str] = mapped_column(default="")
    closing_reason: Mapped[str] = mapped_column(default="")
    nonce: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    campaign: Mapped[Campaign] = relationship(
        primaryjoin="Campaign.id == foreign(Purchase.campaign_id)"
    )
    lines: Mapped[list["PurchaseLine"]] = relationship(
        primaryjoin="Purchase.id == foreign(PurchaseLine.purchase_id)",
        back_populates="purchase",
        order_by="PurchaseLine.position, PurchaseLine.id",
    )
    intake: Mapped["PurchaseIntake | None"] = relationship(
        primaryjoin="Purchase.id == foreign(PurchaseIntake.purchase_id)",
        back_populates="purchase",
        uselist=False,
    )

    __table_args__ = (
        chapter_fk("campaign_id", "campaign"),
        sa.UniqueConstraint("chapter_id", "reference"),
        sa.UniqueConstraint("chapter_id", "nonce"),
        *money_check("total", positive=True),
        sa.Index("ix_purchase_day", "chapter_id", "invoiced_on", "id"),
        sa.Index("ix_purchase_status", "chapter_id", "status", "invoiced_on", "id"),
        sa.Index("ix_purchase_campaign", "chapter_id", "campaign_id", "status"),
        sa.Index("ix_purchase_invoice", "chapter_id", "supplier_key", "invoice_no"),
    )

    def earmark(self, language: str) -> str:
        """Return the earmark's name in the reader's language; '' for none."""
        return self.earmark_name_en or self.earmark_name if language == "en" else self.earmark_name


class PurchaseLine(ChapterOwned, Base):
    """One item of an invoice. `cost` is of the whole line, taxes included, and so is what it is worth."""

    purchase_id: Mapped[UUID]
    position: Mapped[int]
    item_id: Mapped[UUID]
    quantity: Mapped[int]
    cost: Mapped[Money] = money_column("cost")
    lot_id: Mapped[UUID | None]
    received: Mapped[int | None]
    missing_reason: Mapped[MissingReason | None] = mapped_column(status_type(MissingReason))
    missing_note: Mapped[str] = mapped_column(default="")
    expires_on: Mapped[date | None]

    purchase: Mapped[Purchase] = relationship(
        primaryjoin="Purchase.id == foreign(PurchaseLine.purchase_id)", back_populates="lines"
    )
    item: Mapped[Item] = relationship(primaryjoin="Item.id == foreign(PurchaseLine.item_id)")
    lot: Mapped[Lot | None] = relationship(primaryjoin="Lot.id == foreign(PurchaseLine.lot_id)")

    __table_args__ = (
        chapter_fk("purchase_id", "purchase"),
        chapter_fk("item_id", "item"),
        chapter_fk("lot_id", "lot"),
        sa.UniqueConstraint("chapter_id", "lot_id"),
        *money_check("cost", positive=True),
        sa.CheckConstraint("quantity > 0", name="quantity_positive"),
        sa.CheckConstraint(
            "received IS NULL OR (received >= 0 AND received <= quantity)", name="received_within"
        ),
        sa.CheckConstraint(
            "received IS NULL OR received = quantity OR missing_reason IS NOT NULL",
            name="missing_explained",
        ),
        sa.Index("ix_purchase_line_purchase", "chapter_id", "purchase_id"),
    )


class PurchaseIntake(ChapterOwned, Base):
    """The goods of a purchase at the door: once, at one place. There is no donor and no receipt."""

    reference: Mapped[str] = mapped_column(sa.String(20))
    purchase_id: Mapped[UUID]
    place_id: Mapped[UUID]
    arrived_on: Mapped[date]
    delivered_by: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    purchase: Mapped[Purchase] = relationship(
        primaryjoin="Purchase.id == foreign(PurchaseIntake.purchase_id)", back_populates="intake"
    )
    place: Mapped[Place] = relationship(primaryjoin="Place.id == foreign(PurchaseIntake.place_id)")

    __table_args__ = (
        chapter_fk("purchase_id", "purchase"),
        chapter_fk("place_id", "place"),
        sa.UniqueConstraint("chapter_id", "reference"),
        sa.UniqueConstraint("chapter_id", "purchase_id"),
    )
