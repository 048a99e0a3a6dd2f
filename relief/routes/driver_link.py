"""The link of whoever drives a route. It outlives the trip: a telephone without signal answers late."""

from datetime import timedelta

from relief.core import clock
from relief.links import actions as links
from relief.links.address import address, keys
from relief.links.errors import LinkDead
from relief.links.models import LinkKind
from relief.routes.models import Route
from relief.stock.queries import today

LINK_LIFE = timedelta(days=30)
"""How long the link opens after the day of the trip."""


def driver_address(route: Route) -> str:
    """Return where the driver sees the stops; '' once the link is dead."""
    link = links.live_link(LinkKind.DRIVER, route.id)
    try:
        return address(link) if link is not None else ""
    except LinkDead:  # made under a key that the application no longer has
        return ""


def give_link(route: Route) -> None:
    """Make the driver's link."""
    ahead = max(route.day - today(), timedelta())
    links.create(LinkKind.DRIVER, route.id, keys=keys(), expires_at=clock.now() + ahead + LINK_LIFE)


def take_link(route: Route) -> None:
    """Kill the driver's link, as when somebody else drives."""
    links.revoke(LinkKind.DRIVER, route.id)
