"""Money that went back: say which payment a return gives back. Never done without a person."""

from relief.audit.actions import record
from relief.audit.queries import who_did
from relief.bank.covering import given_back
from relief.bank.errors import LineSettled, NotAReturn, PaymentDead, PaymentDiffers, PaymentTaken
from relief.bank.models import BankLine, BankMatch, LineKind, LineStatus, MatchDeed
from relief.bank.settling import SETTLED
from relief.core.context import current_actor
from relief.core.db import db
from relief.core.money import Money, format_money
from relief.core.rows import lock
from relief.core.words import word
from relief.payments.actions import reverse_payment
from relief.payments.models import Payment, PaymentStatus, ReversalKind
from relief.periods.actions import refuse_closed


def give_back(line: BankLine, payment: Payment, *, kind: ReversalKind, reason: str) -> BankMatch:
    """Reverse the payment that the bank took back, dated on the bank's day, and settle the movement.

    A payment that was already undone by hand is only linked. Raise LineSettled, which names who was
    first, NotAReturn, PaymentTaken, PaymentDiffers, PaymentDead, MonthClosed, or what the reversal
    refuses.
    """
    lock(line)
    if line.status in {LineStatus.MATCHED, LineStatus.IGNORED}:
        raise LineSettled(who=who_did(line.id, *SETTLED))
    if line.incoming or line.kind is LineKind.FEE:
        raise NotAReturn
    refuse_closed(line.day)
    lock(payment)
    _refuse(line, payment)
    if payment.status is PaymentStatus.CONFIRMED:
        reverse_payment(payment, kind=kind, reason=reason, reversed_on=line.day)
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


def _refuse(line: BankLine, payment: Payment) -> None:
    undone = payment.reversal is not None or payment.status is PaymentStatus.REFUNDED
    if payment.status is not PaymentStatus.CONFIRMED and not undone:
        raise PaymentDead(reference=payment.reference, status=word(payment.status))
    if given_back(payment):
        raise PaymentTaken(reference=payment.reference)
    if line.amount != Money(payment.amount.minor, payment.amount.currency):
        raise PaymentDiffers(
            reference=payment.reference,
            payment=format_money(payment.amount),
            part=format_money(line.amount),
        )
