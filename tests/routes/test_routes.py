"""A trip takes deliveries in an order, leaves with them, and ends with their last answer."""

from datetime import date

import pytest

from relief.audit.queries import timeline
from relief.core.db import transaction
from relief.deliveries import actions as deliveries
from relief.deliveries.handover import all_well
from relief.deliveries.models import DeliveryStatus, ProofSource
from relief.routes import actions, queries
from relief.routes.driver_link import driver_address
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
from relief.routes.models import RouteStatus

DAY = date(2099, 4, 20)


def order(route):
    return [
        (stop.position, stop.delivery.reference) for stop in queries.whole_route(route.id).stops
    ]


def sign(delivery):
    with transaction():
        deliveries.confirm_delivery(
            delivery,
            receiver_name="Laura Peña",
            receiver_title="Jefa de enfermería",
            lines=all_well(delivery),
            source=ProofSource.DRIVER,
        )


def test_stops_keep_their_order_whoever_moves_them(chapter, factories):
    route = factories.route(stops=3)
    first, second, third = [stop.delivery.reference for stop in route.stops]
    with transaction():
        actions.move_stop(route.stops[2], position=1, turn=route.turn)
    assert order(route) == [(1, third), (2, first), (3, second)]
    route = queries.whole_route(route.id)
    with pytest.raises(StopsMoved), transaction():
        actions.move_stop(route.stops[0], position=2, turn=route.turn - 1)
    with transaction():
        actions.move_stop(route.stops[0], position=99)
    assert order(route) == [(1, first), (2, second), (3, third)]
    with transaction():
        actions.remove_stop(queries.whole_route(route.id).stops[0])
    assert order(route) == [(1, second), (2, third)]
    tags = [entry.tag for entry in timeline(route.id)]
    assert tags.count("routes:stop:moved") == 2
    assert tags.count("routes:stop:removed") == 1


def test_a_delivery_goes_on_one_route(chapter, factories):
    route = factories.route()
    delivery = route.stops[0].delivery
    other = factories.route(deliveries=[], place=route.place)
    with pytest.raises(OnAnotherRoute) as told, transaction():
        actions.add_stop(other, delivery)
    assert route.reference in str(told.value)
    with transaction():
        actions.cancel_route(queries.whole_route(route.id), reason="Llanta ponchada")
    assert queries.waiting(other) == [delivery]
    with transaction():
        actions.add_stop(other, delivery)
    assert queries.stop_of(delivery.id).route_id == other.id


def test_what_does_not_leave_from_there_stays_off(chapter, factories):
    route = factories.route(deliveries=[])
    cancelled = factories.delivery(place=route.place, status=DeliveryStatus.CANCELLED)
    elsewhere = factories.delivery()
    for delivery, refusal in ((cancelled, NotWaiting), (elsewhere, LeavesElsewhere)):
        with pytest.raises(refusal), transaction():
            actions.add_stop(route, delivery)


def test_a_route_does_not_start_before_it_can(chapter, factories):
    place = factories.place()
    picked = factories.delivery(place=place, status=DeliveryStatus.PICKING)
    route = factories.route(place=place, deliveries=[picked], driver=None)
    with pytest.raises(DriverMissing), transaction():
        actions.start_route(route)
    driver = factories.driver()
    with transaction():
        actions.edit_route(route, changes={"driver": driver})
    with pytest.raises(NotPacked) as told, transaction():
        actions.start_route(route)
    assert picked.reference in str(told.value)
    with transaction():
        deliveries.cancel_delivery(picked, reason="Se reprogramó")
    with pytest.raises(NoStops), transaction():
        actions.start_route(queries.whole_route(route.id))


def test_a_cancelled_delivery_leaves_its_route(chapter, factories, jobs):
    route = factories.route(stops=2)
    gone, stays = [stop.delivery for stop in route.stops]
    with transaction():
        deliveries.cancel_delivery(gone, reason="Se reprogramó")
    jobs()
    assert order(route) == [(1, stays.reference)]


def test_a_route_leaves_with_all_and_ends_with_the_last_answer(chapter, factories, jobs):
    route = factories.route(stops=2, vehicle=factories.vehicle(name="Camioneta"))
    with transaction():
        actions.start_route(route)
    route_id = route.id
    route = queries.whole_route(route_id)
    first, second = [stop.delivery for stop in route.stops]
    assert first.status is DeliveryStatus.IN_TRANSIT
    assert first.plates == route.vehicle.plates
    assert first.driver_name == route.driver.name
    with pytest.raises(StopsOpen), transaction():
        actions.finish_route(route)
    with pytest.raises(RouteMoved), transaction():
        actions.cancel_route(route, reason="Llanta ponchada")
    sign(first)
    with transaction():
        deliveries.fail_delivery(second, reason="Nadie abrió")
    jobs()
    route = queries.whole_route(route_id)
    assert route.status is RouteStatus.DONE
    assert driver_address(route)  # a telephone without signal answers later


def test_the_driver_sees_the_route_by_its_link_alone(chapter, factories, client):
    route, other = factories.route(), factories.route()
    door = driver_address(route)
    page = client.get(door.partition("/d/")[1] + door.partition("/d/")[2], follow_redirects=True)
    assert page.status_code == 200
    assert route.stops[0].delivery.hospital.name in page.text
    assert client.get(f"/d/route/{other.id}").status_code in {404, 410}


def test_another_driver_gets_another_link(chapter, factories):
    route = factories.route()
    before, driver = driver_address(route), factories.driver()
    with transaction():
        actions.edit_route(route, changes={"driver": driver})
    assert driver_address(route) not in {"", before}
    with pytest.raises(ReasonMissing), transaction():
        actions.cancel_route(route, reason=" ")
    with transaction():
        actions.cancel_route(route, reason="Llanta ponchada")
    assert driver_address(route) == ""
