"""What a scanned label or a few written letters mean: a lot, an item, a place."""

import re
from dataclasses import dataclass, field
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from relief.core.db import db
from relief.core.text import clean_line, search_key
from relief.stock.models import INVISIBLE, Item, Lot, Place
from relief.stock.queries import item_by_sku, lot_by_code

MOST = 20
_LOT_ADDRESS = re.compile(r"/lots/([0-9a-fA-F-]{36})/?(?:[?#].*)?$")


@dataclass(frozen=True)
class Matches:
    """What fits a text, at most MOST of each kind."""

    items: list[Item] = field(default_factory=list)
    lots: list[Lot] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.items or self.lots or self.places)


def scanned_lot(text: str) -> Lot | None:
    """Return the lot whose label was scanned, its address or its code; None when there is none."""
    text = clean_line(text)
    address = _LOT_ADDRESS.search(text)
    try:
        lot_id = UUID(address[1]) if address else None
    except ValueError:
        return None
    if lot_id is not None:
        return db.session.scalars(sa.select(Lot).where(Lot.id == lot_id)).first()
    return lot_by_code(text) or lot_by_code(text.upper())


def scanned_item(text: str) -> Item | None:
    """Return the item of a code, however its letters are written; None when there is none."""
    text = clean_line(text)
    return item_by_sku(text) or item_by_sku(text.upper())


def matches(text: str) -> Matches:
    """Return what has a text in its name or code, whatever its accents and capitals."""
    key = search_key(text)
    if not key:
        return Matches()
    items = sa.select(Item).where(Item.search_key.contains(key, autoescape=True))
    lots = (
        sa.select(Lot)
        .where(sa.func.lower(Lot.code).contains(key, autoescape=True))
        .options(joinedload(Lot.item))
    )
    places = sa.select(Place).where(
        Place.search_key.contains(key, autoescape=True), Place.kind.not_in(INVISIBLE)
    )
    return Matches(
        list(db.session.scalars(items.order_by(Item.search_key).limit(MOST))),
        list(db.session.scalars(lots.order_by(Lot.created_at.desc(), Lot.id).limit(MOST))),
        list(db.session.scalars(places.order_by(Place.search_key).limit(MOST))),
    )
