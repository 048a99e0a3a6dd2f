"""Which lots are inside which: from goods to the kits made of them, and back."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from relief.core import rows
from relief.core.db import db
from relief.core.money import Money
from relief.stock.models import Lot, LotPart


def parts_of(lot_ids: Collection[UUID]) -> dict[UUID, list[LotPart]]:
    """Return what one kit of each lot holds, the lots and their givers loaded; one query."""
    return _by("kit_lot_id", sa.select(LotPart).where(LotPart.kit_lot_id.in_(lot_ids)))


def kits_with(lot_ids: Collection[UUID]) -> dict[UUID, list[LotPart]]:
    """Return the kit lots that hold something of each lot; one query."""
    return _by("part_lot_id", sa.select(LotPart).where(LotPart.part_lot_id.in_(lot_ids)))


def contents() -> sa.Subquery:
    """Return the goods that one unit of each lot is: `lot_id`, `origin_id` and `units`.

    A kit is its parts, so many units of each; everything else is one of itself. Join it where
    goods are counted or valued, so that what went into a kit is neither lost nor counted twice.
    """
    return (
        sa.select(
            Lot.id.label("lot_id"),
            sa.func.coalesce(LotPart.part_lot_id, Lot.id).label("origin_id"),
            sa.func.coalesce(LotPart.quantity, 1).label("units"),
        )
        .outerjoin(LotPart, LotPart.kit_lot_id == Lot.id)
        .subquery("contents")
    )


def has_kit_lots(item_ids: Collection[UUID]) -> set[UUID]:
    """Return which of the items were ever assembled here."""
    found = sa.select(Lot.item_id).where(
        Lot.item_id.in_(item_ids), Lot.id.in_(sa.select(LotPart.kit_lot_id))
    )
    return set(db.session.scalars(found.distinct()))


def worth(parts: Iterable[tuple[Lot, int]]) -> Money | None:
    """Return the value of so many units of each lot together.

    None while one of them has no approved value, or when they are in two currencies.
    """
    total: Money | None = None
    for lot, units in parts:
        if lot.unit_value is None:
            return None
        value = lot.unit_value * units
        if total is not None and total.currency != value.currency:
            return None
        total = value if total is None else total + value
    return total


def revalue_kits(part: Lot) -> None:
    """Bring the kits that hold something of a lot to what their parts are worth by now."""
    db.session.flush()
    kits = {each.kit_lot_id for each in kits_with([part.id]).get(part.id, [])}
    locked = rows.lock_in_order(Lot, kits)
    for kit_id, parts in parts_of(kits).items():
        locked[kit_id].unit_value = worth((each.part_lot, each.quantity) for each in parts)
    db.session.flush()


def _by(column: str, statement: sa.Select[LotPart]) -> dict[UUID, list[LotPart]]:
    found: dict[UUID, list[LotPart]] = defaultdict(list)
    for each in db.session.scalars(
        statement.order_by(LotPart.id)
        .options(
            joinedload(LotPart.part_lot).joinedload(Lot.item),
            joinedload(LotPart.part_lot).joinedload(Lot.donor),
            joinedload(LotPart.kit_lot).joinedload(Lot.item),
        )
        .execution_options(populate_existing=True)
    ):
        found[getattr(each, column)].append(each)
    return dict(found)
