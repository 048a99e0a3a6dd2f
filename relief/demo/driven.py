"""Who drives the trips of these days: a round that is over, one on the road, one for today."""

from datetime import date, timedelta
from uuid import UUID

from relief.core.rows import get
from relief.deliveries.models import Delivery
from relief.demo import hospital_side
from relief.demo.stage import Stage
from relief.routes import actions, fleet, queries
from relief.routes.models import Route
from relief.stock.models import Place

DRIVERS = (
    ("Efraín Murillo", "664 555 0117", "efrain@transporte.example"),
    ("Rosa Elena Castro", "664 555 0164", ""),
)
VEHICLES = (
    # name, plates, packs, kilograms
    ("Camioneta 3.5 t", "BC-4471-A", 400, 3500),
    ("Pick-up", "BC-2090-C", 60, 900),
)


def write_down(stage: Stage, *, today: date) -> None:
    """Write drivers and vehicles into the script, and the round that is planned for today."""
    at, by = stage.script.at, stage.coordinator
    at(today - timedelta(days=20), 9, by, _hire)
    at(today - timedelta(days=1), 19, by, lambda: _plan_round(stage, today))


def leave(trip: UUID) -> None:
    """Pack a delivery and let it leave on a route of its own."""
    hospital_side.pack(trip)
    delivery = get(Delivery, trip)
    route = _route(delivery.place, delivery.planned_for, driver=0)
    actions.add_stop(route, delivery)
    actions.start_route(route)


def _hire() -> None:
    for name, phone, email in DRIVERS:
        fleet.create_driver(name=name, phone=phone, email=email)
    for name, plates, boxes, kilograms in VEHICLES:
        fleet.create_vehicle(name=name, plates=plates, capacity_boxes=boxes, capacity_kg=kilograms)


def _plan_round(stage: Stage, today: date) -> None:
    """Put what waits in Tijuana on one trip, in the order in which it was planned."""
    route = _route(get(Place, stage.places["Tijuana"]), today, driver=1)
    for delivery in sorted(queries.waiting(route), key=lambda each: each.reference):
        actions.add_stop(route, delivery)


def _route(place: Place, day: date, *, driver: int) -> Route:
    return actions.create_route(
        day=day,
        place=place,
        driver=queries.drivers()[driver],
        vehicle=queries.vehicles()[driver],
        notes="Llamar al hospital media hora antes.",
    )
