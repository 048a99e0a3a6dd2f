"""Routes, for staff: the list, the trip with its stops, its driver's link and its papers."""

from uuid import UUID, uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.audit.story import story_of
from relief.core.answers import PDF, as_file
from relief.core.closing import ReasonForm, endings, refused_closing
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.languages import reader_language
from relief.core.paging import read_listing
from relief.core.qr import svg_of
from relief.routes import (
    actions,
    calendar_views,
    emails,
    fleet_views,
    queries,
    reaching,
    stop_views,
    taking,
)
from relief.routes.driver_link import driver_address
from relief.routes.forms import CrewForm, FilterForm, RouteForm, StopsForm
from relief.routes.load import load_of, way_of
from relief.routes.models import Route, RouteStatus
from relief.stock import queries as stock

bp = Blueprint("routes", __name__, url_prefix="/staff/routes")
bp.register_blueprint(stop_views.bp)
bp.register_blueprint(fleet_views.bp)
bp.register_blueprint(calendar_views.bp)
FILTERS = ("q", "status", "since", "until")


@bp.get("/")
@requires(Permission.DELIVERIES_READ)
def index() -> ResponseReturnValue:
    """List the routes, by day."""
    form = FilterForm(request.args)
    form.validate()
    page = queries.page_of_routes(
        read_listing(request.args, default="day", filters=FILTERS),
        text=form.q.data or "",
        status=form.status.data or "",
        since=form.since.data,
        until=form.until.data,
    )
    return render_template("routes/index.html", page=page, filters=form)


@bp.get("/new")
@requires(Permission.DELIVERIES_EDIT)
def new() -> ResponseReturnValue:
    """Show a form for a trip of today."""
    form = RouteForm(formdata=None, data={"day": stock.today(), "nonce": uuid4()})
    return render_template("routes/new.html", form=form.offer())


@bp.post("/new")
@requires(Permission.DELIVERIES_EDIT)
def create() -> ResponseReturnValue:
    """Plan a trip."""
    form = RouteForm().offer()
    if form.validate_on_submit():
        try:
            with transaction():
                route = actions.create_route(
                    place=stock.get_place(form.place.data), nonce=form.nonce.data, **form.crew()
                )
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Route %(reference)s planned.", reference=route.reference), "success")
            return redirect(url_for(".show", route_id=route.id), code=303)
    return render_template("routes/new.html", form=form), 422


@bp.get("/<uuid:route_id>")
@requires(Permission.DELIVERIES_READ)
def show(route_id: UUID) -> ResponseReturnValue:
    """Show one trip: its stops, what it carries, how far it goes, and its driver's link."""
    return _page(queries.whole_route(route_id))


@bp.get("/<uuid:route_id>/edit")
@requires(Permission.DELIVERIES_EDIT)
def edit(route_id: UUID) -> ResponseReturnValue:
    """Show the form with what is planned."""
    route = queries.whole_route(route_id)
    known = {"driver": route.driver_id, "vehicle": route.vehicle_id}
    form = CrewForm(formdata=None, data={"day": route.day, "notes": route.notes, **known})
    return render_template("routes/edit.html", route=route, form=form.offer(route))


@bp.post("/<uuid:route_id>/edit")
@requires(Permission.DELIVERIES_EDIT)
def update(route_id: UUID) -> ResponseReturnValue:
    """Keep another day, driver or vehicle."""
    route = queries.whole_route(route_id)
    form = CrewForm().offer(route)
    if form.validate_on_submit():
        try:
            with transaction():
                actions.edit_route(route, changes=form.crew())
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Route saved."), "success")
            return redirect(url_for(".show", route_id=route_id), code=303)
    return render_template("routes/edit.html", route=route, form=form), 422


@bp.post("/<uuid:route_id>/<any(start, finish):step>")
@requires(Permission.DELIVERIES_EDIT)
def move(route_id: UUID, step: str) -> ResponseReturnValue:
    """Let the trip leave, or end it."""
    act = {"start": actions.start_route, "finish": actions.finish_route}[step]
    with transaction():
        act(queries.whole_route(route_id))
    flash(_("The route left.") if step == "start" else _("The route is done."), "success")
    return redirect(url_for(".show", route_id=route_id), code=303)


@bp.post("/<uuid:route_id>/cancel")
@requires(Permission.DELIVERIES_EDIT)
def cancel(route_id: UUID) -> ResponseReturnValue:
    """Call the trip off, and say why."""
    route = queries.whole_route(route_id)
    refused = refused_closing("cancel", lambda reason: actions.cancel_route(route, reason=reason))
    if refused is not None:
        return _page(queries.whole_route(route_id), refused), 422
    flash(_("Route called off. Its deliveries wait for another one."), "success")
    return redirect(url_for(".show", route_id=route_id), code=303)


@bp.post("/<uuid:route_id>/mail")
@requires(Permission.DELIVERIES_EDIT)
def mail_driver(route_id: UUID) -> ResponseReturnValue:
    """Send the driver the link by mail."""
    with transaction():
        emails.to_driver(queries.whole_route(route_id))
    flash(_("The driver's letter is on its way."), "success")
    return redirect(url_for(".show", route_id=route_id), code=303)


@bp.get("/<uuid:route_id>/<any(manifest, picklist):paper>.pdf")
@requires(Permission.DELIVERIES_READ)
def paper_pdf(route_id: UUID, paper: str) -> ResponseReturnValue:
    """Serve the manifest, or the list to pick the whole trip by."""
    route = queries.whole_route(route_id)
    draw = taking.draw_manifest if paper == "manifest" else taking.draw_pick_list
    content = draw(route, language=reader_language())
    return as_file(content, f"{route.reference}-{paper}.pdf", PDF, shown=True)


def _page(route: Route, refused: ReasonForm | None = None) -> str:
    planned = route.status is RouteStatus.PLANNED
    waiting = queries.waiting(route) if planned else []
    link = driver_address(route) if route.status is not RouteStatus.CANCELLED else ""
    return render_template(
        "routes/show.html",
        route=route,
        load=load_of(route),
        way=way_of(route),
        waiting=waiting,
        form=StopsForm(formdata=None),
        open_stops=actions.open_stops(route),
        link=link,
        qr=svg_of(link) if link else "",
        whatsapp=reaching.whatsapp_of(route) if link else "",
        map=reaching.map_of(route),
        refused=refused,
        endings=endings("cancel", refused=refused),
        story=story_of(route.id),
    )
