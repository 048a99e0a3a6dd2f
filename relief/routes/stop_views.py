"""The stops of a trip: put on, moved and taken off, by buttons as well as by dragging."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.core.db import transaction
from relief.deliveries.queries import whole_delivery
from relief.routes import actions, queries
from relief.routes.forms import StopsForm

bp = Blueprint("stops", __name__)


@bp.post("/<uuid:route_id>/stops")
@requires(Permission.DELIVERIES_EDIT)
def add(route_id: UUID) -> ResponseReturnValue:
    """Put the chosen deliveries at the end of the trip, in the order of their days."""
    route = queries.whole_route(route_id)
    form = StopsForm()
    ticked = request.form.getlist("deliveries")
    form.deliveries.options = [(found, "") for each in ticked if (found := _uuid(each))]
    if form.validate_on_submit():
        with transaction():
            for delivery_id in form.deliveries.data:
                actions.add_stop(route, whole_delivery(delivery_id))
        count = len(form.deliveries.data)
        told = ngettext("%(num)s delivery added.", "%(num)s deliveries added.", count)
        flash(told, "success")
    else:
        flash(_("Tick at least one delivery."), "warning")
    return _back(route_id)


@bp.post("/<uuid:route_id>/stops/<uuid:stop_id>/move")
@requires(Permission.DELIVERIES_EDIT)
def move(route_id: UUID, stop_id: UUID) -> ResponseReturnValue:
    """Put a stop at another place of the order, unless somebody changed it meanwhile."""
    stop = queries.get_stop(route_id, stop_id)
    position, turn = _number("position"), _number("turn")
    if position is not None:
        with transaction():
            actions.move_stop(stop, position=position, turn=turn)
    return _back(route_id)


@bp.post("/<uuid:route_id>/stops/<uuid:stop_id>/remove")
@requires(Permission.DELIVERIES_EDIT)
def remove(route_id: UUID, stop_id: UUID) -> ResponseReturnValue:
    """Take a delivery off the trip."""
    stop = queries.get_stop(route_id, stop_id)
    with transaction():
        actions.remove_stop(stop)
    flash(_("Taken off. The delivery waits for another route."), "success")
    return _back(route_id)


def _back(route_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("routes.show", route_id=route_id, _anchor="stops"), code=303)


def _number(name: str) -> int | None:
    typed = request.form.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
