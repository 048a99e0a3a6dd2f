"""What travels between places, and what could."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from relief.core import rows
from relief.core.db import db
from relief.core.paging import Listing, Page, page_of
from relief.stock.models import Lot
from relief.transfers.models import Transfer, TransferLine, TransferStatus


def whole_transfer(transfer_id: UUID) -> Transfer:
    """Return a transfer with its places, lines, lots and items. Raise RowMissing."""
    lots = selectinload(Transfer.lines).joinedload(TransferLine.lot).joinedload(Lot.item)
    found = db.session.scalars(
        sa.select(Transfer)
        .where(Transfer.id == transfer_id)
        .options(joinedload(Transfer.source), joinedload(Transfer.target), lots)
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise rows.RowMissing(Transfer.__name__)
    return found


def transfer_by_nonce(nonce: UUID) -> Transfer | None:
    """Return the transfer that a form made before, None for a new form."""
    return db.session.scalars(sa.select(Transfer).where(Transfer.nonce == nonce)).first()


def page_of_transfers(
    listing: Listing,
    *,
    text: str = "",
    status: TransferStatus | None = None,
    place_id: UUID | None = None,
) -> Page[Transfer]:
    """Return one page of transfers by reference or carrier; those from or to a place."""
    statement = sa.select(Transfer).options(
        joinedload(Transfer.source), joinedload(Transfer.target), selectinload(Transfer.lines)
    )
    if text:
        statement = statement.where(
            Transfer.reference.contains(text.upper(), autoescape=True)
            | Transfer.carrier.contains(text, autoescape=True)
        )
    if status is not None:
        statement = statement.where(Transfer.status == status)
    if place_id is not None:
        ends = (Transfer.source_id == place_id, Transfer.target_id == place_id)
        statement = statement.where(sa.or_(*ends))
    columns = {"sent": Transfer.sent_at, "reference": Transfer.reference}
    return page_of(statement, listing, columns=columns, row_id=Transfer.id)


def count_on_the_road() -> int:
    """Return how many transfers wait to be counted in."""
    return rows.count(Transfer, Transfer.status == TransferStatus.IN_TRANSIT)
