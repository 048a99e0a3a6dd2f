"""The sheets, what belongs on one, and what moved while it was counted."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from relief.core import rows
from relief.core.db import db
from relief.core.paging import Listing, Page, page_of
from relief.counts.models import CountLine, CountStatus, StockCount
from relief.stock.models import Balance, Category, Item, Lot, Movement, Place, Reason

ADJUSTING = (
    Reason.COUNTED_LESS,
    Reason.COUNTED_MORE,
    Reason.DAMAGED,
    Reason.EXPIRED,
    Reason.LOST,
)


def whole_count(count_id: UUID) -> StockCount:
    """Return a sheet with its place, lines, lots and items. Raise RowMissing."""
    lots = selectinload(StockCount.lines).joinedload(CountLine.lot).joinedload(Lot.item)
    found = db.session.scalars(
        sa.select(StockCount)
        .where(StockCount.id == count_id)
        .options(joinedload(StockCount.place), joinedload(StockCount.item), lots)
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise rows.RowMissing(StockCount.__name__)
    return found


def count_by_nonce(nonce: UUID) -> StockCount | None:
    """Return the sheet that a form made before, None for a new form."""
    return db.session.scalars(sa.select(StockCount).where(StockCount.nonce == nonce)).first()


def page_of_counts(
    listing: Listing,
    *,
    text: str = "",
    status: CountStatus | None = None,
    place_id: UUID | None = None,
) -> Page[StockCount]:
    """Return one page of sheets by reference, with their places and lines."""
    statement = sa.select(StockCount).options(
        joinedload(StockCount.place), joinedload(StockCount.item), selectinload(StockCount.lines)
    )
    if text:
        statement = statement.where(StockCount.reference.contains(text.upper(), autoescape=True))
    if status is not None:
        statement = statement.where(StockCount.status == status)
    if place_id is not None:
        statement = statement.where(StockCount.place_id == place_id)
    columns = {"started": StockCount.started_at, "reference": StockCount.reference}
    return page_of(statement, listing, columns=columns, row_id=StockCount.id)


def lots_to_count(
    place: Place, *, category: Category | None, item: Item | None, limit: int
) -> list[Lot]:
    """Return the lots that the ledger says are at a place, by item and then by last day."""
    asked = (
        sa.select(Lot)
        .join(Balance, Balance.lot_id == Lot.id)
        .join(Lot.item)
        .where(Balance.place_id == place.id, Balance.on_hand > 0)
    )
    if category is not None:
        asked = asked.where(Item.category == category)
    if item is not None:
        asked = asked.where(Item.id == item.id)
    ordered = asked.order_by(Item.search_key, Lot.expires_on.is_(None), Lot.expires_on, Lot.id)
    return list(db.session.scalars(ordered.limit(limit)))


def adjusted_since(count: StockCount, lines: Sequence[CountLine]) -> set[UUID]:
    """Return the lines whose lot somebody adjusted at the place after it was counted."""
    moved = _movements(count, lines, Movement.reason.in_(ADJUSTING))
    return {
        line.id
        for line in lines
        for move in moved
        if move.lot_id == line.lot_id
        and line.counted_at is not None
        and move.at > line.counted_at
        and None in {move.from_place_id, move.to_place_id}
    }


def moved_while_counting(count: StockCount) -> dict[UUID, int]:
    """Return, by line, the units that came and went between the start and the counting, together.

    Somebody who counted on paper and typed later looks at these again.
    """
    found: dict[UUID, int] = {}
    moved = _movements(count, count.lines)
    for line in count.lines:
        units = sum(
            move.quantity
            for move in moved
            if move.lot_id == line.lot_id
            and line.counted_at is not None
            and move.at <= line.counted_at
        )
        if units:
            found[line.id] = units
    return found


def _movements(
    count: StockCount, lines: Sequence[CountLine], *conditions: sa.ColumnElement[bool]
) -> list[Movement]:
    here = count.place_id
    return list(
        db.session.scalars(
            sa.select(Movement).where(
                Movement.lot_id.in_({line.lot_id for line in lines}),
                sa.or_(Movement.from_place_id == here, Movement.to_place_id == here),
                Movement.at >= count.started_at,
                *conditions,
            )
        )
    )


def count_waiting() -> int:
    """Return how many sheets wait for a second person."""
    return rows.count(StockCount, StockCount.status == CountStatus.SUBMITTED)
