"""Mark receipts that no longer say what happened to their money. A receipt itself is never edited."""

from relief.audit.actions import record
from relief.core import clock, rows
from relief.core.db import db
from relief.payments.models import Payment, PaymentStatus
from relief.receipts import queries
from relief.receipts.models import FlagReason, Receipt, ReceiptFlag


def judge(payment: Payment) -> None:
    """Raise the flags that the live receipt of a payment deserves, and lift those it does not.

    The same facts give the same flags, in whatever order they were told and however often.
    """
    rows.lock(payment)
    receipt = queries.live_one(queries.receipts_of_payment(payment.id))
    if receipt is None:
        return
    rows.lock(receipt)
    deserved = _deserved(payment, receipt)
    known = {flag.reason: flag for flag in receipt.flags}
    for reason in FlagReason:
        flag = known.get(reason.value)
        raised = flag is not None and flag.lifted_at is None
        if reason in deserved and not raised:
            _raise(receipt, reason, flag)
        elif flag is not None and raised and reason not in deserved:
            _lift(receipt, flag)


def _deserved(payment: Payment, receipt: Receipt) -> set[FlagReason]:
    if payment.reversal is not None:
        return {FlagReason.PAYMENT_REVERSED}
    found = set()
    if receipt.total != payment.kept:
        found.add(FlagReason.PAYMENT_REFUNDED)
    if payment.status is PaymentStatus.DISPUTED:
        found.add(FlagReason.PAYMENT_DISPUTED)
    return found


def _raise(receipt: Receipt, reason: FlagReason, flag: ReceiptFlag | None) -> None:
    if flag is None:
        receipt.flags.append(ReceiptFlag(receipt_id=receipt.id, reason=reason.value))
    else:
        flag.lifted_at = None
    db.session.flush()
    told = {"folio": receipt.folio, "reason": reason}
    record("receipts:receipt:flagged", receipt, about=receipt.pledge, after=told)


def _lift(receipt: Receipt, flag: ReceiptFlag) -> None:
    flag.lifted_at = clock.now()
    db.session.flush()
    told = {"folio": receipt.folio, "reason": flag.reason}
    record("receipts:receipt:unflagged", receipt, about=receipt.pledge, after=told)
