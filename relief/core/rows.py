"""Fetch a row of the chosen chapter, or say that it is not here."""

from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa

from relief.core.db import Base, db

Row = TypeVar("Row", bound=Base)


class RowMissing(LookupError):
    """No such row in the chosen chapter: a 404, the same for a foreign and for an invented id."""


def get(kind: type[Row], row_id: UUID) -> Row:
    """Return the row. Raise RowMissing when the chosen chapter has none of that id."""
    row = db.session.get(kind, row_id)
    if row is None:
        raise RowMissing(kind.__name__)
    return row


def named(kind: type[Row], **names: object) -> Row | None:
    """Return the row of the chosen chapter whose columns hold these values; None without one."""
    return db.session.scalars(sa.select(kind).filter_by(**names)).first()


def count(kind: type[Row], *conditions: sa.ColumnElement[bool]) -> int:
    """Return how many rows of the chosen chapter meet the conditions."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(kind).where(*conditions)) or 0


def lock(row: Row) -> Row:
    """Read a row again under its lock, so that the second of two people sees what the first did.

    On SQLite the whole transaction already holds the writer's place in the queue.
    """
    db.session.flush()
    # Only the row itself: what was loaded beside it by an outer join cannot be locked.
    db.session.refresh(row, with_for_update={"of": type(row)})
    return row


def lock_in_order(kind: type[Row], ids: set[UUID]) -> dict[UUID, Row]:
    """Lock several rows in the order of their ids, so that two transactions cannot embrace."""
    rows = db.session.scalars(
        sa.select(kind)
        .where(kind.id.in_(ids))  # type: ignore[attr-defined]  # every row has an id
        .order_by(kind.id)  # type: ignore[attr-defined]  # every row has an id
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in rows}  # type: ignore[attr-defined]  # every row has an id
