"""Minimum levels: what should be available of an item, and of which there is less."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from relief.audit.actions import record
from relief.core import rows
from relief.core.db import db
from relief.stock.models import INVISIBLE, Balance, Item, Lot, LotStatus, MinimumLevel, Place
from relief.stock.queries import today


@dataclass(frozen=True)
class Level:
    """A minimum beside what may be sent today: neither promised, held back nor expired."""

    minimum: MinimumLevel
    available: int

    @property
    def missing(self) -> int:
        """Return the units that are missing to the minimum; none when there is enough."""
        return max(0, self.minimum.units - self.available)


def levels(item_ids: Sequence[UUID] | None = None) -> list[Level]:
    """Return the minimums of items in use, of all unless named, each beside what there is."""
    statement = (
        sa.select(MinimumLevel)
        .join(MinimumLevel.item)
        .where(Item.active)
        .order_by(Item.search_key, MinimumLevel.id)
        .options(joinedload(MinimumLevel.place))
    )
    if item_ids is not None:
        statement = statement.where(MinimumLevel.item_id.in_(item_ids))
    minimums = db.session.scalars(statement).all()
    units = _available({each.item_id for each in minimums})
    return [Level(each, units[each.item_id, each.place_id]) for each in minimums]


def low(item_ids: Sequence[UUID] | None = None) -> dict[UUID, Level]:
    """Return the items with less than a minimum, each with the one that misses most."""
    found: dict[UUID, Level] = {}
    for level in sorted(levels(item_ids), key=lambda each: each.missing):
        if level.missing:
            found[level.minimum.item_id] = level
    return found


def count_low() -> int:
    """Return of how many items there is less than a minimum."""
    return len(low())


def set_minimum(item: Item, *, place: Place | None, units: int) -> None:
    """Say how many units should be available at a place, or at all together; none with zero."""
    rows.lock(item)
    known = db.session.scalars(
        sa.select(MinimumLevel).where(
            MinimumLevel.item_id == item.id,
            MinimumLevel.place_id == (place.id if place else None),
        )
    ).first()
    before = known.units if known else 0
    if units == before:
        return
    if known is None:
        db.session.add(
            MinimumLevel(item_id=item.id, place_id=place.id if place else None, units=units)
        )
    elif units:
        known.units = units
    else:
        db.session.delete(known)
    db.session.flush()
    where = {"place": place.name} if place else {}
    record(
        "stock:minimum:changed",
        item,
        before={"quantity": before},
        after={"quantity": units, **where},
    )


def _available(item_ids: set[UUID]) -> Counter[tuple[UUID, UUID | None]]:
    """Return what may be sent of each item, by place, and under no place what there is in all."""
    statement = (
        sa.select(Lot.item_id, Balance.place_id, sa.func.sum(Balance.on_hand - Balance.reserved))
        .select_from(Balance)
        .join(Balance.lot)
        .join(Balance.place)
        .where(
            Lot.item_id.in_(item_ids),
            Lot.status == LotStatus.AVAILABLE,
            sa.or_(Lot.expires_on.is_(None), Lot.expires_on >= today()),
            Place.kind.not_in(INVISIBLE),
        )
        .group_by(Lot.item_id, Balance.place_id)
    )
    found: Counter[tuple[UUID, UUID | None]] = Counter()
    for item_id, place_id, units in db.session.execute(statement):
        found[item_id, place_id] = int(units)
        found[item_id, None] += int(units)
    return found
