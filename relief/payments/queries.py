"""Which payments there are, and what is still to be paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from relief.core.db import db
from relief.core.money import Money
from relief.core.paging import Listing, Page, page_of
from relief.core.rows import RowMissing
from relief.core.text import search_key
from relief.donors.models import Donor
from relief.payments.models import Method, Payment, PaymentStatus
from relief.pledges.models import Pledge, PledgeLine


def get_payment(payment_id: UUID) -> Payment:
    """Return a payment of the chapter with all that its page names. Raise RowMissing."""
    payment = db.session.scalars(_with_names().where(Payment.id == payment_id)).first()
    if payment is None:
        raise RowMissing("Payment")
    return payment


def payment_of_form(nonce: UUID) -> Payment | None:
    """Return the payment that a form with this nonce already made, None if it is the first."""
    return db.session.scalars(sa.select(Payment).where(Payment.nonce == nonce)).first()


@dataclass(frozen=True)
class Sought:
    """What the list of payments is narrowed by; the days are of arrival, both included."""

    text: str = ""
    status: PaymentStatus | None = None
    method: Method | None = None
    campaign_id: UUID | None = None
    since: date | None = None
    until: date | None = None


def page_of_payments(listing: Listing, sought: Sought) -> Page[Payment]:
    """Return one page of payments; the text is sought in references and in donors' names."""
    statement = _with_names().where(*_conditions(sought))
    columns = {"received": Payment.received_on, "recorded": Payment.created_at}
    return page_of(statement, listing, columns=columns, row_id=Payment.id)


def _conditions(sought: Sought) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if sought.text:
        found.append(_holds(sought.text))
    for column, value in (
        (Payment.status, sought.status),
        (Payment.method, sought.method),
        (Payment.campaign_id, sought.campaign_id),
    ):
        if value is not None:
            found.append(column == value)
    if sought.since is not None:
        found.append(Payment.received_on >= sought.since)
    if sought.until is not None:
        found.append(Payment.received_on <= sought.until)
    return found


def _holds(text: str) -> sa.ColumnElement[bool]:
    donors = sa.select(Donor.id).where(Donor.search_key.contains(search_key(text), autoescape=True))
    return sa.or_(
        Payment.reference == text.upper(),
        sa.func.lower(Payment.bank_reference).contains(text.lower(), autoescape=True),
        Payment.donor_id.in_(donors),
    )


def to_confirm(*, limit: int = 10) -> Sequence[Payment]:
    """Return the payments that wait for the treasurer, the oldest first."""
    return db.session.scalars(
        _with_names()
        .where(Payment.status == PaymentStatus.PENDING)
        .order_by(Payment.received_on, Payment.id)
        .limit(limit)
    ).all()


def count_to_confirm() -> int:
    """Return how many payments wait for the treasurer."""
    waiting = sa.select(sa.func.count(Payment.id)).where(Payment.status == PaymentStatus.PENDING)
    return db.session.scalar(waiting) or 0


def open_amount(line: PledgeLine) -> Money:
    """Return what may still be recorded for a cash line: neither paid nor waiting to be confirmed."""
    if line.outstanding is None:
        raise ValueError("a line of goods is not paid")
    waiting = db.session.scalar(
        sa.select(sa.func.coalesce(sa.func.sum(Payment.__table__.c.amount_minor), 0)).where(
            Payment.pledge_id == line.pledge_id, Payment.status == PaymentStatus.PENDING
        )
    )
    left = line.outstanding.minor - int(waiting or 0)
    return Money(max(left, 0), line.outstanding.currency)


def _with_names() -> sa.Select[Payment]:
    return sa.select(Payment).options(
        joinedload(Payment.donor),
        joinedload(Payment.campaign),
        joinedload(Payment.pledge).selectinload(Pledge.lines),
        selectinload(Payment.reversal),
    )
