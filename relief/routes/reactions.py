"""A trip follows its deliveries: it loses what is cancelled, and ends with its last answer."""

from uuid import UUID

from relief.core import rows
from relief.core.events import on
from relief.deliveries.events import DeliveryCalledOff, DeliveryCameBack, DeliveryReceived
from relief.deliveries.models import Delivery
from relief.routes import actions, queries
from relief.routes.models import RouteStatus


@on(DeliveryCalledOff)
def take_off_the_route(delivery_id: str) -> None:
    """Take a cancelled delivery off the trip that waited for it."""
    actions.drop_cancelled(rows.get(Delivery, UUID(delivery_id)))


@on(DeliveryReceived)
def end_after_an_acuse(delivery_id: str) -> None:
    """End the trip when this was the last answer."""
    _end_if_answered(delivery_id)


@on(DeliveryCameBack)
def end_after_a_return(delivery_id: str) -> None:
    """End the trip when this was the last that came back."""
    _end_if_answered(delivery_id)


def _end_if_answered(delivery_id: str) -> None:
    stop = queries.stop_of(UUID(delivery_id))
    if stop is None:
        return
    route = rows.lock(stop.route)
    if route.status is RouteStatus.ON_THE_ROAD and not actions.open_stops(route):
        actions.finish_route(route)
