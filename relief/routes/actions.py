"""Make a trip, put deliveries on it in their order, let it leave, and end it.

Every deed locks the route first and its deliveries after it, so that of two people the second
sees what the first did.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from relief.audit.actions import record
from relief.core import clock, rows
from relief.core.db import db
from relief.core.references import next_reference
from relief.core.text import has_substance
from relief.core.words import word
from relief.deliveries.actions import dispatch_delivery, mark_in_transit
from relief.deliveries.models import RESERVING, Delivery, DeliveryStatus
from relief.routes import queries
from relief.routes.driver_link import give_link, take_link
from relief.routes.errors import (
    DriverMissing,
    LeavesElsewhere,
    NoStops,
    NotPacked,
    NotWaiting,
    OnAnotherRoute,
    ReasonMissing,
    RouteMoved,
    StopsMoved,
    StopsOpen,
)
from relief.routes.models import Route, RouteStatus, Stop
from relief.stock import ledger
from relief.stock.models import Place
from relief.stock.queries import today

PLANNED = RouteStatus.PLANNED
ENDED = DeliveryStatus.CANCELLED
OPEN = (*RESERVING, DeliveryStatus.DISPATCHED, DeliveryStatus.IN_TRANSIT)


def create_route(*, day: date, place: Place, nonce: UUID | None = None, **details: Any) -> Route:
    """Plan a trip from a place on a local date of the chapter. The same nonce gives the same route.

    `details`: driver, vehicle (rows or None), notes. Its driver's link is made at once.
    """
    # The counter's lock lets one of two equal forms through; the other finds it done.
    reference = next_reference("RUT", today().year)
    known = queries.route_of_form(nonce)
    if known is not None:
        return known
    route = Route(reference=reference, day=day, place=place, nonce=nonce, **details)
    db.session.add(route)
    db.session.flush()
    give_link(route)
    record(
        "routes:route:planned",
        route,
        after={"reference": reference, "day": day, "place": place.name, **_crew(route)},
    )
    return route


def edit_route(route: Route, *, changes: Mapping[str, Any]) -> None:
    """Change day, driver, vehicle or notes. Another driver gets another link. Raise RouteMoved."""
    _lock(route, PLANNED)
    changed = {key: each for key, each in changes.items() if getattr(route, key) != each}
    if not changed:
        return
    before = {**_facts(route, changed)}
    for key, value in changed.items():
        setattr(route, key, value)
    db.session.flush()
    if {"driver", "day"} & changed.keys():
        take_link(route)
        give_link(route)
    record("routes:route:edited", route, before=before, after=_facts(route, changed))


def add_stop(route: Route, delivery: Delivery) -> Stop:
    """Put a delivery at the end of a trip.

    Raise RouteMoved, NotWaiting, LeavesElsewhere, or OnAnotherRoute which names the other one.
    """
    _lock(route, PLANNED)
    rows.lock(delivery)
    if delivery.status not in RESERVING:
        raise NotWaiting(reference=delivery.reference, status=word(delivery.status))
    if delivery.place_id != route.place_id:
        raise LeavesElsewhere(reference=delivery.reference, place=delivery.place.name)
    known = queries.stop_of(delivery.id)
    if known is not None and known.route_id == route.id:
        return known
    if known is not None:
        raise OnAnotherRoute(reference=delivery.reference, route=known.route.reference)
    stop = Stop(delivery=delivery, position=len(route.stops) + 1)
    route.stops.append(stop)
    _reordered(route)
    record(
        "routes:stop:added",
        route,
        about=delivery,
        after={"delivery": delivery.reference, "position": stop.position},
    )
    return stop


def move_stop(stop: Stop, *, position: int, turn: int | None = None) -> None:
    """Put a stop at another place of the order, counted from 1 and kept within it.

    `turn` is the route's, as the page showed it. Raise RouteMoved, or StopsMoved when somebody
    changed the stops since.
    """
    route = _lock(stop.route, PLANNED)
    _check_turn(route, turn)
    order = list(route.stops)
    if stop not in order:  # it was taken off meanwhile
        raise StopsMoved
    before = stop.position
    order.remove(stop)
    order.insert(max(1, min(position, len(order) + 1)) - 1, stop)
    for number, each in enumerate(order, 1):
        each.position = number
    if stop.position == before:
        return
    _reordered(route)
    record(
        "routes:stop:moved",
        route,
        about=stop.delivery,
        before={"position": before},
        after={"delivery": stop.delivery.reference, "position": stop.position},
    )


def remove_stop(stop: Stop) -> None:
    """Take a delivery off a trip that has not left; it can go on another one. Raise RouteMoved."""
    route = _lock(stop.route, PLANNED)
    if stop not in route.stops:
        return
    _take_off(route, stop)


def start_route(route: Route) -> None:
    """Let the vehicle leave: each delivery is dispatched, with this driver, and is on the road.

    What was cancelled meanwhile is taken off first. Raise RouteMoved, DriverMissing, NoStops,
    NotPacked, and the ledger's LotHeld or LotExpired.
    """
    _lock(route, PLANNED)
    if route.driver is None:
        raise DriverMissing
    rows.lock_in_order(Delivery, {stop.delivery_id for stop in route.stops})
    for stop in list(route.stops):
        if stop.delivery.status is ENDED:
            _take_off(route, stop)
    if not route.stops:
        raise NoStops
    trips = [stop.delivery for stop in route.stops]
    _refuse_unpacked(trips)
    _lock_goods(route, trips)
    for delivery in trips:
        _let_go(route, delivery)
    route.status, route.started_at = RouteStatus.ON_THE_ROAD, clock.now()
    db.session.flush()
    record(
        "routes:route:started",
        route,
        before={"status": PLANNED},
        after={"status": route.status, "stops": len(trips), **_crew(route)},
    )


def finish_route(route: Route) -> None:
    """End a trip on which every stop was answered or came back. Raise RouteMoved, StopsOpen."""
    _lock(route, RouteStatus.ON_THE_ROAD)
    still = open_stops(route)
    if still:
        raise StopsOpen(references=", ".join(stop.delivery.reference for stop in still))
    _end(route, RouteStatus.DONE, tag="routes:route:done")


def cancel_route(route: Route, *, reason: str) -> None:
    """Call a trip off before it leaves; its deliveries wait for another. Raise RouteMoved, ReasonMissing."""
    if not has_substance(reason):
        raise ReasonMissing
    _lock(route, PLANNED)
    for stop in route.stops:
        stop.live = False
    route.closing_reason = reason
    take_link(route)
    _end(route, RouteStatus.CANCELLED, tag="routes:route:cancelled", reason=reason)


def open_stops(route: Route) -> list[Stop]:
    """Return the stops whose delivery neither arrived nor came back, in their order."""
    return [stop for stop in route.stops if stop.delivery.status in OPEN]


def drop_cancelled(delivery: Delivery) -> None:
    """Take a delivery that was cancelled off the trip that it was planned on, if any."""
    stop = queries.stop_of(delivery.id)
    if stop is None:
        return
    rows.lock(stop.route)
    if stop.route.status is PLANNED:
        _take_off(stop.route, stop)


def _lock(route: Route, *allowed: RouteStatus) -> Route:
    rows.lock(route)
    db.session.refresh(route, ["stops"])
    if route.status not in allowed:
        raise RouteMoved(reference=route.reference, status=word(route.status))
    return route


def _check_turn(route: Route, turn: int | None) -> None:
    if turn is not None and turn != route.turn:
        raise StopsMoved


def _take_off(route: Route, stop: Stop) -> None:
    delivery, before = stop.delivery, stop.position
    route.stops.remove(stop)
    for number, each in enumerate(route.stops, 1):
        each.position = number
    _reordered(route)
    record(
        "routes:stop:removed",
        route,
        about=delivery,
        before={"delivery": delivery.reference, "position": before},
    )


def _reordered(route: Route) -> None:
    route.turn += 1
    db.session.flush()
    db.session.refresh(route, ["stops"])


def _refuse_unpacked(trips: Sequence[Delivery]) -> None:
    missing = [each.reference for each in trips if each.status in RESERVING[:-1]]
    if missing:
        raise NotPacked(references=", ".join(missing))


def _lock_goods(route: Route, trips: Sequence[Delivery]) -> None:
    """Lock all that leaves at once: two trips that load the same lots cannot embrace."""
    lots = [line.lot_id for each in trips for line in each.lines]
    ledger.lock(lots, [route.place, ledger.transit()])


def _let_go(route: Route, delivery: Delivery) -> None:
    driver, vehicle = route.driver, route.vehicle
    if delivery.status is DeliveryStatus.PACKED and driver is not None:
        delivery.driver_name, delivery.driver_phone = driver.name, driver.phone
        if vehicle is not None:
            delivery.vehicle, delivery.plates = vehicle.name, vehicle.plates
        dispatch_delivery(delivery)
    if delivery.status is DeliveryStatus.DISPATCHED:
        mark_in_transit(delivery)


def _end(route: Route, status: RouteStatus, *, tag: str, **more: str) -> None:
    before, route.status, route.ended_at = route.status, status, clock.now()
    db.session.flush()
    record(tag, route, before={"status": before}, after={"status": status, **more})


def _crew(route: Route) -> dict[str, str]:
    """Return who drives what, as the audit keeps it."""
    return {
        "driver": route.driver.name if route.driver else "",
        "vehicle": route.vehicle.name if route.vehicle else "",
    }


def _facts(route: Route, names: Mapping[str, Any]) -> dict[str, Any]:
    crew = _crew(route)
    return {name: crew.get(name, getattr(route, name)) for name in names}
