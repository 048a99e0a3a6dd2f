"""What a trip carries and how far it goes; its pages, papers, and the chapter's calendar."""

from datetime import date

import pytest
from icalendar import Calendar

from relief.core.db import transaction
from relief.deliveries.actions import Planned
from relief.deliveries.models import DeliveryStatus
from relief.routes import actions, feed, fleet, queries, taking
from relief.routes.load import load_of, way_of
from relief.stock.queries import get_place, today

OTAY = {"latitude": 32.5256, "longitude": -116.9717}
ENSENADA = {"latitude": 31.8667, "longitude": -116.5964}


def trip(factories, *, far=True, **vehicle):
    place = factories.place(**OTAY, address="Calle Siete 1201")
    hospital = factories.hospital(**(ENSENADA if far else {}))
    item = factories.item(pack_size=50, weight_grams=2000)
    lot = factories.lot(item=item, place=place, quantity=500)
    delivery = factories.delivery(
        hospital=hospital, place=place, planned=[Planned(lot, 120)], status=DeliveryStatus.PACKED
    )
    return factories.route(
        place=place, deliveries=[delivery], vehicle=factories.vehicle(**vehicle), day=today()
    )


def test_a_full_vehicle_warns_and_leaves(chapter, factories):
    route = trip(factories, capacity_boxes=2, capacity_kg=300)
    load = load_of(route)
    assert (load.packs, load.kilograms) == (3, 240)
    assert (load.packs_over, load.kilograms_over) == (1, 0)
    with transaction():
        actions.start_route(route)


def test_a_long_way_warns_of_a_carta_porte(chapter, factories):
    way = way_of(trip(factories))
    assert 90 < way.km < 120
    assert way.warns
    assert "sat_keys" in way.lacks
    assert "weight" not in way.lacks
    near = way_of(trip(factories, far=False))
    assert (near.known, near.warns) == (False, False)


def test_the_pages_and_papers_of_a_route(chapter, factories, beto):
    route = trip(factories, capacity_boxes=2)
    page = beto.get(f"/staff/routes/{route.id}").text
    assert "Carta Porte" in page
    assert "wa.me/526645550101" in page
    assert "maps/dir" in page
    with beto.application.test_request_context():
        for draw in (taking.draw_manifest, taking.draw_pick_list):
            assert draw(queries.whole_route(route.id), language="es").startswith(b"%PDF")


def test_stops_are_added_and_moved_by_buttons(chapter, factories, beto):
    route = factories.route(stops=2)
    waits = factories.delivery(place=route.place, status=DeliveryStatus.PACKED)
    beto.post(f"/staff/routes/{route.id}/stops", data={"deliveries": [str(waits.id)]})
    route = queries.whole_route(route.id)
    last = route.stops[2]
    there = f"/staff/routes/{route.id}/stops/{last.id}/move"
    beto.post(there, data={"position": "1", "turn": str(route.turn)})
    late = beto.post(there, data={"position": "3", "turn": str(route.turn)}, follow_redirects=True)
    assert "Alguien cambió las paradas" in late.text
    order = [stop.delivery_id for stop in queries.whole_route(route.id).stops]
    assert order[0] == waits.id


def test_the_list_makes_the_same_queries_for_one_row_and_for_fifty(
    chapter, factories, beto, count_queries
):
    def asked():
        count_queries()
        page = beto.get("/staff/routes/?size=50").text
        return count_queries(), page.count("data-row-link")

    place_id = factories.route().place_id
    asked()  # what is read once and kept
    one, rows = asked()
    assert rows == 1
    place = get_place(place_id)
    for _number in range(4):
        factories.route(place=place, vehicle=factories.vehicle())
    with transaction():
        for number in range(45):
            driver = fleet.create_driver(name=f"Operador {number}")
            vehicle = fleet.create_vehicle(name="Pick-up", plates=f"BC-{number}")
            actions.create_route(day=today(), place=place, driver=driver, vehicle=vehicle)
    assert asked() == (one, 50)


@pytest.mark.parametrize("started", [False, True])
def test_the_calendar_is_the_chapters_own(started, chapter, factories, client):
    route = trip(factories)
    loose = factories.delivery(planned_for=today())
    with transaction():
        if started:
            actions.start_route(route)
        address = feed.feed_address(feed.open_feed())
    answer = client.get("/d/calendar/" + address.rpartition("/")[2])
    calendar = Calendar.from_ical(answer.data)
    events = {str(event["summary"]): event for event in calendar.walk("VEVENT")}
    (title,) = [each for each in events if each.startswith(route.reference)]
    assert any(each.startswith(loose.reference) for each in events)
    start = events[title].DTSTART
    if started:
        assert start.tzinfo.key == "America/Tijuana"
    else:
        assert start == today()
        assert isinstance(start, date)


def test_an_old_or_foreign_address_of_a_calendar_shows_nothing(
    chapter, factories, client, other_chapter
):
    with transaction():
        first = feed.feed_address(feed.open_feed())
    with transaction():
        second = feed.feed_address(feed.open_feed())
    assert client.get("/d/calendar/" + first.rpartition("/")[2]).status_code == 404
    path = "/d/calendar/" + second.rpartition("/")[2]
    assert client.get(path).status_code == 200
    assert client.get(f"/{other_chapter.slug}{path}").status_code == 404
    with transaction():
        feed.close_feed()
    assert client.get(path).status_code == 404
