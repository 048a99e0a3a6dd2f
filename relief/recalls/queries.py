"""The recalls, and what each has found and done."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from relief.core import rows
from relief.core.db import db
from relief.core.paging import Listing, Page, page_of
from relief.core.text import search_key
from relief.recalls.models import Recall, RecallLot, RecallNotice, RecallStatus
from relief.stock.models import Item, Lot


def whole_recall(recall_id: UUID) -> Recall:
    """Return a recall with its lot, item, what it holds and who was told. Raise RowMissing."""
    found = db.session.scalars(
        sa.select(Recall)
        .where(Recall.id == recall_id)
        .options(
            joinedload(Recall.lot).joinedload(Lot.item),
            selectinload(Recall.held),
            selectinload(Recall.notices).joinedload(RecallNotice.hospital),
        )
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise rows.RowMissing(Recall.__name__)
    return found


def recall_by_nonce(nonce: UUID) -> Recall | None:
    """Return the recall that a form made before, None for a new form."""
    return db.session.scalars(sa.select(Recall).where(Recall.nonce == nonce)).first()


def open_recall_of(lot_id: UUID) -> Recall | None:
    """Return the open recall that began with a lot."""
    asked = sa.select(Recall).where(
        Recall.lot_id == lot_id, Recall.status == RecallStatus.IN_PROGRESS
    )
    return db.session.scalars(asked).first()


def open_recalls_holding(lot_ids: set[UUID]) -> list[Recall]:
    """Return the open recalls that hold one of these lots, by reference."""
    held = sa.select(RecallLot.recall_id).where(RecallLot.lot_id.in_(lot_ids))
    asked = sa.select(Recall).where(Recall.id.in_(held), Recall.status == RecallStatus.IN_PROGRESS)
    return list(db.session.scalars(asked.order_by(Recall.reference)))


def page_of_recalls(
    listing: Listing, *, text: str = "", status: RecallStatus | None = None
) -> Page[Recall]:
    """Return one page of recalls by reference, lot or item."""
    statement = (
        sa.select(Recall)
        .join(Recall.lot)
        .join(Lot.item)
        .options(joinedload(Recall.lot).joinedload(Lot.item))
    )
    if text:
        statement = statement.where(
            Recall.reference.contains(text.upper(), autoescape=True)
            | Lot.code.contains(text, autoescape=True)
            | Item.search_key.contains(search_key(text), autoescape=True)
        )
    if status is not None:
        statement = statement.where(Recall.status == status)
    columns = {"opened": Recall.opened_at, "reference": Recall.reference}
    return page_of(statement, listing, columns=columns, row_id=Recall.id)


def count_open() -> int:
    """Return how many recalls are in progress."""
    return rows.count(Recall, Recall.status == RecallStatus.IN_PROGRESS)
