"""Drivers, vehicles and routes."""

from datetime import date
from typing import Any

from relief.core.db import transaction
from relief.deliveries.models import DeliveryStatus
from relief.routes import actions, fleet, queries
from relief.routes.models import Driver, Route, RouteStatus, Vehicle


def driver(f: Any, **values: Any) -> Driver:
    """Somebody who drives."""
    with transaction():
        return fleet.create_driver(
            **{"name": f"Jorge Medina {f.number()}", "phone": "6645550101", **values}
        )


def vehicle(f: Any, **values: Any) -> Vehicle:
    """A van without a known capacity."""
    with transaction():
        return fleet.create_vehicle(
            **{"name": "Camioneta 3.5 t", "plates": f"AN-{f.number()}", **values}
        )


def route(f: Any, **values: Any) -> Route:
    """A route of `stops` packed deliveries (one unless told, or `deliveries`), in any state."""
    status = values.pop("status", RouteStatus.PLANNED)
    place = values.pop("place", None) or f.place()
    trips = values.pop("deliveries", None)
    if trips is None:
        trips = [
            f.delivery(place=place, status=DeliveryStatus.PACKED)
            for _ in range(values.pop("stops", 1))
        ]
    if "driver" not in values:
        values["driver"] = f.driver()
    with transaction():
        made = actions.create_route(**{"day": date(2099, 4, 20), "place": place, **values})
        for delivery in trips:
            actions.add_stop(made, delivery)
        if status is RouteStatus.CANCELLED:
            actions.cancel_route(made, reason="Llanta ponchada")
        elif status is not RouteStatus.PLANNED:
            actions.start_route(made)
    return queries.whole_route(made.id)


def route_stop(f: Any, **values: Any) -> Any:
    """The first stop of a route."""
    return f.route(**values).stops[0]
