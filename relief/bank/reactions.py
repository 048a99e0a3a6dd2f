"""What the bank room does when a payment that it knows is undone elsewhere."""

from uuid import UUID

from relief.bank.undoing import free
from relief.core.events import on
from relief.core.rows import get
from relief.payments.events import PaymentReversed
from relief.payments.models import Payment, ReversalKind


@on(PaymentReversed)
def let_deposits_wait(payment_id: str) -> None:
    """Let the deposits of a payment that was recorded by mistake wait for the right one.

    A cheque that bounced or money that was returned did arrive: its deposit stays as it is.
    """
    payment = get(Payment, UUID(payment_id))
    if payment.reversal is not None and payment.reversal.kind is ReversalKind.MISTAKEN:
        free(payment)
