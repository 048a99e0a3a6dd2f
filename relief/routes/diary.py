"""What happens on which day: trips, and deliveries that stand on none."""

from datetime import date, timedelta

import sqlalchemy as sa
from flask_babel import gettext as _
from icalendar import Calendar, Event
from sqlalchemy.orm import joinedload, selectinload

from relief.chapters.models import Chapter
from relief.core import clock
from relief.core.db import db
from relief.core.words import word
from relief.deliveries.models import Delivery, DeliveryStatus
from relief.routes.models import Route, RouteStatus, Stop

PAST, AHEAD = timedelta(days=31), timedelta(days=366)
"""How far the feed looks back and ahead from today."""


def routes_between(first: date, last: date) -> list[Route]:
    """Return the trips of these local days, both included, that were not called off."""
    return list(
        db.session.scalars(
            sa.select(Route)
            .where(Route.day.between(first, last), Route.status != RouteStatus.CANCELLED)
            .options(
                joinedload(Route.driver),
                joinedload(Route.vehicle),
                joinedload(Route.place),
                selectinload(Route.stops).joinedload(Stop.delivery).joinedload(Delivery.hospital),
            )
            .order_by(Route.day, Route.id)
        )
    )


def loose_between(first: date, last: date) -> list[Delivery]:
    """Return the deliveries of these local days that stand on no route and were not called off."""
    routed = sa.exists().where(Stop.delivery_id == Delivery.id, Stop.live)
    return list(
        db.session.scalars(
            sa.select(Delivery)
            .where(
                Delivery.planned_for.between(first, last),
                Delivery.status != DeliveryStatus.CANCELLED,
                ~routed,
            )
            .options(joinedload(Delivery.hospital), joinedload(Delivery.place))
            .order_by(Delivery.planned_for, Delivery.id)
        )
    )


def calendar_of(chapter: Chapter) -> bytes:
    """Return the chapter's trips and loose deliveries as iCalendar (RFC 5545).

    What is planned is an event of a whole local day, which no reader's zone moves. A trip that left
    has its hours, in the chapter's own zone, whose rules the calendar brings along.
    """
    here = clock.today(chapter.zone)
    calendar = Calendar()
    calendar.add("prodid", "-//Relief//Routes//ES")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{chapter.name}: {_('Deliveries')}")
    calendar.add("x-wr-timezone", chapter.zone)
    for route in routes_between(here - PAST, here + AHEAD):
        calendar.add_component(_trip(route, chapter.zone))
    for delivery in loose_between(here - PAST, here + AHEAD):
        hospital = delivery.hospital
        event = _event(delivery, delivery.planned_for, f"{delivery.reference} · {hospital.name}")
        event.add("location", ", ".join(filter(None, (hospital.address, hospital.city))))
        event.add("description", word(delivery.status))
        calendar.add_component(event)
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written


def _trip(route: Route, zone: str) -> Event:
    driver = route.driver.name if route.driver else _("no driver yet")
    event = _event(route, route.day, f"{route.reference} · {driver}")
    if route.started_at is not None:
        event.DTSTART = clock.local(route.started_at, zone)
        event.DTEND = clock.local(route.ended_at or clock.now(), zone)
    event.add("location", ", ".join(filter(None, (route.place.name, route.place.city))))
    told = [f"{stop.position}. {stop.delivery.hospital.name}" for stop in route.stops]
    event.add("description", "\n".join([word(route.status), *told]))
    return event


def _event(row: Route | Delivery, day: date, title: str) -> Event:
    event = Event()
    event.add("uid", f"{row.id}@relief")
    event.add("dtstamp", clock.now())
    event.add("summary", title)
    event.DTSTART, event.DTEND = day, day + timedelta(days=1)
    return event
