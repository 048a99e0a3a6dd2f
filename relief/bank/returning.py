"""Money that went back: say which payment a return gives back. Never done without a person."""

from uuid import uuid5

from relief.audit.actions import record
from relief.audit.queries import who_did
from relief.bank.covering import given_back
from relief.bank.errors import LineSettled, NotAReturn, PaymentDead, PaymentDiffers
from relief.bank.models import BankLine, BankMatch, LineKind, LineStatus, MatchDeed
from relief.bank.settling import SETTLED
from relief.core.context import current_actor
from relief.core.db import db
from relief.core.money import Money, format_money
from relief.core.rows import lock
from relief.core.words import word
from relief.payments.actions import reverse_payment
from relief.payments.models import Payment, PaymentStatus, ReversalKind
from relief.payments.refunds import refund
from relief.periods.actions import refuse_closed


def give_back(line: BankLine, payment: Payment, *, kind: ReversalKind, reason: str) -> BankMatch:
    """Settle a return with the payment that it gives back, dated on the bank's day.

    The whole payment is reversed, a part of it refunded; what somebody already reversed or
    refunded by hand is only linked. No second person is asked: the bank's line shows that the
    money has gone. Raise LineSettled, which names who was first, NotAReturn, PaymentDiffers,
    PaymentDead, MonthClosed, or what the reversal or the refund refuses.
    """
    lock(line)
    if line.status in {LineStatus.MATCHED, LineStatus.IGNORED}:
        raise LineSettled(who=who_did(line.id, *SETTLED))
    if line.incoming or line.kind is LineKind.FEE:
        raise NotAReturn
    refuse_closed(line.day)
    lock(payment)
    if not _already_gone(line, payment):
        _take_back(line, payment, kind=kind, reason=reason)
    before = line.status
    match = BankMatch(
        line_id=line.id,
        payment_id=payment.id,
        part=line.amount,
        deed=MatchDeed.GIVEN_BACK,
        matched_by=current_actor().label,
    )
    db.session.add(match)
    line.status, line.kind = LineStatus.MATCHED, LineKind.RETURN
    db.session.flush()
    told = {"status": line.status, "amount": line.amount, "reference": payment.reference}
    record("bank:line:matched", line, about=payment, before={"status": before}, after=told)
    return match


def _already_gone(line: BankLine, payment: Payment) -> bool:
    """Say whether as much was reversed or refunded by hand and no return stands for it yet."""
    if payment.amount.currency != line.amount.currency:
        return False
    gone = payment.amount.minor if payment.reversal is not None else payment.refunded_minor
    return gone - given_back(payment) >= line.amount.minor


def _take_back(line: BankLine, payment: Payment, *, kind: ReversalKind, reason: str) -> None:
    if payment.status is not PaymentStatus.CONFIRMED:
        raise PaymentDead(reference=payment.reference, status=word(payment.status))
    if line.amount == payment.amount and not payment.refunded_minor:
        reverse_payment(payment, kind=kind, reason=reason, reversed_on=line.day)
        return
    left = Money(payment.kept.minor, payment.amount.currency)
    if left.currency != line.amount.currency or line.amount > left:
        raise PaymentDiffers(
            reference=payment.reference, payment=format_money(left), part=format_money(line.amount)
        )
    refund(
        payment,
        amount=line.amount,
        reason=reason,
        refunded_on=line.day,
        bank_reference=line.reference,
        by_hand=True,
        nonce=uuid5(line.id, f"back-{len(line.matches)}"),
    )
