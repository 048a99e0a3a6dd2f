"""How fast a hospital uses what it gets: the stated rule, over the acuses of eight weeks."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from relief.core import clock
from relief.deliveries.actions import Planned
from relief.deliveries.consumption import consumption_of, days_of_supply
from relief.deliveries.models import DeliveryStatus

TODAY = date(2098, 6, 30)


def accepted(factories, hospital, item, *, days_ago, units):
    """A delivery that was signed for at noon of a day before TODAY."""
    place = factories.place()
    moment = datetime(TODAY.year, TODAY.month, TODAY.day, 20, tzinfo=UTC) - timedelta(days=days_ago)
    lot = factories.lot(item=item, place=place, quantity=units)
    with clock.stopped_at(moment):
        factories.delivery(
            hospital=hospital,
            place=place,
            planned=[Planned(lot, units)],
            status=DeliveryStatus.DELIVERED,
        )


def told(hospital, today=TODAY):
    with clock.stopped_at(datetime(today.year, today.month, today.day, 20, tzinfo=UTC)):
        return consumption_of(hospital.id, today=today)


def test_what_came_before_the_last_delivery_was_used_by_then(factories, chapter):
    hospital, gloves, masks = factories.hospital(), factories.item(), factories.item()
    for days_ago, units in ((70, 9_000), (30, 100), (20, 200), (10, 250)):
        accepted(factories, hospital, gloves, days_ago=days_ago, units=units)
    accepted(factories, hospital, masks, days_ago=3, units=40)
    accepted(factories, factories.hospital(), gloves, days_ago=5, units=999)
    first, second = told(hospital)
    assert (first.item.id, first.accepted, first.a_day) == (gloves.id, 550, Decimal("15.0"))
    assert first.days_left == 250 // 15 - 10
    assert (second.item.id, second.a_day, second.days_left) == (masks.id, None, None)
    assert told(hospital, TODAY + timedelta(days=15))[0].days_left == 0
    with clock.stopped_at(datetime(TODAY.year, TODAY.month, TODAY.day, 20, tzinfo=UTC)):
        lasts = days_of_supply([hospital.id, factories.hospital().id], today=TODAY)
    assert lasts == {(hospital.id, gloves.id): 250 // 15 - 10}


def test_the_page_of_the_hospital_says_it_with_its_rule(beto, factories, chapter):
    hospital = factories.hospital()
    page = beto.get(f"/staff/hospitals/{hospital.id}").text
    assert "No aceptó nada en las últimas 8 semanas" in page
    factories.delivery(hospital=hospital, status=DeliveryStatus.DELIVERED)
    page = beto.get(f"/staff/hospitals/{hospital.id}").text
    assert "Según los acuses de las últimas 8 semanas" in page
