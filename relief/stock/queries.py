"""What there is, where it is, and until when it is good."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from relief.chapters.queries import get_chapter
from relief.core import clock, rows, tenancy
from relief.core.db import db
from relief.core.paging import Listing, Page, page_of
from relief.core.text import search_key
from relief.stock.models import INVISIBLE, Balance, Category, Item, Lot, LotStatus, Place
from relief.stock.units import name_of


@dataclass(frozen=True)
class OnHand:
    """Units of one item at the chapter's places, without what is on the road.

    `held` is what nobody promised but may not be sent: expired, in quarantine or recalled.
    """

    on_hand: int = 0
    reserved: int = 0
    available: int = 0
    nearest_expiry: date | None = None

    @property
    def held(self) -> int:
        """Return the units that are neither promised nor fit to be."""
        return self.on_hand - self.reserved - self.available


def today() -> date:
    """Return the date on the wall of the chosen chapter."""
    return clock.today(get_chapter(tenancy.chapter_id()).zone)


def get_item(item_id: UUID) -> Item:
    """Return an item of the chapter. Raise RowMissing."""
    return rows.get(Item, item_id)


def get_place(place_id: UUID) -> Place:
    """Return a warehouse or collection point of the chapter. Raise RowMissing."""
    place = rows.get(Place, place_id)
    if place.kind in INVISIBLE:
        raise rows.RowMissing("Place")
    return place


def get_lot(lot_id: UUID) -> Lot:
    """Return a lot of the chapter. Raise RowMissing."""
    lot = db.session.scalars(
        sa.select(Lot)
        .where(Lot.id == lot_id)
        .options(joinedload(Lot.item), joinedload(Lot.donor), joinedload(Lot.campaign))
    ).first()
    if lot is None:
        raise rows.RowMissing("Lot")
    return lot


def item_choices(language: str = "es") -> list[tuple[UUID, str]]:
    """Return the items in use, for choosing, by name, with their unit."""
    found = db.session.scalars(sa.select(Item).where(Item.active).order_by(Item.search_key))
    return [(item.id, f"{item.label(language)} ({name_of(item.unit)})") for item in found]


def place_choices() -> list[tuple[UUID, str]]:
    """Return the places in use, for choosing, by name."""
    return [(place.id, place.name) for place in places(active=True)]


def places(*, active: bool = False) -> list[Place]:
    """Return the warehouses and collection points, by name; all of them unless `active`."""
    statement = sa.select(Place).where(Place.kind.not_in(INVISIBLE))
    if active:
        statement = statement.where(Place.active)
    return list(db.session.scalars(statement.order_by(Place.search_key)))


def page_of_items(
    listing: Listing,
    *,
    text: str = "",
    category: Category | None = None,
    place_id: UUID | None = None,
    expiring_by: date | None = None,
    among: Collection[UUID] | None = None,
) -> Page[Item]:
    """Return one page of items; with a place or a day, those with goods there or expiring by then.

    `among` narrows it to these items.
    """
    statement = sa.select(Item)
    if among is not None:
        statement = statement.where(Item.id.in_(among))
    if text:
        statement = statement.where(Item.search_key.contains(search_key(text), autoescape=True))
    if category is not None:
        statement = statement.where(Item.category == category)
    if place_id is not None or expiring_by is not None:
        held = (
            sa.select(Lot.item_id)
            .select_from(Balance)
            .join(Balance.lot)
            .join(Balance.place)
            .where(Balance.on_hand > 0, Place.kind.not_in(INVISIBLE))
        )
        if place_id is not None:
            held = held.where(Balance.place_id == place_id)
        if expiring_by is not None:
            held = held.where(Lot.expires_on <= expiring_by)
        statement = statement.where(Item.id.in_(held))
    columns = {"name": Item.search_key, "sku": Item.sku, "category": Item.category}
    return page_of(statement, listing, columns=columns, row_id=Item.id)


def on_hand_by_item(
    item_ids: Sequence[UUID] | None = None, *, place_id: UUID | None = None
) -> dict[UUID, OnHand]:
    """Return what there is of each item that has any, in one query, all items unless named."""
    fit = sa.and_(
        Lot.status == LotStatus.AVAILABLE,
        sa.or_(Lot.expires_on.is_(None), Lot.expires_on >= today()),
    )
    statement = (
        sa.select(
            Lot.item_id,
            sa.func.sum(Balance.on_hand),
            sa.func.sum(Balance.reserved),
            sa.func.sum(sa.case((fit, Balance.on_hand - Balance.reserved), else_=0)),
            sa.func.min(Lot.expires_on),
        )
        .select_from(Balance)
        .join(Balance.lot)
        .join(Balance.place)
        .where(Balance.on_hand > 0, Place.kind.not_in(INVISIBLE))
        .group_by(Lot.item_id)
    )
    if item_ids is not None:
        statement = statement.where(Lot.item_id.in_(item_ids))
    if place_id is not None:
        statement = statement.where(Balance.place_id == place_id)
    return {
        item_id: OnHand(int(on_hand), int(reserved), int(available), nearest)
        for item_id, on_hand, reserved, available, nearest in db.session.execute(statement)
    }


def _balances() -> sa.Select[Balance]:
    """Balances with something on hand, their lots, items and places loaded."""
    return (
        sa.select(Balance)
        .join(Balance.lot)
        .join(Lot.item)
        .join(Balance.place)
        .options(
            contains_eager(Balance.lot).contains_eager(Lot.item), contains_eager(Balance.place)
        )
        .where(Balance.on_hand > 0)
    )


_FEFO = (Lot.expires_on.is_(None), Lot.expires_on, Lot.created_at, Lot.id, Balance.place_id)
"""First expired first out; what does not expire comes last, the oldest of it first."""


def available_lots(item_id: UUID, place_id: UUID, on: date) -> list[Balance]:
    """Return what may be sent from a place on a local date of the chapter, first expired first.

    A lot is good up to and including its last day. Quarantined and recalled lots are left out.
    """
    return list(db.session.scalars(_sendable(place_id, on).where(Lot.item_id == item_id)))


def available_of(item_ids: Collection[UUID], place_id: UUID, on: date) -> dict[UUID, list[Balance]]:
    """Return what may be sent of each of these items from a place, as `available_lots`; one query."""
    found: dict[UUID, list[Balance]] = {item_id: [] for item_id in item_ids}
    for balance in db.session.scalars(_sendable(place_id, on).where(Lot.item_id.in_(item_ids))):
        found[balance.lot.item_id].append(balance)
    return found


def available_at(place_id: UUID, on: date) -> list[Balance]:
    """Return what may be sent from a place, as `available_lots`, of every item at once."""
    return list(db.session.scalars(_sendable(place_id, on)))


def _sendable(place_id: UUID, on: date) -> sa.Select[Balance]:
    statement = _balances().where(
        Balance.place_id == place_id,
        Balance.on_hand > Balance.reserved,
        Lot.status == LotStatus.AVAILABLE,
        sa.or_(Lot.expires_on.is_(None), Lot.expires_on >= on),
    )
    return statement.order_by(*_FEFO)


def expiring(before: date, *, limit: int = 100) -> list[Balance]:
    """Return what is on hand and expires by `before` or already did, soonest first."""
    statement = _balances().where(Lot.expires_on <= before, Place.kind.not_in(INVISIBLE))
    return list(db.session.scalars(statement.order_by(*_FEFO).limit(limit)))


def lots_of_item(item_id: UUID, *, limit: int = 200) -> list[Balance]:
    """Return where an item's lots are, on the road too, first expired first."""
    statement = _balances().where(Lot.item_id == item_id)
    return list(db.session.scalars(statement.order_by(*_FEFO).limit(limit)))


def balances_of_lot(lot_id: UUID) -> list[Balance]:
    """Return where a lot is, on the road too."""
    statement = _balances().where(Balance.lot_id == lot_id)
    return list(db.session.scalars(statement.order_by(Place.search_key)))


def units_by_place() -> dict[UUID, int]:
    """Return how many units are at each place that has any."""
    statement = sa.select(Balance.place_id, sa.func.sum(Balance.on_hand)).group_by(Balance.place_id)
    return {place: int(units) for place, units in db.session.execute(statement) if units}


def lot_by_code(code: str) -> Lot | None:
    """Return the lot of a code, None when no lot has it."""
    return db.session.scalars(sa.select(Lot).where(Lot.code == code)).first()


def item_by_sku(sku: str, *, other_than: UUID | None = None) -> Item | None:
    """Return another item under the same code."""
    statement = sa.select(Item).where(Item.sku == sku)
    if other_than is not None:
        statement = statement.where(Item.id != other_than)
    return db.session.scalars(statement).first()


def place_by_name(name: str, *, other_than: UUID | None = None) -> Place | None:
    """Return another place of the same name, whatever its accents and capitals."""
    statement = sa.select(Place).where(Place.search_key == search_key(name))
    if other_than is not None:
        statement = statement.where(Place.id != other_than)
    return db.session.scalars(statement).first()


def lots_at(place_id: UUID, *, text: str = "", limit: int = 300) -> list[Balance]:
    """Return what is at a place, held or not, by item and then first expired first.

    `text` is part of an item's name or code, or of a lot's code, whatever its accents.
    """
    statement = _balances().where(Balance.place_id == place_id)
    if key := search_key(text):
        lot = sa.func.lower(Lot.code).contains(key, autoescape=True)
        statement = statement.where(lot | Item.search_key.contains(key, autoescape=True))
    return list(db.session.scalars(statement.order_by(Item.search_key, *_FEFO).limit(limit)))
