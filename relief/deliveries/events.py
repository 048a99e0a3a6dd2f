"""Facts that the deliveries room announces."""

from dataclasses import dataclass
from uuid import UUID

from relief.core.events import Event


@dataclass(frozen=True)
class DeliveryDispatched(Event):
    """Goods left for a hospital, which may now confirm them by its link."""

    delivery_id: UUID


@dataclass(frozen=True)
class DeliveryReceived(Event):
    """A hospital signed for a delivery, with or without differences."""

    delivery_id: UUID
