"""What an allocation hears of its deliveries: that one left, or was called off."""

from uuid import UUID

from relief.allocation import actions, queries
from relief.core.events import on
from relief.deliveries.events import DeliveryCalledOff, DeliveryDispatched


@on(DeliveryDispatched)
def settle_after_dispatch(delivery_id: str) -> None:
    """Call it shipped once the last of its deliveries has left."""
    _settle(delivery_id)


@on(DeliveryCalledOff)
def settle_after_cancelling(delivery_id: str) -> None:
    """Call it released once none of its deliveries is left."""
    _settle(delivery_id)


def _settle(delivery_id: str) -> None:
    allocation = queries.allocation_of_delivery(UUID(delivery_id))
    if allocation is not None:
        actions.settle(allocation)
