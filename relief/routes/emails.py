"""The letter that brings a driver the link of a route."""

from relief.chapters.queries import get_chapter
from relief.core import mail, tenancy
from relief.core.pdf.words import day
from relief.routes.driver_link import driver_address
from relief.routes.errors import NoMailbox
from relief.routes.models import Route

LANGUAGE = "es"  # who drives in Baja California reads Spanish


def to_driver(route: Route) -> None:
    """Send the driver where to go. Raise NoMailbox when nobody wrote down an address."""
    if route.driver is None or not route.driver.email:
        raise NoMailbox
    draft = mail.Draft(
        template="route_driver",
        to_address=route.driver.email,
        language=LANGUAGE,
        context={
            "reference": route.reference,
            "driver": route.driver.name,
            "chapter_name": get_chapter(tenancy.chapter_id()).name,
            "day": day(route.day, LANGUAGE),
            "place": route.place.name,
            "stops": [stop.delivery.hospital.name for stop in route.stops],
            "link": driver_address(route),
        },
        subject_id=route.id,
    )
    mail.write(draft)
