"""What paying online does about facts of the rooms below: it sends refunds, and asks about them."""

from datetime import UTC, datetime
from uuid import UUID

from relief.checkout import effects, queries
from relief.checkout.errors import ProviderRefuses
from relief.checkout.line import wait_in_line
from relief.checkout.notices import refund_facts
from relief.checkout.opening import settings
from relief.checkout.stripe_gateway import refunds_of
from relief.checkout.stripe_gateway import send_refund as send
from relief.checkout.wishes import RefundAnswer, RefundWanted
from relief.core import outbox, rows
from relief.core.db import db, transaction
from relief.core.events import on
from relief.payments import refunds
from relief.payments.events import RefundSent
from relief.payments.models import Refund, RefundStatus

SEND_REFUND = "checkout.send_refund"
ENDED = {"failed", "canceled"}


@on(RefundSent)
def refund_sent(refund_id: str) -> None:
    """Let the worker speak to the provider, outside the transaction that wrote the refund."""
    outbox.add(SEND_REFUND, {"refund_id": refund_id})


@outbox.task(SEND_REFUND, atomic=False)
def send_refund(refund_id: str) -> None:
    """Ask the provider to give the money back, under the key that was written with the refund.

    While they do not answer the job is tried again with the same key; what they call pending stays
    sent until they tell more.
    """
    refund = rows.get(Refund, UUID(refund_id))
    if refund.status is not RefundStatus.SENT:
        return
    wanted = _wanted(refund)
    db.session.rollback()
    try:
        answer = send(settings(), wanted)
    except ProviderRefuses as refusal:
        answer = RefundAnswer("", "failed", refusal.told)
    with transaction():
        kept = rows.get(Refund, UUID(refund_id))
        if answer.state == "succeeded":
            refunds.refund_succeeded(kept, provider_ref=answer.provider_ref)
        elif answer.state in ENDED:
            refunds.refund_failed(kept, failure=answer.failure or answer.state)


@outbox.task(effects.LOOK_AT_REFUNDS, atomic=False)
def look_at_refunds(payment_ref: str) -> None:
    """Ask which refunds make the total that a notice told, and write down those we lack."""
    db.session.rollback()
    found = refunds_of(settings(), payment_ref)
    with transaction():
        wait_in_line(payment_ref)
        for each in sorted(found, key=lambda refund: (refund["created"], refund["id"])):
            at = datetime.fromtimestamp(each["created"], UTC)
            effects.refund_told(effects.Told(refund_facts(each), at))


def _wanted(refund: Refund) -> RefundWanted:
    payment_ref = refund.payment.provider_ref or ""
    return RefundWanted(
        refund_id=refund.id,
        payment_ref=payment_ref,
        customer_ref=queries.payer_of_leftover(payment_ref),
        amount=refund.amount,
        idem_key=refund.idem_key,
    )
