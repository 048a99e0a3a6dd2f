"""What happened to money and goods between two days, read a few rows at a time.

Each kind of fact is one statement with the same columns. `day` is a local date of the chapter, or
the moment (UTC) of something that has no date of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from relief.accounting.models import Fact
from relief.campaigns.models import Campaign
from relief.core.clock import local
from relief.donors.models import Donor
from relief.intake.models import TAKEN_IN, Intake, IntakeLine
from relief.payments.models import Payment, Refund, RefundStatus, Reversal
from relief.purchases.models import CAME_IN, Purchase, PurchaseStatus
from relief.receipts.models import Receipt, ReceiptLine

OF_A_DISPUTE = "dispute:"
"""How the key of a refund begins that the bank took after a lost dispute."""


@dataclass(frozen=True)
class Span:
    """Days of the chapter's wall, both included, in its zone (an IANA name)."""

    since: date
    until: date
    zone: str

    def holds(self, day: Any) -> sa.ColumnElement[bool]:
        """Say whether a column of dates lies within."""
        return sa.and_(day >= self.since, day <= self.until)

    def holds_moment(self, moment: Any) -> sa.ColumnElement[bool]:
        """Say whether a column of moments lies within."""
        begin, end = self._midnight(self.since), self._midnight(self.until + timedelta(days=1))
        return sa.and_(moment >= begin, moment < end)

    def day_of(self, value: date | datetime) -> date:
        """Return the day on the wall."""
        return local(value, self.zone).date() if isinstance(value, datetime) else value

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time.min, ZoneInfo(self.zone))


def _parts(kind: Any, name: str) -> tuple[Any, Any]:
    """Return the two columns under an amount of Money."""
    return getattr(kind, f"{name}_minor"), getattr(kind, f"{name}_currency")


def _of_payment(day: Any, minor: Any, cause: Any) -> sa.Select[Any]:
    """Select what an entry says of a payment, and of the paper that acknowledges it."""
    _, currency = _parts(Payment, "amount")
    statement: sa.Select[Any] = (
        sa.select(
            day.label("day"),
            Payment.reference.label("reference"),
            Donor.name.label("donor"),
            Campaign.name.label("campaign"),
            Receipt.folio.label("folio"),
            Payment.method.label("method"),
            Payment.provider_ref.is_not(None).label("online"),
            cause.label("cause"),
            minor.label("minor"),
            currency.label("currency"),
            Payment.rate_micros.label("rate_micros"),
            Payment.rate_on.label("rate_on"),
            Payment.rate_source.label("rate_source"),
        )
        .select_from(Payment)
        .join(Donor, Donor.id == Payment.donor_id)
        .join(Campaign, Campaign.id == Payment.campaign_id)
        .outerjoin(ReceiptLine, sa.and_(ReceiptLine.payment_id == Payment.id, ReceiptLine.live))
        .outerjoin(Receipt, Receipt.id == ReceiptLine.receipt_id)
        .where(Payment.confirmed_at.is_not(None))
    )
    return statement


_NO_CAUSE = sa.literal("")


def _payments(span: Span) -> sa.Select[Any]:
    statement = _of_payment(Payment.received_on, _parts(Payment, "amount")[0], _NO_CAUSE)
    return statement.where(span.holds(Payment.received_on)).order_by(
        Payment.received_on, Payment.id
    )


def _reversals(span: Span) -> sa.Select[Any]:
    statement = _of_payment(Reversal.reversed_on, _parts(Payment, "amount")[0], Reversal.kind)
    return (
        statement.join(Reversal, Reversal.payment_id == Payment.id)
        .where(span.holds(Reversal.reversed_on))
        .order_by(Reversal.reversed_on, Reversal.id)
    )


def _refunds(span: Span) -> sa.Select[Any]:
    return _given_back(span).where(Refund.idem_key.not_like(f"{OF_A_DISPUTE}%"))


def _disputes_lost(span: Span) -> sa.Select[Any]:
    return _given_back(span).where(Refund.idem_key.like(f"{OF_A_DISPUTE}%"))


def _given_back(span: Span) -> sa.Select[Any]:
    """Select what was given back, also what came back later: that is a fact of its own."""
    statement = _of_payment(Refund.refunded_on, _parts(Refund, "amount")[0], _NO_CAUSE)
    return (
        statement.join(Refund, Refund.payment_id == Payment.id)
        .where(span.holds(Refund.refunded_on))
        .order_by(Refund.refunded_on, Refund.id)
    )


def _refunds_failed(span: Span) -> sa.Select[Any]:
    statement = _of_payment(Refund.ended_at, _parts(Refund, "amount")[0], _NO_CAUSE)
    return (
        statement.join(Refund, Refund.payment_id == Payment.id)
        .where(Refund.status == RefundStatus.FAILED, span.holds_moment(Refund.ended_at))
        .order_by(Refund.ended_at, Refund.id)
    )


def _in_kind(span: Span) -> sa.Select[Any]:
    """Select accepted arrivals at their approved values, on the day they arrived."""
    value, currency = _parts(IntakeLine, "approved_value")
    return (
        sa.select(
            Intake.arrived_on.label("day"),
            Intake.reference.label("reference"),
            Donor.name.label("donor"),
            Campaign.name.label("campaign"),
            sa.func.max(Receipt.folio).label("folio"),
            sa.null().label("method"),
            sa.false().label("online"),
            _NO_CAUSE.label("cause"),
            sa.func.sum(value).label("minor"),
            currency.label("currency"),
            sa.null().label("rate_micros"),
            sa.null().label("rate_on"),
            _NO_CAUSE.label("rate_source"),
        )
        .select_from(Intake)
        .join(IntakeLine, IntakeLine.intake_id == Intake.id)
        .join(Donor, Donor.id == Intake.donor_id)
        .join(Campaign, Campaign.id == Intake.campaign_id)
        .outerjoin(
            ReceiptLine, sa.and_(ReceiptLine.intake_line_id == IntakeLine.id, ReceiptLine.live)
        )
        .outerjoin(Receipt, Receipt.id == ReceiptLine.receipt_id)
        .where(
            Intake.status.in_(TAKEN_IN),
            Intake.valued_at.is_not(None),
            value > 0,
            span.holds(Intake.arrived_on),
        )
        .group_by(
            Intake.id, Intake.arrived_on, Intake.reference, Donor.name, Campaign.name, currency
        )
        .order_by(Intake.arrived_on, Intake.id)
    )


def _purchases(span: Span) -> sa.Select[Any]:
    """Select invoices paid with donated cash, on their day; those that wait for a second person are not paid.

    The donor's column names the supplier, the folio's the invoice.
    """
    total, currency = _parts(Purchase, "total")
    return (
        sa.select(
            Purchase.invoiced_on.label("day"),
            Purchase.reference.label("reference"),
            Purchase.supplier.label("donor"),
            Campaign.name.label("campaign"),
            Purchase.invoice_no.label("folio"),
            sa.null().label("method"),
            sa.false().label("online"),
            _NO_CAUSE.label("cause"),
            total.label("minor"),
            currency.label("currency"),
            sa.null().label("rate_micros"),
            sa.null().label("rate_on"),
            _NO_CAUSE.label("rate_source"),
        )
        .select_from(Purchase)
        .join(Campaign, Campaign.id == Purchase.campaign_id)
        .where(
            Purchase.status.in_((PurchaseStatus.CONFIRMED, *CAME_IN)),
            span.holds(Purchase.invoiced_on),
        )
        .order_by(Purchase.invoiced_on, Purchase.id)
    )


STATEMENTS: dict[Fact, Callable[[Span], sa.Select[Any]]] = {
    Fact.PAYMENT: _payments,
    Fact.REVERSAL: _reversals,
    Fact.REFUND: _refunds,
    Fact.REFUND_FAILED: _refunds_failed,
    Fact.DISPUTE_LOST: _disputes_lost,
    Fact.IN_KIND: _in_kind,
    Fact.PURCHASE: _purchases,
}
