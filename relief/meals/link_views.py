"""The link by which a hospital signs for its meals, for staff: make it, print it, withdraw it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.core.db import transaction
from relief.core.qr import svg_of
from relief.core.rows import RowMissing
from relief.hospitals.queries import get_hospital
from relief.meals import hospital_link

bp = Blueprint("link", __name__, url_prefix="/hospital/<uuid:hospital_id>/link")


@bp.post("")
@requires(Permission.MEALS_EDIT)
def make(hospital_id: UUID) -> ResponseReturnValue:
    """Make the link, or find the one that lives, and show its sheet."""
    with transaction():
        hospital_link.make_link(get_hospital(hospital_id))
    return redirect(url_for(".sheet", hospital_id=hospital_id), code=303)


@bp.get("")
@requires(Permission.MEALS_EDIT)
def sheet(hospital_id: UUID) -> ResponseReturnValue:
    """Show the sheet for whoever receives the meals; 404 while there is no link."""
    hospital = get_hospital(hospital_id)
    there = hospital_link.address_of(hospital)
    if not there:
        raise RowMissing("CapabilityLink")
    return render_template("meals/link.html", hospital=hospital, link=there, qr=svg_of(there))


@bp.post("/withdraw")
@requires(Permission.MEALS_EDIT)
def withdraw(hospital_id: UUID) -> ResponseReturnValue:
    """Let the link open nothing any more."""
    with transaction():
        hospital_link.withdraw_link(get_hospital(hospital_id))
    flash(_("The link opens nothing any more."), "success")
    return redirect(url_for("meals.index"), code=303)
