"""Which payments there are, and what is still to be paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from relief.audit.queries import who_did
from relief.core import rows
from relief.core.db import db
from relief.core.money import Currency, Money
from relief.core.paging import Listing, Page, page_of
from relief.core.rows import RowMissing
from relief.core.text import search_key
from relief.donors.models import Donor
from relief.payments.models import (
    COUNTED,
    Dispute,
    DisputeStatus,
    Method,
    Payment,
    PaymentStatus,
    Refund,
    RefundStatus,
)
from relief.pledges.models import Pledge, PledgeLine

MADE = ("payments:refund:made", "payments:refund:sent", "payments:refund:noted")
"""How the record calls a refund when it is written down."""


def get_payment(payment_id: UUID) -> Payment:
    """Return a payment of the chapter with all that its page names. Raise RowMissing."""
    payment = db.session.scalars(_with_names().where(Payment.id == payment_id)).first()
    if payment is None:
        raise RowMissing("Payment")
    return payment


def payment_of_form(nonce: UUID) -> Payment | None:
    """Return the payment that a form with this nonce already made, None if it is the first."""
    return db.session.scalars(sa.select(Payment).where(Payment.nonce == nonce)).first()


def payment_of_provider(provider_ref: str) -> Payment | None:
    """Return the payment that the provider calls so, None when it is not written down yet."""
    return db.session.scalars(
        sa.select(Payment).where(Payment.provider_ref == provider_ref)
    ).first()


def get_refund(refund_id: UUID) -> Refund:
    """Return a refund with its payment. Raise RowMissing."""
    refund = db.session.scalars(
        sa.select(Refund).options(joinedload(Refund.payment)).where(Refund.id == refund_id)
    ).first()
    if refund is None:
        raise RowMissing("Refund")
    return refund


def refund_of_key(idem_key: str) -> Refund | None:
    """Return the refund that was made under a key, None if it is the first."""
    return db.session.scalars(sa.select(Refund).where(Refund.idem_key == idem_key)).first()


def refund_of_provider(provider_ref: str) -> Refund | None:
    """Return the refund that the provider calls so, None when it is not written down yet."""
    return db.session.scalars(sa.select(Refund).where(Refund.provider_ref == provider_ref)).first()


def dispute_of_provider(provider_ref: str) -> Dispute | None:
    """Return the dispute that the provider calls so, None when it is not written down yet."""
    return db.session.scalars(
        sa.select(Dispute).where(Dispute.provider_ref == provider_ref)
    ).first()


def is_disputed(payment: Payment) -> bool:
    """Say whether a dispute of a payment is open."""
    found = db.session.scalar(
        sa.select(Dispute.id).where(
            Dispute.payment_id == payment.id, Dispute.status == DisputeStatus.OPEN
        )
    )
    return found is not None


def who_refunded(payment: Payment) -> str:
    """Return who last gave money of a payment back, as a refusal names them; '' for nobody."""
    newest = db.session.scalars(
        sa.select(Refund.id)
        .where(Refund.payment_id == payment.id, Refund.status != RefundStatus.FAILED)
        .order_by(Refund.created_at.desc(), Refund.id.desc())
        .limit(1)
    ).first()
    return who_did(newest, *MADE) if newest is not None else ""


@dataclass(frozen=True)
class Sought:
    """What the list of payments is narrowed by; the days are of arrival, both included."""

    text: str = ""
    status: PaymentStatus | None = None
    method: Method | None = None
    campaign_id: UUID | None = None
    donor_id: UUID | None = None
    since: date | None = None
    until: date | None = None
    without_rate: bool = False


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
        (Payment.donor_id, sought.donor_id),
    ):
        if value is not None:
            found.append(column == value)
    if sought.since is not None:
        found.append(Payment.received_on >= sought.since)
    if sought.until is not None:
        found.append(Payment.received_on <= sought.until)
    if sought.without_rate:
        found.append(_unrated())
    return found


def _unrated() -> sa.ColumnElement[bool]:
    currency = Payment.__table__.c.amount_currency
    return sa.and_(
        currency == Currency.USD.value,
        Payment.rate_micros.is_(None),
        Payment.status.in_([PaymentStatus.PENDING, *COUNTED]),
    )


def count_unrated() -> int:
    """Return how many payments in dollars still have no exchange rate."""
    return rows.count(Payment, _unrated())


def count_disputed() -> int:
    """Return how many disputes wait for the bank's answer."""
    return rows.count(Dispute, Dispute.status == DisputeStatus.OPEN)


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
    return rows.count(Payment, Payment.status == PaymentStatus.PENDING)


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
        selectinload(Payment.refunds),
        selectinload(Payment.disputes),
        selectinload(Payment.bank_matches),
    )
