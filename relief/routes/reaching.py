"""How people reach each other and find the way: WhatsApp, mail and maps, as addresses to open."""

from urllib.parse import quote, urlencode

from flask_babel import gettext as _

from relief.accounts.access import require_chapter
from relief.core.globe import Point
from relief.routes.driver_link import driver_address
from relief.routes.load import point_of
from relief.routes.models import Route

MAPS = "https://www.google.com/maps/dir/"
MOST_WAYPOINTS = 9
"""How many stops Google's address takes between start and end."""


def map_of(route: Route) -> str:
    """Return a map of the whole trip in its order: by points where known, else by address."""
    where = [_spot(point_of(route.place), route.place.name, route.place.address, route.place.city)]
    for stop in route.stops:
        hospital = stop.delivery.hospital
        where.append(_spot(point_of(hospital), hospital.name, hospital.address, hospital.city))
    if len(where) < 2:
        return ""
    asked = {"api": "1", "origin": where[0], "destination": where[-1]}
    between = where[1:-1][:MOST_WAYPOINTS]
    return f"{MAPS}?{urlencode({**asked, **({'waypoints': '|'.join(between)} if between else {})})}"


def map_to(point: Point | None, *words: str) -> str:
    """Return a map of the way to one place from wherever the reader is."""
    return f"{MAPS}?{urlencode({'api': '1', 'destination': _spot(point, *words)})}"


def whatsapp_of(route: Route) -> str:
    """Return the address that opens WhatsApp with the driver's link, to their number if it is known."""
    phone = route.driver.phone if route.driver else ""
    number = "".join(letter for letter in phone if letter.isdigit())
    # A number of ten digits is Mexican; WhatsApp wants the country's code.
    to = f"52{number}" if len(number) == 10 else number
    return f"https://wa.me/{to}?text={quote(_sentence(route), safe='')}"


def _sentence(route: Route) -> str:
    told: str = _(
        "%(chapter)s: your route %(reference)s, with its stops, is here: %(link)s",
        chapter=require_chapter().name,
        reference=route.reference,
        link=driver_address(route),
    )
    return told


def _spot(point: Point | None, *words: str) -> str:
    return f"{point[0]},{point[1]}" if point else ", ".join(filter(None, words))
