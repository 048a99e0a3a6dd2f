"""What the rooms below ask of the payment provider."""

import structlog

from relief.core.events import on
from relief.payments.events import RefundSent

log = structlog.get_logger(__name__)


@on(RefundSent)
def refund_waits(refund_id: str) -> None:
    """Tell the operator that a refund waits to be sent."""
    log.info("refund waits for the provider", refund_id=refund_id)
