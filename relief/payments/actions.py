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
from relief.core.money import Money, format_money
from relief.core.references import next_reference
from relief.core.text import has_substance
from relief.core.words import word
from relief.donors.models import Donor
from relief.payments import queries
from relief.payments.errors import (
    AlreadyConfirmed,
    AlreadyReversed,
    CurrencyDiffers,
    MoreThanOutstanding,
    NotYetArrived,
    PledgeClosed,
    PledgeNotAccepted,
    PledgeOfAnother,
    PledgeOfGoods,
    ReasonMissing,
    ReversedOutOfTime,
)
from relief.payments.events import PaymentConfirmed, PaymentReversed
from relief.payments.models import Method, Payment, PaymentStatus, Reversal, ReversalKind
from relief.pledges import actions as pledges
from relief.pledges.models import STANDING, Pledge, PledgeLine, PledgeStatus

_AFTER = {
    ReversalKind.BOUNCED: PaymentStatus.FAILED,
    ReversalKind.MISTAKEN: PaymentStatus.FAILED,
    ReversalKind.RETURNED: PaymentStatus.REFUNDED,
}


class Arrival(TypedDict):
    """How the money came. `received_on` is a local date of the chapter."""

    method: Method
    received_on: date
    bank_reference: NotRequired[str]
    note: NotRequired[str]


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
    more is kept. Raise NotYetArrived, or one of the refusals of `errors` about the pledge.
    """
    today = clock.today(_zone())
    if arrival["received_on"] > today:
        raise NotYetArrived
    # The counter first: whoever held it before us may have sent the same form.
    reference = next_reference("PAG", today.year)
    known = queries.payment_of_form(nonce)
    if known is not None:
        return known
    over = 0
    if pledge is not None:
        _refuse_foreign(rows.lock(pledge), donor, campaign)
        over = _over(pledge, amount, allowed=allow_over)
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
    db.session.add(payment)
    db.session.flush()
    told = {"reference": reference, "amount": amount}
    record("payments:payment:recorded", payment, about=pledge, after=told)
    return payment


def confirm_payment(payment: Payment) -> Payment:
    """Say that the money is in the account; it then counts for its pledge.

    Raise AlreadyConfirmed or AlreadyReversed, which name who was first, or PledgeClosed.
    """
    rows.lock(payment)
    _refuse_reversed(payment)
    if payment.status is not PaymentStatus.PENDING:
        raise AlreadyConfirmed(who=who_did(payment.id, "payments:payment:confirmed"))
    if payment.pledge is not None:
        _cash_line(rows.lock(payment.pledge))
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
    `reversed_on` is a local date of the chapter. Raise AlreadyReversed, which names who was first,
    ReversedOutOfTime or ReasonMissing.
    """
    rows.lock(payment)
    _refuse_reversed(payment)
    if not has_substance(reason):
        raise ReasonMissing
    if not payment.received_on <= reversed_on <= clock.today(_zone()):
        raise ReversedOutOfTime
    before = payment.status
    payment.status = _AFTER[kind]
    reversal = Reversal(payment_id=payment.id, kind=kind, reason=reason, reversed_on=reversed_on)
    db.session.add(reversal)
    db.session.flush()
    if before is PaymentStatus.CONFIRMED:
        if payment.pledge is not None:
            pledges.uncount_payment(payment.pledge, amount=payment.amount)
        announce(PaymentReversed(payment_id=payment.id))
    _record_move(payment, "payments:payment:reversed", before, reason=reason)
    return reversal


def _zone() -> str:
    return get_chapter(tenancy.chapter_id()).zone


def _refuse_foreign(pledge: Pledge, donor: Donor, campaign: Campaign) -> None:
    if (pledge.donor_id, pledge.campaign_id) != (donor.id, campaign.id):
        raise PledgeOfAnother(reference=pledge.reference)


def _cash_line(pledge: Pledge) -> PledgeLine:
    if pledge.status in {PledgeStatus.DRAFT, PledgeStatus.SUBMITTED}:
        raise PledgeNotAccepted(reference=pledge.reference)
    if pledge.status not in STANDING:
        raise PledgeClosed(reference=pledge.reference, status=word(pledge.status))
    line = pledge.cash_line
    if line is None:
        raise PledgeOfGoods(reference=pledge.reference)
    return rows.lock(line)


def _over(pledge: Pledge, amount: Money, *, allowed: bool) -> int:
    """Return by how many centavos the amount exceeds what is open on the pledge."""
    line = _cash_line(pledge)
    left = queries.open_amount(line)
    if left.currency != amount.currency:
        raise CurrencyDiffers(
            reference=pledge.reference, pledged=left.currency, paid=amount.currency
        )
    over = max(amount.minor - left.minor, 0)
    if over and not allowed:
        raise MoreThanOutstanding(
            reference=pledge.reference,
            outstanding=format_money(left),
            over=format_money(Money(over, amount.currency)),
        )
    return over


def _refuse_reversed(payment: Payment) -> None:
    if payment.status in {PaymentStatus.FAILED, PaymentStatus.REFUNDED}:
        raise AlreadyReversed(who=who_did(payment.id, "payments:payment:reversed"))


def _record_move(payment: Payment, tag: str, before: PaymentStatus, **more: object) -> None:
    record(
        tag,
        payment,
        about=payment.pledge,
        before={"status": before},
        after={"status": payment.status, "amount": payment.amount, **more},
    )
