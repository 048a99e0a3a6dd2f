"""What the payments room announces."""

from dataclasses import dataclass
from uuid import UUID

from relief.core.events import Event


@dataclass(frozen=True)
class PaymentConfirmed(Event):
    """The treasurer saw the money in the account."""

    payment_id: UUID


@dataclass(frozen=True)
class PaymentReversed(Event):
    """Money that had been confirmed is not ours after all."""

    payment_id: UUID


@dataclass(frozen=True)
class PaymentRefunded(Event):
    """What is kept of a payment changed: money went back, or did not after all."""

    payment_id: UUID


@dataclass(frozen=True)
class RefundSent(Event):
    """A refund is written down as sent; whoever speaks to the provider has to send it."""

    refund_id: UUID


@dataclass(frozen=True)
class RefundArrived(Event):
    """The money of a refund is on its way to the donor's account, as far as anybody can tell."""

    refund_id: UUID


@dataclass(frozen=True)
class PaymentDisputed(Event):
    """A dispute of a payment was opened, or ended."""

    payment_id: UUID
