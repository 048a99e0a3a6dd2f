"""What an open batch says to a payment that lies in it."""

from relief.core.db import db
from relief.payments.batch_errors import InOpenBatch
from relief.payments.models import BatchStatus, Payment, PaymentBatch


def refuse_in_open_batch(payment: Payment) -> None:
    """Raise InOpenBatch for a line of a pile that is not posted yet: it is confirmed whole."""
    if payment.batch_id is None:
        return
    batch = db.session.get_one(PaymentBatch, payment.batch_id)
    if batch.status is BatchStatus.OPEN:
        raise InOpenBatch(reference=batch.reference)
