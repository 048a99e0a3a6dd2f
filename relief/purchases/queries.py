"""Which purchases there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from relief.core import rows
from relief.core.db import db
from relief.core.paging import Listing, Page, page_of
from relief.core.text import search_key
from relief.purchases.models import SPENT, Purchase, PurchaseIntake, PurchaseLine, PurchaseStatus


@dataclass(frozen=True)
class Sought:
    """What the list is narrowed by; days are local dates of invoices, both included."""

    text: str = ""
    status: PurchaseStatus | None = None
    campaign_id: UUID | None = None
    since: date | None = None
    until: date | None = None


def get_purchase(purchase_id: UUID) -> Purchase:
    """Return a purchase of the chapter with its lines, intake and all they name. Raise RowMissing."""
    found = db.session.scalars(
        sa.select(Purchase)
        .where(Purchase.id == purchase_id)
        .options(
            joinedload(Purchase.campaign),
            joinedload(Purchase.intake).joinedload(PurchaseIntake.place),
            selectinload(Purchase.lines).options(
                joinedload(PurchaseLine.item), joinedload(PurchaseLine.lot)
            ),
        )
    ).first()
    if found is None:
        raise rows.RowMissing("Purchase")
    return found


def purchase_by_nonce(nonce: UUID) -> Purchase | None:
    """Return the purchase that a form already made."""
    return db.session.scalars(sa.select(Purchase).where(Purchase.nonce == nonce)).first()


def purchase_of_invoice(supplier: str, invoice_no: str) -> Purchase | None:
    """Return the purchase that stands for an invoice of a supplier, cancelled ones left out."""
    return db.session.scalars(
        sa.select(Purchase).where(
            Purchase.supplier_key == search_key(supplier),
            Purchase.invoice_no == invoice_no,
            Purchase.status.in_(SPENT),
        )
    ).first()


def page_of_purchases(listing: Listing, sought: Sought) -> Page[Purchase]:
    """Return one page of purchases; the text is part of a reference, a supplier or an invoice number."""
    columns = {
        "day": Purchase.invoiced_on,
        "reference": Purchase.reference,
        "supplier": Purchase.supplier_key,
    }
    return page_of(_narrowed(sought), listing, columns=columns, row_id=Purchase.id)


def all_purchases(sought: Sought) -> Sequence[Purchase]:
    """Return every purchase of a list, by day and reference."""
    statement = _narrowed(sought).order_by(Purchase.invoiced_on, Purchase.reference)
    return db.session.scalars(statement).all()


def count_to_receive() -> int:
    """Return how many purchases wait for their goods."""
    return rows.count(Purchase, Purchase.status == PurchaseStatus.CONFIRMED)


def _narrowed(sought: Sought) -> sa.Select[Purchase]:
    statement = sa.select(Purchase).options(joinedload(Purchase.campaign))
    if sought.text:
        statement = statement.where(
            Purchase.reference.contains(sought.text.upper(), autoescape=True)
            | Purchase.supplier_key.contains(search_key(sought.text), autoescape=True)
            | Purchase.invoice_no.contains(sought.text, autoescape=True)
        )
    if sought.status is not None:
        statement = statement.where(Purchase.status == sought.status)
    if sought.campaign_id is not None:
        statement = statement.where(Purchase.campaign_id == sought.campaign_id)
    if sought.since is not None:
        statement = statement.where(Purchase.invoiced_on >= sought.since)
    if sought.until is not None:
        statement = statement.where(Purchase.invoiced_on <= sought.until)
    return statement
