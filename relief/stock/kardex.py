"""The kardex: what came and went of an item or of a lot, and what was there after each movement."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from relief.core.db import db
from relief.core.paging import Listing, Page, page_of
from relief.stock.models import INVISIBLE, Lot, Movement, Place, PlaceKind


def page_of_movements(
    listing: Listing, *, item_id: UUID | None = None, lot_id: UUID | None = None
) -> Page[Movement]:
    """Return one page of the movements of an item or of a lot, by moment and key."""
    statement = sa.select(Movement).options(
        joinedload(Movement.lot), joinedload(Movement.from_place), joinedload(Movement.to_place)
    )
    statement = statement.where(*_of(item_id, lot_id))
    return page_of(statement, listing, columns={"at": Movement.at}, row_id=Movement.id)


def running(
    movements: Sequence[Movement], *, item_id: UUID | None = None, lot_id: UUID | None = None
) -> dict[UUID, int]:
    """Return the units on hand after each movement of a kardex page, newest first or oldest first.

    What is on the road is not on hand, as in `on_hand_by_item`. One query.
    """
    if not movements:
        return {}
    real = sa.select(Place.id).where(Place.kind.not_in(INVISIBLE))
    came = sa.case((Movement.to_place_id.in_(real), Movement.quantity), else_=0)
    went = sa.case((Movement.from_place_id.in_(real), Movement.quantity), else_=0)
    ordered = sorted(movements, key=lambda each: (each.at, each.id))
    last = ordered[-1]
    statement = sa.select(sa.func.coalesce(sa.func.sum(came - went), 0)).where(
        sa.tuple_(Movement.at, Movement.id)
        <= sa.tuple_(sa.literal(last.at, Movement.at.type), sa.literal(last.id, Movement.id.type)),
        *_of(item_id, lot_id),
    )
    after, found = int(db.session.scalar(statement) or 0), {}
    for movement in reversed(ordered):
        found[movement.id] = after
        after -= _change(movement)
    return found


def _change(movement: Movement) -> int:
    """Return how many units a movement brought to the chapter's places, less what it took."""
    came = movement.to_place is not None and movement.to_place.kind is not PlaceKind.TRANSIT
    went = movement.from_place is not None and movement.from_place.kind is not PlaceKind.TRANSIT
    return movement.quantity * (came - went)


def _of(item_id: UUID | None, lot_id: UUID | None) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if item_id is not None:
        found.append(Movement.lot_id.in_(sa.select(Lot.id).where(Lot.item_id == item_id)))
    if lot_id is not None:
        found.append(Movement.lot_id == lot_id)
    return found
