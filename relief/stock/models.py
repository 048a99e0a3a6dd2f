"""Goods on hand: the catalogue, the places, the lots, and the ledger of their movements."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from relief.campaigns.models import Campaign
from relief.core import clock
from relief.core.db import Base, optional_money_column, status_type
from relief.core.money import Money
from relief.core.tenancy import ChapterOwned, chapter_fk
from relief.donors.models import Donor


class Category(StrEnum):
    """What a relief item is for."""

    MEAL = "meal"
    PPE = "ppe"
    PANTRY_KIT = "pantry_kit"
    OTHER = "other"


class ExpiryRule(StrEnum):
    """Whether a lot of the item must say when it expires."""

    NONE = "none"
    REQUIRED = "required"
    SAME_DAY = "same_day"


class PlaceKind(StrEnum):
    """Where goods can be.

    Two are invisible, one of each a chapter: what is on the road, and what a donor brings to a
    hospital without passing a warehouse.
    """

    WAREHOUSE = "warehouse"
    COLLECTION_POINT = "collection_point"
    TRANSIT = "transit"
    DIRECT = "direct"


INVISIBLE = (PlaceKind.TRANSIT, PlaceKind.DIRECT)
"""Places that nobody chooses: they are in no list and count as no stock on hand."""


class LotStatus(StrEnum):
    """Whether a lot may be sent out."""

    AVAILABLE = "available"
    QUARANTINED = "quarantined"
    RECALLED = "recalled"


class Reason(StrEnum):
    """Why goods moved."""

    RECEIVED = "received"
    DISPATCHED = "dispatched"
    DELIVERED = "delivered"
    RETURNED = "returned"
    TRANSFERRED = "transferred"
    COUNTED_MORE = "counted_more"
    COUNTED_LESS = "counted_less"
    DAMAGED = "damaged"
    LOST = "lost"
    EXPIRED = "expired"
    ASSEMBLED = "assembled"
    DISASSEMBLED = "disassembled"


class Item(ChapterOwned, Base):
    """A relief item. `reference_value` is the price list's value of one unit."""

    sku: Mapped[str] = mapped_column(sa.String(20))
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    search_key: Mapped[str]
    category: Mapped[Category] = mapped_column(status_type(Category))
    unit: Mapped[str]
    pack_size: Mapped[int] = mapped_column(default=1)
    pack_label: Mapped[str] = mapped_column(default="")
    sat_key: Mapped[str] = mapped_column(sa.String(8), default="")
    sat_unit: Mapped[str] = mapped_column(sa.String(3), default="")
    expiry_rule: Mapped[ExpiryRule] = mapped_column(
        status_type(ExpiryRule), default=ExpiryRule.NONE
    )
    reference_value: Mapped[Money | None] = optional_money_column("reference_value")
    weight_grams: Mapped[int | None]
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        sa.UniqueConstraint("chapter_id", "sku", info={"field": "sku"}),
        sa.CheckConstraint("pack_size > 0", name="pack_size_positive"),
        sa.Index("ix_item_name", "chapter_id", "search_key", "id"),
    )

    def label(self, language: str) -> str:
        """Return the name in the reader's language."""
        return self.name_en or self.name if language == "en" else self.name


class ItemPack(ChapterOwned, Base):
    """Another way an item comes packed, besides the item's own pack: so many units in each."""

    item_id: Mapped[UUID]
    label: Mapped[str]
    label_key: Mapped[str]
    units: Mapped[int]

    __table_args__ = (
        chapter_fk("item_id", "item"),
        sa.UniqueConstraint("chapter_id", "item_id", "label_key", info={"field": "label"}),
        sa.CheckConstraint("units > 1", name="more_than_one"),
    )


class Place(ChapterOwned, Base):
    """A warehouse or a collection point."""

    name: Mapped[str]
    search_key: Mapped[str]
    kind: Mapped[PlaceKind] = mapped_column(status_type(PlaceKind))
    city: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (sa.UniqueConstraint("chapter_id", "search_key", info={"field": "name"}),)


class MinimumLevel(ChapterOwned, Base):
    """Units of an item that should be available at a place; without one, at all places together."""

    item_id: Mapped[UUID]
    place_id: Mapped[UUID | None]
    units: Mapped[int]

    item: Mapped[Item] = relationship(primaryjoin="Item.id == foreign(MinimumLevel.item_id)")
    place: Mapped[Place | None] = relationship(
        primaryjoin="Place.id == foreign(MinimumLevel.place_id)"
    )

    __table_args__ = (
        chapter_fk("item_id", "item"),
        chapter_fk("place_id", "place"),
        sa.UniqueConstraint("chapter_id", "item_id", "place_id"),
        sa.CheckConstraint("units > 0", name="units_positive"),
    )


class Lot(ChapterOwned, Base):
    """Goods of one item that came together. Keeps its donor and campaign for the trace.

    `unit_value` is the approved value of one unit; None until someone approved it.
    """

    item_id: Mapped[UUID]
    code: Mapped[str] = mapped_column(sa.String(40))
    expires_on: Mapped[date | None]
    status: Mapped[LotStatus] = mapped_column(status_type(LotStatus), default=LotStatus.AVAILABLE)
    donor_id: Mapped[UUID | None]
    campaign_id: Mapped[UUID | None]
    unit_value: Mapped[Money | None] = optional_money_column("unit_value")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    item: Mapped[Item] = relationship(primaryjoin="Item.id == foreign(Lot.item_id)")
    donor: Mapped[Donor | None] = relationship(primaryjoin="Donor.id == foreign(Lot.donor_id)")
    campaign: Mapped[Campaign | None] = relationship(
        primaryjoin="Campaign.id == foreign(Lot.campaign_id)"
    )
    balances: Mapped[list["Balance"]] = relationship(
        primaryjoin="Lot.id == foreign(Balance.lot_id)", viewonly=True
    )

    __table_args__ = (
        chapter_fk("item_id", "item"),
        chapter_fk("donor_id", "donor"),
        chapter_fk("campaign_id", "campaign"),
        sa.UniqueConstraint("chapter_id", "code"),
        sa.Index("ix_lot_item", "chapter_id", "item_id", "expires_on"),
        sa.Index("ix_lot_expiry", "chapter_id", "expires_on", "id"),
    )


class LotPart(ChapterOwned, Base):
    """What one unit of a kit lot is made of: so many units of another lot, the same in every unit.

    Insert-only. A kit is made of goods and never of kits, so that one step leads from goods to
    every kit that holds them.
    """

    kit_lot_id: Mapped[UUID]
    part_lot_id: Mapped[UUID]
    quantity: Mapped[int]

    kit_lot: Mapped[Lot] = relationship(primaryjoin="Lot.id == foreign(LotPart.kit_lot_id)")
    part_lot: Mapped[Lot] = relationship(primaryjoin="Lot.id == foreign(LotPart.part_lot_id)")

    __table_args__ = (
        chapter_fk("kit_lot_id", "lot"),
        chapter_fk("part_lot_id", "lot"),
        sa.UniqueConstraint("chapter_id", "kit_lot_id", "part_lot_id"),
        sa.Index("ix_lot_part_part", "chapter_id", "part_lot_id"),
        sa.CheckConstraint("quantity > 0", name="quantity_positive"),
        sa.CheckConstraint("kit_lot_id <> part_lot_id", name="not_of_itself"),
    )


class Balance(ChapterOwned, Base):
    """How much of a lot is at a place. Written by `stock.ledger` only; the CHECKs are the second wall."""

    lot_id: Mapped[UUID]
    place_id: Mapped[UUID]
    on_hand: Mapped[int] = mapped_column(default=0)
    reserved: Mapped[int] = mapped_column(default=0)

    lot: Mapped[Lot] = relationship(primaryjoin="Lot.id == foreign(Balance.lot_id)")
    place: Mapped[Place] = relationship(primaryjoin="Place.id == foreign(Balance.place_id)")

    __table_args__ = (
        chapter_fk("lot_id", "lot"),
        chapter_fk("place_id", "place"),
        sa.UniqueConstraint("chapter_id", "lot_id", "place_id"),
        sa.Index("ix_balance_place", "chapter_id", "place_id"),
        sa.CheckConstraint("on_hand >= 0", name="on_hand_not_negative"),
        sa.CheckConstraint("reserved >= 0", name="reserved_not_negative"),
        sa.CheckConstraint("reserved <= on_hand", name="reserved_within_on_hand"),
    )

    @property
    def available(self) -> int:
        """Return what may still be promised: on hand less reserved."""
        return self.on_hand - self.reserved


class Movement(ChapterOwned, Base):
    """One line of the ledger. No `from` means it came from outside, no `to` that it left for good.

    Append-only: the database refuses UPDATE and DELETE; a mistake is undone by a new line.
    """

    lot_id: Mapped[UUID]
    from_place_id: Mapped[UUID | None]
    to_place_id: Mapped[UUID | None]
    quantity: Mapped[int]
    reason: Mapped[Reason] = mapped_column(status_type(Reason))
    source_id: Mapped[UUID | None]
    note: Mapped[str] = mapped_column(default="")
    actor_label: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=clock.now)

    lot: Mapped[Lot] = relationship(primaryjoin="Lot.id == foreign(Movement.lot_id)")
    from_place: Mapped[Place | None] = relationship(
        primaryjoin="Place.id == foreign(Movement.from_place_id)"
    )
    to_place: Mapped[Place | None] = relationship(
        primaryjoin="Place.id == foreign(Movement.to_place_id)"
    )

    __table_args__ = (
        chapter_fk("lot_id", "lot"),
        chapter_fk("from_place_id", "place"),
        chapter_fk("to_place_id", "place"),
        sa.CheckConstraint("quantity > 0", name="quantity_positive"),
        sa.CheckConstraint(
            "from_place_id IS NOT NULL OR to_place_id IS NOT NULL", name="somewhere"
        ),
        sa.CheckConstraint(
            "from_place_id IS NULL OR to_place_id IS NULL OR from_place_id <> to_place_id",
            name="really_moves",
        ),
        sa.Index("ix_movement_lot", "chapter_id", "lot_id", "id"),
        sa.Index("ix_movement_at", "chapter_id", "at", "id"),
        sa.Index("ix_movement_source", "chapter_id", "source_id"),
    )


class ExpiryAlert(ChapterOwned, Base):
    """That coordinators were told of a lot within so many days of its last one. Once for each."""

    lot_id: Mapped[UUID]
    days: Mapped[int]
    told_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        chapter_fk("lot_id", "lot"),
        sa.UniqueConstraint("chapter_id", "lot_id", "days"),
    )
