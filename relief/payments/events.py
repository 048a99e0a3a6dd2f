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
