"""What a kit is made of, each time kits were put together, and each time some were taken apart."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from relief.core import clock
from relief.core.db import Base
from relief.core.tenancy import ChapterOwned, chapter_fk
from relief.stock.models import Item, Lot, Place


class KitComponent(ChapterOwned, Base):
    """So many units of an item that one kit holds, by today's recipe."""

    kit_item_id: Mapped[UUID]
    item_id: Mapped[UUID]
    quantity: Mapped[int]
    position: Mapped[int]

    item: Mapped[Item] = relationship(primaryjoin="Item.id == foreign(KitComponent.item_id)")

    __table_args__ = (
        chapter_fk("kit_item_id", "item"),
        chapter_fk("item_id", "item"),
        sa.UniqueConstraint("chapter_id", "kit_item_id", "item_id"),
        sa.Index("ix_kit_component_item", "chapter_id", "item_id"),
        sa.CheckConstraint("quantity > 0", name="quantity_positive"),
        sa.CheckConstraint("kit_item_id <> item_id", name="not_of_itself"),
    )


class KitAssembly(ChapterOwned, Base):
    """Kits put together at a place, at one time. Insert-only; its movements name it."""

    reference: Mapped[str] = mapped_column(sa.String(20))
    item_id: Mapped[UUID]
    place_id: Mapped[UUID]
    quantity: Mapped[int]
    notes: Mapped[str] = mapped_column(default="")
    made_by: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    nonce: Mapped[UUID]

    item: Mapped[Item] = relationship(primaryjoin="Item.id == foreign(KitAssembly.item_id)")
    place: Mapped[Place] = relationship(primaryjoin="Place.id == foreign(KitAssembly.place_id)")

    __table_args__ = (
        chapter_fk("item_id", "item"),
        chapter_fk("place_id", "place"),
        sa.UniqueConstraint("chapter_id", "reference"),
        sa.UniqueConstraint("chapter_id", "nonce"),
        sa.Index("ix_kit_assembly_at", "chapter_id", "made_at", "id"),
        sa.CheckConstraint("quantity > 0", name="quantity_positive"),
    )


class KitDismantling(ChapterOwned, Base):
    """Kits of one lot taken apart at a place, and why. Insert-only."""

    assembly_id: Mapped[UUID]
    lot_id: Mapped[UUID]
    place_id: Mapped[UUID]
    quantity: Mapped[int]
    reason: Mapped[str]
    taken_by: Mapped[str]
    taken_at: Mapped[datetime] = mapped_column(default=clock.now)
    nonce: Mapped[UUID]

    lot: Mapped[Lot] = relationship(primaryjoin="Lot.id == foreign(KitDismantling.lot_id)")
    place: Mapped[Place] = relationship(primaryjoin="Place.id == foreign(KitDismantling.place_id)")

    __table_args__ = (
        chapter_fk("assembly_id", "kit_assembly"),
        chapter_fk("lot_id", "lot"),
        chapter_fk("place_id", "place"),
        sa.UniqueConstraint("chapter_id", "nonce"),
        sa.Index("ix_kit_dismantling_assembly", "chapter_id", "assembly_id", "taken_at"),
        sa.CheckConstraint("quantity > 0", name="quantity_positive"),
    )
