"""Give money back, whole or in part: by hand, through the provider, or as the provider tells it.

What is refunded counts as gone from the moment it is written down, also while the provider works
on it: nobody can give the same money back twice. A refund that fails comes back into every sum.
"""

from datetime import date
from typing import TypedDict
from uuid import UUID, uuid4

from relief.approvals.actions import ask, needs_second
from relief.approvals.models import Approval
from relief.audit.actions import record
from relief.chapters.queries import get_chapter
from relief.core import clock, rows, tenancy
from relief.core.db import db
from relief.core.events import announce
from relief.core.money import Money, format_money
from relief.core.text import has_substance
from relief.payments import queries
from relief.payments.actions import refuse_reversed
from relief.payments.errors import (
    InDispute,
    MoreThanLeft,
    NotConfirmed,
    RefundedOutOfTime,
    RefundInAnotherCurrency,
    RefundReasonMissing,
)
from relief.payments.events import PaymentRefunded, RefundArrived, RefundSent
from relief.payments.models import Payment, PaymentStatus, Refund, RefundStatus
from relief.payments.pledged import put_back, take_off
from relief.payments.standing import day_in_open_month, settle
from relief.periods.actions import refuse_closed

REFUND = "payments:refund"
"""The kind of an approval that gives money back."""


class Terms(TypedDict):
    """How a refund is made; `refunded_on` is a local date of the chapter."""

    reason: str
    refunded_on: date
    bank_reference: str
    by_hand: bool
    nonce: UUID


def refund(
    payment: Payment,
    *,
    amount: Money,
    reason: str,
    refunded_on: date,
    bank_reference: str = "",
    by_hand: bool = False,
    nonce: UUID | None = None,
) -> Refund:
    """Give money of a confirmed payment back; the same nonce gives the same refund.

    Money that came through the provider goes back through it: the refund is SENT and announced.
    Other money, or `by_hand`, was given back by whoever writes this: it SUCCEEDED. `refunded_on`
    is a local date of the chapter. Raise NotConfirmed, AlreadyReversed, InDispute, MoreThanLeft,
    RefundInAnotherCurrency, RefundedOutOfTime, RefundReasonMissing or MonthClosed.
    """
    rows.lock(payment)
    key = refund_key(nonce or uuid4())
    known = queries.refund_of_key(key)
    if known is not None:
        return known
    refuse_refund(payment, amount=amount, reason=reason, refunded_on=refunded_on)
    through = payment.provider_ref is not None and not by_hand
    made = Refund(
        payment_id=payment.id,
        amount=amount,
        reason=reason,
        status=RefundStatus.SENT if through else RefundStatus.SUCCEEDED,
        refunded_on=refunded_on,
        bank_reference=bank_reference,
        idem_key=key,
        ended_at=None if through else clock.now(),
    )
    give_back(payment, made, tag="payments:refund:sent" if through else "payments:refund:made")
    told = RefundSent if through else RefundArrived
    announce(told(refund_id=made.id))
    return made


def refund_or_ask(
    payment: Payment,
    *,
    amount: Money,
    reason: str,
    refunded_on: date,
    bank_reference: str = "",
    by_hand: bool = False,
    nonce: UUID | None = None,
) -> Refund | Approval:
    """Refund, or ask for a second person when more goes back than one decides alone.

    What went back of the payment before counts too, so that nobody passes by in small steps. Raise
    as `refund` does, or AlreadyAsked, which names who was first.
    """
    terms: Terms = {
        "reason": reason,
        "refunded_on": refunded_on,
        "bank_reference": bank_reference,
        "by_hand": by_hand,
        "nonce": nonce or uuid4(),
    }
    rows.lock(payment)
    if queries.refund_of_key(refund_key(terms["nonce"])) is None:
        refuse_refund(payment, amount=amount, reason=reason, refunded_on=refunded_on)
        gone = Money(payment.refunded_minor, amount.currency)
        if needs_second(gone + amount):
            return ask(
                REFUND,
                payment,
                label=payment.reference,
                amount=amount,
                reason=reason,
                payload={name: value for name, value in terms.items() if name != "reason"},
            )
    return refund(payment, amount=amount, **terms)


def refund_as_asked(approval: Approval) -> None:
    """Do what a second person allowed, on the terms that were asked for."""
    terms = approval.payload
    refund(
        queries.get_payment(approval.subject_id),
        amount=approval.amount,
        reason=approval.reason,
        refunded_on=date.fromisoformat(terms["refunded_on"]),
        bank_reference=terms["bank_reference"],
        by_hand=terms["by_hand"],
        nonce=UUID(terms["nonce"]),
    )


def refund_key(nonce: UUID) -> str:
    """Return the key under which a refund is made once, here and at the provider."""
    return f"refund:{nonce}"


def refuse_refund(payment: Payment, *, amount: Money, reason: str, refunded_on: date) -> None:
    """Raise what forbids this refund of a locked payment, as `refund` says."""
    refuse_reversed(payment)
    if payment.status is PaymentStatus.PENDING:
        raise NotConfirmed(reference=payment.reference)
    if payment.status is PaymentStatus.DISPUTED:
        raise InDispute
    _refuse_amount(payment, amount)
    if not has_substance(reason):
        raise RefundReasonMissing
    today = clock.today(get_chapter(tenancy.chapter_id()).zone)
    if not payment.received_on <= refunded_on <= today:
        raise RefundedOutOfTime
    refuse_closed(refunded_on)


def note_refund(
    payment: Payment, *, amount: Money, provider_ref: str, refunded_on: date, reason: str
) -> Refund:
    """Write down a refund that was made on the provider's own screen, once for each reference.

    Our own refund of the same amount that the provider has not named yet is taken for it. A day
    in a closed month becomes today: the money went whether we like it or not. Raise MoreThanLeft,
    NotConfirmed, AlreadyReversed or RefundInAnotherCurrency: the caller keeps what it was told, for
    a person to read.
    """
    rows.lock(payment)
    known = queries.refund_of_provider(provider_ref)
    if known is not None:
        return known
    refuse_reversed(payment)
    if payment.status is PaymentStatus.PENDING:
        raise NotConfirmed(reference=payment.reference)
    ours = next(
        (each for each in payment.refunds if _unnamed(each) and each.amount == amount), None
    )
    if ours is not None:
        return refund_succeeded(ours, provider_ref=provider_ref)
    _refuse_amount(payment, amount)
    noted = Refund(
        payment_id=payment.id,
        amount=amount,
        reason=reason,
        status=RefundStatus.SUCCEEDED,
        refunded_on=day_in_open_month(refunded_on),
        idem_key=f"provider:{provider_ref}",
        provider_ref=provider_ref,
        ended_at=clock.now(),
    )
    give_back(payment, noted, tag="payments:refund:noted")
    announce(RefundArrived(refund_id=noted.id))
    return noted


def refund_succeeded(refund: Refund, *, provider_ref: str) -> Refund:
    """The provider says that the money went back. Told twice, or after a failure, changes nothing."""
    rows.lock(refund.payment)
    if rows.lock(refund).status is not RefundStatus.SENT:
        return refund
    refund.status = RefundStatus.SUCCEEDED
    refund.provider_ref = provider_ref
    refund.ended_at = clock.now()
    db.session.flush()
    record(
        "payments:refund:succeeded",
        refund,
        about=refund.payment,
        before={"status": RefundStatus.SENT},
        after={"status": refund.status, "amount": refund.amount},
    )
    announce(RefundArrived(refund_id=refund.id))
    return refund


def refund_failed(refund: Refund, *, failure: str) -> Refund:
    """The provider could not give the money back, or had it returned: it is ours again.

    A bank may refuse days after the provider called it done. Told twice changes nothing.
    """
    payment = rows.lock(refund.payment)
    before = rows.lock(refund).status
    if before is RefundStatus.FAILED:
        return refund
    refund.status = RefundStatus.FAILED
    refund.failure = failure
    refund.ended_at = clock.now()
    payment.refunded_minor -= refund.amount.minor
    settle(payment)
    put_back(payment, refund.amount)
    record(
        "payments:refund:failed",
        refund,
        about=payment,
        before={"status": before},
        after={"status": refund.status, "amount": refund.amount, "failure": failure},
    )
    announce(PaymentRefunded(payment_id=payment.id))
    return refund


def give_back(payment: Payment, refund: Refund, *, tag: str) -> None:
    """Take a new refund off its locked payment and off the pledge, and announce it."""
    db.session.add(refund)
    payment.refunded_minor += refund.amount.minor
    settle(payment)
    take_off(payment, refund.amount)
    record(
        tag,
        refund,
        about=payment,
        after={"status": refund.status, "amount": refund.amount, "reason": refund.reason},
    )
    announce(PaymentRefunded(payment_id=payment.id))


def _refuse_amount(payment: Payment, amount: Money) -> None:
    if amount.currency != payment.amount.currency:
        raise RefundInAnotherCurrency(currency=payment.amount.currency)
    if not 0 < amount.minor <= payment.kept.minor:
        back = Money(payment.refunded_minor, payment.amount.currency)
        raise MoreThanLeft(left=format_money(payment.kept), back=format_money(back))


def _unnamed(refund: Refund) -> bool:
    return refund.status is RefundStatus.SENT and refund.provider_ref is None
