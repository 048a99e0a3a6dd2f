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


@dataclass(frozen=True)
class DeliveryCalledOff(Event):
    """A delivery was cancelled before it left; its goods wait for others."""

    delivery_id: UUID


@dataclass(frozen=True)
class DeliveryCameBack(Event):
    """A delivery left and was not handed over; its goods are back where they were."""

    delivery_id: UUID
