"""The only writer of movements and balances.

Every movement locks the balances it touches, in the order of their ids; nothing may go below
zero, and the database checks it again. Goods come from outside (no `source`), move between
places, or leave for good (no `target`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from relief.core import context, tenancy
from relief.core.db import db, is_postgresql, new_id
from relief.stock.errors import NotEnoughStock, NothingReserved
from relief.stock.models import Balance, Lot, Movement, Place, PlaceKind, Reason


@dataclass(frozen=True)
class Line:
    """So many units of one lot."""

    lot: Lot
    quantity: int


def move(
    lines: Sequence[Line],
    *,
    source: Place | None,
    target: Place | None,
    reason: Reason,
    source_id: UUID | None = None,
    note: str = "",
    from_reserved: bool = False,
) -> list[Movement]:
    """Move goods and write it down. `source_id` names the record that caused it.

    With `from_reserved` what leaves was promised before and the promise is used up. Raise
    NotEnoughStock, or NothingReserved, before anything is written.
    """
    balances = lock([line.lot.id for line in lines], [p for p in (source, target) if p])
    written = []
    for line in lines:
        if source is not None:
            _take(balances[line.lot.id, source.id], line, from_reserved=from_reserved)
        if target is not None:
            balances[line.lot.id, target.id].on_hand += line.quantity
        written.append(
            Movement(
                lot_id=line.lot.id,
                from_place_id=source.id if source else None,
                to_place_id=target.id if target else None,
                quantity=line.quantity,
                reason=reason,
                source_id=source_id,
                note=note,
                actor_label=context.current_actor().label,
            )
        )
    db.session.add_all(written)
    db.session.flush()
    return written


def _take(balance: Balance, line: Line, *, from_reserved: bool) -> None:
    if from_reserved:
        if balance.reserved < line.quantity:
            raise NothingReserved(lot=line.lot.code)
        balance.reserved -= line.quantity
    if balance.available < line.quantity:
        raise NotEnoughStock(
            item=line.lot.item.name,
            lot=line.lot.code,
            available=balance.available,
            wanted=line.quantity,
        )
    balance.on_hand -= line.quantity


def reserve(lines: Sequence[Line], *, place: Place) -> None:
    """Promise goods to a delivery. Raise NotEnoughStock when others were quicker."""
    balances = lock([line.lot.id for line in lines], [place])
    for line in lines:
        balance = balances[line.lot.id, place.id]
        if balance.available < line.quantity:
            raise NotEnoughStock(
                item=line.lot.item.name,
                lot=line.lot.code,
                available=balance.available,
                wanted=line.quantity,
            )
        balance.reserved += line.quantity
    db.session.flush()


def release(lines: Sequence[Line], *, place: Place) -> None:
    """Take a promise back. Raise NothingReserved when there was none."""
    balances = lock([line.lot.id for line in lines], [place])
    for line in lines:
        balance = balances[line.lot.id, place.id]
        if balance.reserved < line.quantity:
            raise NothingReserved(lot=line.lot.code)
        balance.reserved -= line.quantity
    db.session.flush()


def lock(lots: Sequence[UUID], places: Sequence[Place]) -> dict[tuple[UUID, UUID], Balance]:
    """Return the balances of these lots at these places, locked until commit, made if absent."""
    place_ids = sorted({place.id for place in places})
    wanted = [(lot, place) for lot in sorted(set(lots)) for place in place_ids]
    insert = (postgresql.insert if is_postgresql() else sqlite.insert)(Balance)
    chapter = tenancy.chapter_id()
    db.session.execute(
        insert.on_conflict_do_nothing(index_elements=["chapter_id", "lot_id", "place_id"]),
        [
            {
                "id": new_id(),
                "chapter_id": chapter,
                "lot_id": lot,
                "place_id": place,
                "on_hand": 0,
                "reserved": 0,
            }
            for lot, place in wanted
        ],
    )
    found = db.session.scalars(
        sa.select(Balance)
        .where(Balance.lot_id.in_(set(lots)), Balance.place_id.in_(place_ids))
        .order_by(Balance.lot_id, Balance.place_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {(balance.lot_id, balance.place_id): balance for balance in found}


def transit() -> Place:
    """Return the chapter's place for what is on the road, made when first needed."""
    found = db.session.scalars(sa.select(Place).where(Place.kind == PlaceKind.TRANSIT)).first()
    if found is None:
        found = Place(name="En tránsito", search_key="en transito", kind=PlaceKind.TRANSIT)
        db.session.add(found)
        db.session.flush()
    return found
