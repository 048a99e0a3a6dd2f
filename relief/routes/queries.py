"""Which trips there are, and what stands on them."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from relief.core import rows
from relief.core.db import db
from relief.core.paging import Listing, Page, page_of
from relief.core.text import search_key
from relief.deliveries.models import RESERVING, Delivery, DeliveryLine
from relief.hospitals.models import Hospital
from relief.routes.models import LIVE, Driver, Route, RouteStatus, Stop, Vehicle

EVERY = "every"
"""The state of a list that is not narrowed: without it only live routes are shown."""

WAITING_LIMIT = 100


def whole_route(route_id: UUID) -> Route:
    """Return a route with all that its page, its papers and its driver show. Raise RowMissing."""
    trip = selectinload(Route.stops).joinedload(Stop.delivery)
    lines = trip.selectinload(Delivery.lines)
    found = db.session.scalars(
        sa.select(Route)
        .where(Route.id == route_id)
        .options(
            joinedload(Route.place),
            joinedload(Route.driver),
            joinedload(Route.vehicle),
            trip.joinedload(Delivery.hospital).selectinload(Hospital.contacts),
            trip.joinedload(Delivery.place),
            trip.joinedload(Delivery.need),
            trip.joinedload(Delivery.proof),
            lines.joinedload(DeliveryLine.item),
            lines.joinedload(DeliveryLine.lot),
        )
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise rows.RowMissing(Route.__name__)
    return found


def get_driver(driver_id: UUID) -> Driver:
    """Return a driver of the chapter. Raise RowMissing."""
    return rows.get(Driver, driver_id)


def get_vehicle(vehicle_id: UUID) -> Vehicle:
    """Return a vehicle of the chapter. Raise RowMissing."""
    return rows.get(Vehicle, vehicle_id)


def get_stop(route_id: UUID, stop_id: UUID) -> Stop:
    """Return a stop of a route. Raise RowMissing."""
    stop = rows.get(Stop, stop_id)
    if stop.route_id != route_id:
        raise rows.RowMissing(Stop.__name__)
    return stop


def stop_of(delivery_id: UUID) -> Stop | None:
    """Return where a delivery stands on a route that was not called off, with the route."""
    return db.session.scalars(
        sa.select(Stop)
        .where(Stop.delivery_id == delivery_id, Stop.live)
        .options(joinedload(Stop.route))
    ).first()


def route_of_form(nonce: UUID | None) -> Route | None:
    """Return the route that a form made, if it was sent before."""
    if nonce is None:
        return None
    return db.session.scalars(sa.select(Route).where(Route.nonce == nonce)).first()


def waiting(route: Route) -> list[Delivery]:
    """Return what leaves from the route's place and is on no route, the earliest day first."""
    taken = sa.exists().where(Stop.delivery_id == Delivery.id, Stop.live)
    return list(
        db.session.scalars(
            sa.select(Delivery)
            .where(
                Delivery.status.in_(RESERVING),
                Delivery.place_id == route.place_id,
                ~taken,
            )
            .options(
                joinedload(Delivery.hospital),
                selectinload(Delivery.lines).joinedload(DeliveryLine.item),
            )
            .order_by(Delivery.planned_for, Delivery.id)
            .limit(WAITING_LIMIT)
        )
    )


def page_of_routes(
    listing: Listing,
    *,
    text: str = "",
    status: str = "",
    since: date | None = None,
    until: date | None = None,
) -> Page[Route]:
    """Return one page of routes by reference or driver.

    Without `status` only live ones are listed; `EVERY` lists all. The days are local dates of the
    chapter, both included.
    """
    statement = (
        sa.select(Route)
        .outerjoin(Route.driver)
        .options(
            contains_eager(Route.driver),
            joinedload(Route.vehicle),
            joinedload(Route.place),
            selectinload(Route.stops).joinedload(Stop.delivery).joinedload(Delivery.hospital),
        )
    )
    if text:
        statement = statement.where(
            Driver.search_key.contains(search_key(text), autoescape=True)
            | Route.reference.contains(text.upper(), autoescape=True)
        )
    if since is not None:
        statement = statement.where(Route.day >= since)
    if until is not None:
        statement = statement.where(Route.day <= until)
    if not status:
        statement = statement.where(Route.status.in_(LIVE))
    elif status != EVERY:
        statement = statement.where(Route.status == RouteStatus(status))
    columns = {"day": Route.day, "reference": Route.reference, "created": Route.created_at}
    return page_of(statement, listing, columns=columns, row_id=Route.id)


def drivers(*, active: bool = False) -> list[Driver]:
    """Return the drivers by name; all of them unless `active`."""
    statement = sa.select(Driver)
    if active:
        statement = statement.where(Driver.active)
    return list(db.session.scalars(statement.order_by(Driver.search_key)))


def vehicles(*, active: bool = False) -> list[Vehicle]:
    """Return the vehicles by name; all of them unless `active`."""
    statement = sa.select(Vehicle)
    if active:
        statement = statement.where(Vehicle.active)
    return list(db.session.scalars(statement.order_by(Vehicle.name, Vehicle.id)))
