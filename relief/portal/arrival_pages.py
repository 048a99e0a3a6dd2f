"""Where a donor who signed in announces goods, as by the link of the pledge."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.core.answers import PDF, as_file
from relief.intake import coming
from relief.intake.forms import ComingForm
from relief.pledges.models import Pledge
from relief.portal import gifts
from relief.portal.access import Door, at_door

bp = Blueprint("arrivals", __name__, url_prefix="/<uuid:donor_id>/pledges/<uuid:pledge_id>/arrival")


@bp.get("")
@at_door()
def new(door: Door, pledge_id: UUID) -> ResponseReturnValue:
    """Ask when, where and with whom the goods come."""
    pledge = gifts.pledge_of(door, pledge_id)
    return _page(door, pledge, coming.fresh_form(pledge))


@bp.post("")
@at_door()
def keep(door: Door, pledge_id: UUID) -> ResponseReturnValue:
    """Keep the announcement; the page then offers its sheet."""
    pledge = gifts.pledge_of(door, pledge_id)
    form = coming.sent_form(pledge)
    if form is not None and not coming.keep(pledge, form):
        return _page(door, gifts.pledge_of(door, pledge_id), form), 422
    if form is not None:
        flash(_("We expect you. Print the sheet, or show its code at the door."), "success")
    return redirect(url_for(".new", donor_id=door.donor.id, pledge_id=pledge_id), code=303)


@bp.get("/<uuid:intake_id>.pdf")
@at_door()
def sheet(door: Door, pledge_id: UUID, intake_id: UUID) -> ResponseReturnValue:
    """Serve the sheet of an announced arrival of this pledge."""
    told, drawn = coming.sheet_of(gifts.pledge_of(door, pledge_id).id, intake_id)
    return as_file(drawn, f"{told.intake.reference}.pdf", PDF, shown=True)


def _page(door: Door, pledge: Pledge, form: ComingForm) -> str:
    def paper(intake_id: UUID) -> str:
        return url_for(".sheet", donor_id=door.donor.id, pledge_id=pledge.id, intake_id=intake_id)

    return render_template(
        "portal/arrival.html", door=door, **coming.shown(pledge, form, sheet=paper)
    )
