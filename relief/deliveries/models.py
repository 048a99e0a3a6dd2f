"""Goods that left: planned, picked, dispatched, handed over, and signed for."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from relief.core import clock
from relief.core.db import Base, plain_choice, status_type
from relief.core.tenancy import ChapterOwned, chapter_fk
from relief.hospitals.models import Hospital
from relief.needs.models import Need, NeedLine
from relief.stock.models import Item, Lot, Place, PlaceKind


class DeliveryStatus(StrEnum):
    """Where a delivery stands."""

    PLANNED = "planned"
    PICKING = "picking"
    PACKED = "packed"
    DISPATCHED = "dispatched"
    IN_TRANSIT = "in_transit"
    DELIVERED = "delivered"
    DELIVERED_WITH_DIFFERENCES = "delivered_with_differences"
    FAILED = "failed"
    RETURNED = "returned"
    CANCELLED = "cancelled"


ON_THE_ROAD = (DeliveryStatus.DISPATCHED, DeliveryStatus.IN_TRANSIT)
HANDED_OVER = (DeliveryStatus.DELIVERED, DeliveryStatus.DELIVERED_WITH_DIFFERENCES)
RESERVING = (DeliveryStatus.PLANNED, DeliveryStatus.PICKING, DeliveryStatus.PACKED)


class ProofStatus(StrEnum):
    """Where an acuse stands."""

    CONFIRMED = "confirmed"
    DISPUTED = "disputed"


class ProofSource(StrEnum):
    """How the acuse reached us."""

    LINK = "link"
    STAFF = "staff"
    DRIVER = "driver"
    PAPER = "paper"


class DifferenceReason(StrEnum):
    """Why a line was not accepted whole."""

    MISSING = "missing"
    DAMAGED = "damaged"
    EXPIRED = "expired"
    WRONG_ITEM = "wrong_item"
    NOT_NEEDED = "not_needed"
    OTHER = "other"


class Delivery(ChapterOwned, Base):
    """One trip to one hospital from one place, for one need or for none."""

    reference: Mapped[str] = mapped_column(sa.String(20))
    hospital_id: Mapped[UUID]
    place_id: Mapped[UUID]
    need_id: Mapped[UUID | None]
    status: Mapped[DeliveryStatus] = mapped_column(
        status_type(DeliveryStatus), default=DeliveryStatus.PLANNED
    )
    planned_for: Mapped[date]
    driver_name: Mapped[str] = mapped_column(default="")
    driver_phone: Mapped[str] = mapped_column(default="")
    vehicle: Mapped[str] = mapped_column(default="")
    plates: Mapped[str] = mapped_column(default="")
    notes: Mapped[str] = mapped_column(default="")
    # Why lots that expire earlier stayed behind; empty where the earliest went first.
    order_reason: Mapped[str] = mapped_column(default="", server_default="")
    closing_reason: Mapped[str] = mapped_column(default="")
    nonce: Mapped[UUID | None]
    dispatched_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    hospital: Mapped[Hospital] = relationship(
        primaryjoin="Hospital.id == foreign(Delivery.hospital_id)"
    )
    place: Mapped[Place] = relationship(primaryjoin="Place.id == foreign(Delivery.place_id)")
    need: Mapped[Need | None] = relationship(primaryjoin="Need.id == foreign(Delivery.need_id)")
    lines: Mapped[list["DeliveryLine"]] = relationship(
        primaryjoin="Delivery.id == foreign(DeliveryLine.delivery_id)",
        back_populates="delivery",
        order_by="DeliveryLine.position, DeliveryLine.id",
    )
    proof: Mapped["Proof | None"] = relationship(
        primaryjoin="Delivery.id == foreign(Proof.delivery_id)",
        back_populates="delivery",
        uselist=False,
    )

    __table_args__ = (
        chapter_fk("hospital_id", "hospital"),
        chapter_fk("place_id", "place"),
        chapter_fk("need_id", "need"),
        sa.UniqueConstraint("chapter_id", "reference"),
        sa.UniqueConstraint("chapter_id", "nonce"),
        sa.Index("ix_delivery_status", "chapter_id", "status", "planned_for", "id"),
        sa.Index("ix_delivery_planned", "chapter_id", "planned_for", "id"),
        sa.Index("ix_delivery_need", "chapter_id", "need_id"),
        sa.Index("ix_delivery_hospital", "chapter_id", "hospital_id"),
    )

    @property
    def direct(self) -> bool:
        """Say whether a donor brings the goods itself, past every place of ours."""
        return self.place.kind is PlaceKind.DIRECT

    @property
    def units(self) -> int:
        """Return how many units were sent, of all items together."""
        return sum(line.quantity for line in self.lines)


class DeliveryLine(ChapterOwned, Base):
    """So many of one lot. At the hospital: accepted, short and damaged add up to what was sent.

    `damaged` are all units that came and were not accepted. `returned` are those of them that were
    whole: they came back to their lot, and the rest was written off.
    """

    delivery_id: Mapped[UUID]
    position: Mapped[int]
    need_line_id: Mapped[UUID | None]
    item_id: Mapped[UUID]
    lot_id: Mapped[UUID]
    quantity: Mapped[int]
    picked: Mapped[bool] = mapped_column(default=False)
    accepted: Mapped[int | None]
    short: Mapped[int] = mapped_column(default=0)
    damaged: Mapped[int] = mapped_column(default=0)
    returned: Mapped[int] = mapped_column(default=0, server_default="0")
    difference_reason: Mapped[DifferenceReason | None] = mapped_column(
        plain_choice(DifferenceReason)
    )
    difference_note: Mapped[str] = mapped_column(default="")

    delivery: Mapped[Delivery] = relationship(
        primaryjoin="Delivery.id == foreign(DeliveryLine.delivery_id)", back_populates="lines"
    )
    need_line: Mapped[NeedLine | None] = relationship(
        primaryjoin="NeedLine.id == foreign(DeliveryLine.need_line_id)"
    )
    item: Mapped[Item] = relationship(primaryjoin="Item.id == foreign(DeliveryLine.item_id)")
    lot: Mapped[Lot] = relationship(primaryjoin="Lot.id == foreign(DeliveryLine.lot_id)")

    __table_args__ = (
        chapter_fk("delivery_id", "delivery"),
        chapter_fk("need_line_id", "need_line"),
        chapter_fk("item_id", "item"),
        chapter_fk("lot_id", "lot"),
        sa.CheckConstraint("quantity > 0", name="quantity_positive"),
        sa.CheckConstraint("short >= 0 AND damaged >= 0", name="differences_not_negative"),
        sa.CheckConstraint(
            "accepted IS NULL OR (accepted >= 0 AND accepted + short + damaged = quantity)",
            name="adds_up",
        ),
        sa.Index("ix_delivery_line_delivery", "chapter_id", "delivery_id"),
        sa.Index("ix_delivery_line_lot", "chapter_id", "lot_id"),
        sa.Index("ix_delivery_line_need_line", "chapter_id", "need_line_id"),
    )

    @property
    def spoiled(self) -> int:
        """Return how many units came damaged and were written off."""
        return self.damaged - self.returned

    @hybrid_property
    def committed(self) -> int:
        """The units that are reserved and have not left. A question joins the delivery."""
        return self.quantity if self.delivery.status in RESERVING else 0

    @committed.inplace.expression
    @classmethod
    def _committed(cls) -> sa.ColumnElement[int]:
        return sa.case((Delivery.status.in_(RESERVING), cls.quantity), else_=0)

    @hybrid_property
    def in_transit(self) -> int:
        """The units that are on the road. A question joins the delivery."""
        return self.quantity if self.delivery.status in ON_THE_ROAD else 0

    @in_transit.inplace.expression
    @classmethod
    def _in_transit(cls) -> sa.ColumnElement[int]:
        return sa.case((Delivery.status.in_(ON_THE_ROAD), cls.quantity), else_=0)


class Proof(ChapterOwned, Base):
    """The acuse de recibo: who signed for a delivery, when, and how we know. One a delivery."""

    delivery_id: Mapped[UUID]
    status: Mapped[ProofStatus] = mapped_column(status_type(ProofStatus))
    source: Mapped[ProofSource] = mapped_column(status_type(ProofSource))
    receiver_name: Mapped[str]
    receiver_title: Mapped[str]
    remarks: Mapped[str] = mapped_column(default="")
    confirmed_at: Mapped[datetime]

    delivery: Mapped[Delivery] = relationship(
        primaryjoin="Delivery.id == foreign(Proof.delivery_id)", back_populates="proof"
    )

    __table_args__ = (
        chapter_fk("delivery_id", "delivery"),
        sa.UniqueConstraint("chapter_id", "delivery_id"),
    )
