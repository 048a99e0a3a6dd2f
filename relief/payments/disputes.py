"""A contracargo: the holder of a card asks their bank for the money back, and the bank decides.

While it is open the money still counts: it is not lost yet. Lost, it is a refund of the bank's
making. Whatever the provider tells comes in here once, in any order, and is never refused.
"""

from datetime import date

from relief.audit.actions import record
from relief.core import clock, rows
from relief.core.db import db
from relief.core.events import announce
from relief.core.money import Money
from relief.payments import queries
from relief.payments.events import PaymentDisputed
from relief.payments.models import (
    Dispute,
    DisputeStatus,
    Payment,
    PaymentStatus,
    Refund,
    RefundStatus,
)
from relief.payments.refunds import give_back
from relief.payments.standing import day_in_open_month, settle


def open_dispute(
    payment: Payment, *, amount: Money, provider_ref: str, reason: str, opened_on: date
) -> Dispute:
    """Write a dispute down, once for each reference of the provider; `opened_on` is a local date."""
    rows.lock(payment)
    known = queries.dispute_of_provider(provider_ref)
    if known is not None:
        return known
    dispute = Dispute(
        payment_id=payment.id,
        amount=amount,
        reason=reason,
        provider_ref=provider_ref,
        opened_on=opened_on,
    )
    db.session.add(dispute)
    _settle(payment)
    told = {"status": dispute.status, "amount": amount, "reason": reason}
    record("payments:dispute:opened", dispute, about=payment, after=told)
    announce(PaymentDisputed(payment_id=payment.id))
    return dispute


def close_dispute(dispute: Dispute, *, won: bool, closed_on: date) -> Dispute:
    """Write down how the bank decided; told again, nothing changes.

    Lost money is taken off as a refund, as far as any is left. `closed_on` is a local date; one in
    a closed month becomes today for the refund.
    """
    payment = rows.lock(dispute.payment)
    if rows.lock(dispute).status is not DisputeStatus.OPEN:
        return dispute
    dispute.status = DisputeStatus.WON if won else DisputeStatus.LOST
    dispute.closed_on = closed_on
    db.session.flush()
    left = min(dispute.amount.minor, payment.kept.minor)
    if not won and left and payment.reversal is None:
        _take(payment, dispute, Money(left, payment.amount.currency))
    _settle(payment)
    record(
        f"payments:dispute:{dispute.status.value}",
        dispute,
        about=payment,
        before={"status": DisputeStatus.OPEN},
        after={"status": dispute.status, "amount": dispute.amount},
    )
    announce(PaymentDisputed(payment_id=payment.id))
    return dispute


def _take(payment: Payment, dispute: Dispute, amount: Money) -> None:
    lost = Refund(
        payment_id=payment.id,
        amount=amount,
        reason=dispute.reason,
        status=RefundStatus.SUCCEEDED,
        refunded_on=day_in_open_month(dispute.closed_on or dispute.opened_on),
        idem_key=f"dispute:{dispute.provider_ref}",
        ended_at=clock.now(),
    )
    give_back(payment, lost, tag="payments:refund:noted")


def _settle(payment: Payment) -> None:
    """What was reversed, or never confirmed, stays as it is."""
    if payment.reversal is None and payment.status is not PaymentStatus.PENDING:
        settle(payment)
    db.session.flush()
