"""The driver's own page: where to go, with what, in which order. No account, a link is enough.

It can be kept on the phone and works without signal. What is told there comes back by `sync`.
"""

from flask import Blueprint, Response, jsonify, render_template, url_for
from flask.typing import ResponseReturnValue

from relief.core.words import choices
from relief.deliveries.evidence import FailureReason, SignatureState
from relief.deliveries.models import DifferenceReason
from relief.links.access import ENDPOINTS, by_link
from relief.links.errors import LinkDead
from relief.links.models import CapabilityLink, LinkKind
from relief.routes import calendar_public, queries
from relief.routes.driver_page import stops_shown
from relief.routes.models import Route, RouteStatus

bp = Blueprint("routes_public", __name__)
bp.register_blueprint(calendar_public.bp)
ENDPOINTS[LinkKind.DRIVER] = "routes_public.show"


@bp.get("/d/route/<uuid:link_id>")
@by_link(LinkKind.DRIVER)
def show(link: CapabilityLink) -> ResponseReturnValue:
    """Show the stops, the next one first, and what the phone needs to tell of each."""
    route = _route_of(link)
    return render_template(
        "routes/driver.html",
        route=route,
        link=link,
        stops=stops_shown(route, link),
        reasons=choices(DifferenceReason),
        failures=choices(FailureReason),
        signatures=choices(SignatureState),
    )


@bp.get("/d/route/<uuid:link_id>/worker.js")
@by_link(LinkKind.DRIVER)
def worker(link: CapabilityLink) -> ResponseReturnValue:
    """Serve what keeps the page for when there is no signal: for this route, and for no other page."""
    _route_of(link)
    answer = Response(render_template("routes/worker.js"), mimetype="text/javascript")
    answer.headers["Service-Worker-Allowed"] = url_for(".show", link_id=link.id)
    return answer


@bp.get("/d/route/<uuid:link_id>/app.webmanifest")
@by_link(LinkKind.DRIVER)
def manifest(link: CapabilityLink) -> ResponseReturnValue:
    """Say how the page stands among the phone's applications."""
    route, here = _route_of(link), url_for(".show", link_id=link.id)
    answer = jsonify(
        id=here,
        name=route.reference,
        short_name=route.reference,
        start_url=here,
        scope=here,
        display="standalone",
        background_color="#f6f1e7",
        theme_color="#12303b",
        icons=[{"src": "/static/images/favicon.svg", "sizes": "any", "type": "image/svg+xml"}],
    )
    answer.mimetype = "application/manifest+json"
    return answer


def _route_of(link: CapabilityLink) -> Route:
    """Return the route of a link, unless it was called off."""
    route = queries.whole_route(link.subject_id)
    if route.status is RouteStatus.CANCELLED:
        raise LinkDead
    return route
