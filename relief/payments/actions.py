"""Write down money that arrived, say that it is in the account, and undo it whole."""

from datetime import date
from typing import NotRequired, TypedDict, Unpack
from uuid import UUID

from relief.audit.actions import record
from relief.audit.queries import who_did
from relief.campaigns.models import Campaign
from relief.chapters.queries import get_chapter
from relief.core import clock, rows, tenancy
from relief.core.db import db
from relief.core.events import announce
from relief.core.money import Money
from relief.core.references import next_reference
from relief.core.text import has_substance
from relief.donors.models import Donor
from relief.payments import queries
from relief.payments.batched import refuse_in_open_batch
from relief.payments.errors import (
    AlreadyConfirmed,
    AlreadyRefunded,
    AlreadyReversed,
    InDispute,
    NotYetArrived,
    ReasonMissing,
    ReversedOutOfTime,
)
from relief.payments.events import PaymentConfirmed, PaymentReversed
from relief.payments.models import Method, Payment, PaymentStatus, Reversal, ReversalKind
from relief.payments.pledged import excess, locked_cash_line, refuse_foreign, take_off
from relief.payments.rated import RateGiven, put_rate, rate_for
from relief.periods.actions import refuse_closed
from relief.pledges import actions as pledges
from relief.pledges.models import Pledge

__all__ = [
    "Arrival",
    "RateGiven",
    "confirm_payment",
    "keep",
    "record_payment",
    "reverse_payment",
    "set_rate",
]

_AFTER = {
    ReversalKind.BOUNCED: PaymentStatus.FAILED,
    ReversalKind.MISTAKEN: PaymentStatus.FAILED,
    ReversalKind.RETURNED: PaymentStatus.REFUNDED,
}


class Arrival(TypedDict):
    """How the money came. `received_on` is a local date of the chapter.

    `rate` is for dollars; without one the last published rate is taken, if there is any.
    """

    method: Method
    received_on: date
    bank_reference: NotRequired[str]
    note: NotRequired[str]
    rate: NotRequired[RateGiven | None]
    batch_id: NotRequired[UUID]


def record_payment(
    *,
    donor: Donor,
    campaign: Campaign,
    pledge: Pledge | None,
    amount: Money,
    nonce: UUID,
    allow_over: bool = False,
    **arrival: Unpack[Arrival],
) -> Payment:
    """Write down an arrival of money, to be confirmed; the same nonce gives the same payment.

    `allow_over` says that the donor did pay more than what is outstanding on the pledge; how much
    more is kept. Raise NotYetArrived, MonthClosed, RateOfPesos, RateOutOfTime, or one of the
    refusals of `errors` about the pledge.
    """
    given = arrival.pop("rate", None)
    received_on = arrival["received_on"]
    today = clock.today(_zone())
    if received_on > today:
        raise NotYetArrived
    refuse_closed(received_on)
    # The counter first: whoever held it before us may have sent the same form.
    reference = next_reference("PAG", today.year)
    known = queries.payment_of_form(nonce)
    if known is not None:
        return known
    over = 0
    if pledge is not None:
        refuse_foreign(rows.lock(pledge), donor, campaign)
        over = excess(pledge, amount, allowed=allow_over)
    payment = Payment(
        reference=reference,
        donor_id=donor.id,
        campaign_id=campaign.id,
        pledge_id=pledge.id if pledge else None,
        amount=amount,
        over_minor=over,
        status=PaymentStatus.PENDING,
        nonce=nonce,
        **arrival,
    )
    put_rate(payment, rate_for(amount, received_on, given))
    return keep(payment, pledge)


def keep(payment: Payment, pledge: Pledge | None) -> Payment:
    """Put a new payment, checked and under its reference, into the books."""
    db.session.add(payment)
    db.session.flush()
    told = {"reference": payment.reference, "amount": payment.amount}
    record("payments:payment:recorded", payment, about=pledge, after=told)
    return payment


def confirm_payment(payment: Payment) -> Payment:
    """Say that the money is in the account; it then counts for its pledge.

    Raise AlreadyConfirmed or AlreadyReversed, which name who was first, InOpenBatch, PledgeClosed
    or MonthClosed.
    """
    rows.lock(payment)
    refuse_reversed(payment)
    if payment.status is not PaymentStatus.PENDING:
        raise AlreadyConfirmed(who=who_did(payment.id, "payments:payment:confirmed"))
    refuse_in_open_batch(payment)
    refuse_closed(payment.received_on)
    if payment.pledge is not None:
        locked_cash_line(rows.lock(payment.pledge))
    payment.status = PaymentStatus.CONFIRMED
    payment.confirmed_at = clock.now()
    db.session.flush()
    if payment.pledge is not None:
        pledges.count_payment(payment.pledge, amount=payment.amount)
    _record_move(payment, "payments:payment:confirmed", PaymentStatus.PENDING)
    announce(PaymentConfirmed(payment_id=payment.id))
    return payment


def reverse_payment(
    payment: Payment, *, kind: ReversalKind, reason: str, reversed_on: date
) -> Reversal:
    """Undo a payment whole, by a row of its own; what it had paid is outstanding again.

    A payment that was never confirmed had counted for nothing, so that nothing is announced.
    `reversed_on` is a local date of the chapter. Raise AlreadyReversed or AlreadyRefunded, which
    name who was first, InDispute, ReversedOutOfTime, ReasonMissing or MonthClosed.
    """
    rows.lock(payment)
    refuse_reversed(payment)
    if payment.refunded_minor:
        raise AlreadyRefunded(who=queries.who_refunded(payment))
    if payment.status is PaymentStatus.DISPUTED:
        raise InDispute
    if not has_substance(reason):
        raise ReasonMissing
    if not payment.received_on <= reversed_on <= clock.today(_zone()):
        raise ReversedOutOfTime
    refuse_closed(reversed_on)
    before = payment.status
    payment.status = _AFTER[kind]
    reversal = Reversal(payment_id=payment.id, kind=kind, reason=reason, reversed_on=reversed_on)
    db.session.add(reversal)
    db.session.flush()
    if before is PaymentStatus.CONFIRMED:
        take_off(payment, payment.amount)
        announce(PaymentReversed(payment_id=payment.id))
    _record_move(payment, "payments:payment:reversed", before, reason=reason)
    return reversal


def set_rate(payment: Payment, *, rate: RateGiven) -> Payment:
    """Give a payment in dollars its exchange rate, or correct it; receipts stay as they are.

    Raise RateOfPesos, RateOutOfTime, AlreadyReversed or MonthClosed.
    """
    rows.lock(payment)
    refuse_reversed(payment)
    refuse_closed(payment.received_on)
    before = _rate_told(payment)
    put_rate(payment, rate_for(payment.amount, payment.received_on, rate))
    db.session.flush()
    record("payments:payment:rated", payment, before=before, after=_rate_told(payment))
    return payment


def refuse_reversed(payment: Payment) -> None:
    """Raise AlreadyReversed, which names who undid this payment."""
    if payment.reversal is not None:
        raise AlreadyReversed(who=who_did(payment.id, "payments:payment:reversed"))


def _zone() -> str:
    return get_chapter(tenancy.chapter_id()).zone


def _rate_told(payment: Payment) -> dict[str, object]:
    """Return the rate as the record of the payment keeps it."""
    return {
        "rate_micros": payment.rate_micros,
        "rate_on": payment.rate_on,
        "rate_source": payment.rate_source,
    }


def _record_move(payment: Payment, tag: str, before: PaymentStatus, **more: object) -> None:
    record(
        tag,
        payment,
        about=payment.pledge,
        before={"status": before},
        after={"status": payment.status, "amount": payment.amount, **more},
    )
