"""The driver's own page: where to go, with what, in which order. No account, a link is enough."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from relief.links.access import ENDPOINTS, by_link
from relief.links.errors import LinkDead
from relief.links.models import CapabilityLink, LinkKind
from relief.routes import queries
from relief.routes.models import Route, RouteStatus

bp = Blueprint("routes_public", __name__)
ENDPOINTS[LinkKind.DRIVER] = "routes_public.show"


@bp.get("/d/route/<uuid:link_id>")
@by_link(LinkKind.DRIVER)
def show(link: CapabilityLink) -> ResponseReturnValue:
    """Show the stops in their order."""
    return render_template("routes/driver.html", route=_route_of(link), link=link)


def _route_of(link: CapabilityLink) -> Route:
    """Return the route of a link, unless it was called off."""
    route = queries.whole_route(link.subject_id)
    if route.status is RouteStatus.CANCELLED:
        raise LinkDead
    return route
