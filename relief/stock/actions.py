"""Keep the catalogue and the places, count what is there, move it, hold it back, write it off."""

from collections.abc import Mapping
from typing import Any

from relief.audit.actions import record
from relief.audit.queries import who_did
from relief.core import rows
from relief.core.db import db
from relief.core.text import search_key
from relief.core.words import word
from relief.stock import ledger, queries
from relief.stock.errors import (
    CountBelowReserved,
    ItemKnown,
    LotAlreadyThere,
    LotUnderRecall,
    PlaceClosed,
    PlaceKnown,
    ReasonDoesNotFit,
    SamePlace,
)
from relief.stock.ledger import Line
from relief.stock.models import (
    Category,
    Item,
    Lot,
    LotStatus,
    Movement,
    Place,
    PlaceKind,
    Reason,
)

FEWER = frozenset({Reason.COUNTED_LESS, Reason.DAMAGED, Reason.LOST, Reason.EXPIRED})
WRITE_OFFS = (Reason.DAMAGED, Reason.LOST, Reason.EXPIRED)


def create_item(*, sku: str, name: str, category: Category, unit: str, **details: Any) -> Item:
    """Add an item to the catalogue. `reference_value` is Money of one unit. Raise ItemKnown."""
    _refuse_known_item(sku)
    item = Item(sku=sku, name=name, category=category, unit=unit, **details)
    item.search_key = _item_key(item)
    db.session.add(item)
    db.session.flush()
    record("stock:item:created", item, after={"sku": sku, "name": name, "category": category})
    return item


def edit_item(item: Item, *, changes: Mapping[str, Any]) -> None:
    """Change an item; values already frozen in intakes stay. Raise ItemKnown."""
    rows.lock(item)
    _refuse_known_item(changes.get("sku", item.sku), item)
    if _change(item, changes, tag="stock:item:edited"):
        item.search_key = _item_key(item)
        db.session.flush()


def create_place(*, name: str, kind: PlaceKind, city: str = "", **details: Any) -> Place:
    """Add a warehouse or a collection point. Raise PlaceKnown.

    `details`: address, latitude and longitude in degrees.
    """
    _refuse_known_place(name)
    place = Place(name=name, search_key=search_key(name), kind=kind, city=city, **details)
    db.session.add(place)
    db.session.flush()
    record("stock:place:created", place, after={"name": name, "kind": kind, "city": city})
    return place


def edit_place(place: Place, *, changes: Mapping[str, Any]) -> None:
    """Change a place, or say that it is no longer used. Raise PlaceKnown."""
    rows.lock(place)
    _refuse_known_place(changes.get("name", place.name), place)
    if _change(place, changes, tag="stock:place:edited"):
        place.search_key = search_key(place.name)
        db.session.flush()


def adjust(
    lot: Lot, place: Place, *, counted: int, reason: Reason, note: str = ""
) -> Movement | None:
    """Bring a lot at a place to the units counted there; None when the count agrees.

    Raise CountBelowReserved when deliveries were promised more, ReasonDoesNotFit when the reason
    tells of a loss and there is a find, or the other way round.
    """
    balance = ledger.lock([lot.id], [place])[lot.id, place.id]
    before = balance.on_hand
    if counted == before:
        return None
    if counted < balance.reserved:
        raise CountBelowReserved(reserved=balance.reserved)
    if reason not in (FEWER if counted < before else {Reason.COUNTED_MORE}):
        raise ReasonDoesNotFit(before=before, counted=counted)
    (movement,) = ledger.move(
        [Line(lot, abs(counted - before))],
        source=place if counted < before else None,
        target=place if counted > before else None,
        reason=reason,
        note=note,
    )
    _record_adjusted(movement, lot, place, before=before, after=counted)
    return movement


def write_off(lot: Lot, place: Place, *, quantity: int, reason: Reason, note: str = "") -> Movement:
    """Take out units that expired, broke or were lost. Raise NotEnoughStock, ReasonDoesNotFit."""
    balance = ledger.lock([lot.id], [place])[lot.id, place.id]
    before = balance.on_hand
    if reason not in WRITE_OFFS:
        raise ReasonDoesNotFit(before=before, counted=before - quantity)
    (movement,) = ledger.move(
        [Line(lot, quantity)], source=place, target=None, reason=reason, note=note
    )
    _record_adjusted(movement, lot, place, before=before, after=before - quantity)
    return movement


def transfer(lot: Lot, *, source: Place, target: Place, quantity: int) -> Movement:
    """Move units between two places. Raise NotEnoughStock, SamePlace, PlaceClosed."""
    if source.id == target.id:
        raise SamePlace(name=target.name)
    if not target.active:
        raise PlaceClosed(name=target.name)
    (movement,) = ledger.move(
        [Line(lot, quantity)], source=source, target=target, reason=Reason.TRANSFERRED
    )
    record(
        "stock:goods:transferred",
        lot,
        before={"place": source.name},
        after={"place": target.name, "quantity": quantity},
    )
    return movement


def hold_lot(lot: Lot, status: LotStatus, *, reason: str) -> None:
    """Put a lot in quarantine or let it go. Raise LotAlreadyThere, or LotUnderRecall for a recalled one."""
    rows.lock(lot)
    if lot.status is LotStatus.RECALLED:
        raise LotUnderRecall(lot=lot.code)
    set_lot_status(lot, status, reason=reason)


def set_lot_status(lot: Lot, status: LotStatus, *, reason: str) -> None:
    """Hold a lot back or let it go. Raise LotAlreadyThere when somebody did it first."""
    rows.lock(lot)
    if lot.status is status:
        actor = who_did(lot.id, "stock:lot:moved")
        raise LotAlreadyThere(actor=actor, lot=lot.code, state=word(status))
    before, lot.status = lot.status, status
    db.session.flush()
    record(
        "stock:lot:moved",
        lot,
        before={"status": before},
        after={"status": status, "reason": reason},
    )


def _record_adjusted(
    movement: Movement, lot: Lot, place: Place, *, before: int, after: int
) -> None:
    record(
        "stock:balance:adjusted",
        lot,
        before={"quantity": before},
        after={
            "quantity": after,
            "place": place.name,
            "reason": movement.reason,
            "note": movement.note,
        },
    )


def _change(row: Item | Place, changes: Mapping[str, Any], *, tag: str) -> bool:
    changed = {key: value for key, value in changes.items() if getattr(row, key) != value}
    if not changed:
        return False
    before = {key: getattr(row, key) for key in changed}
    for key, value in changed.items():
        setattr(row, key, value)
    record(tag, row, before=before, after=changed)
    return True


def _item_key(item: Item) -> str:
    return search_key(f"{item.name} {item.name_en or ''} {item.sku}")


def _refuse_known_item(sku: str, item: Item | None = None) -> None:
    known = queries.item_by_sku(sku, other_than=item.id if item else None)
    if known is not None:
        raise ItemKnown(sku=sku, name=known.name)


def _refuse_known_place(name: str, place: Place | None = None) -> None:
    known = queries.place_by_name(name, other_than=place.id if place else None)
    if known is not None:
        raise PlaceKnown(name=known.name)
