"""The chapter's drivers and vehicles."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.routes import fleet, queries
from relief.routes.forms import DriverForm, VehicleForm

bp = Blueprint("fleet", __name__, url_prefix="/fleet")


@bp.get("/")
@requires(Permission.DELIVERIES_READ)
def index() -> ResponseReturnValue:
    """List who drives, and what."""
    return render_template(
        "routes/fleet.html", drivers=queries.drivers(), vehicles=queries.vehicles()
    )


@bp.get("/drivers/new")
@requires(Permission.DELIVERIES_EDIT)
def new_driver() -> ResponseReturnValue:
    """Show an empty form."""
    return _driver_page(DriverForm(formdata=None))


@bp.post("/drivers/new")
@requires(Permission.DELIVERIES_EDIT)
def create_driver() -> ResponseReturnValue:
    """Write down somebody who drives."""
    form = DriverForm()
    if form.validate_on_submit():
        try:
            with transaction():
                fleet.create_driver(**form.values())
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            return _saved(_("Driver saved."))
    return _driver_page(form), 422


@bp.get("/drivers/<uuid:driver_id>")
@requires(Permission.DELIVERIES_EDIT)
def edit_driver(driver_id: UUID) -> ResponseReturnValue:
    """Show the form with what is known."""
    driver = queries.get_driver(driver_id)
    return _driver_page(DriverForm(formdata=None, obj=driver), driver.name)


@bp.post("/drivers/<uuid:driver_id>")
@requires(Permission.DELIVERIES_EDIT)
def update_driver(driver_id: UUID) -> ResponseReturnValue:
    """Keep what was changed."""
    driver = queries.get_driver(driver_id)
    form, name = DriverForm(), driver.name
    if form.validate_on_submit():
        try:
            with transaction():
                fleet.edit_driver(driver, changes=form.values())
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            return _saved(_("Driver saved."))
    return _driver_page(form, name), 422


@bp.get("/vehicles/new")
@requires(Permission.DELIVERIES_EDIT)
def new_vehicle() -> ResponseReturnValue:
    """Show an empty form."""
    return _vehicle_page(VehicleForm(formdata=None))


@bp.post("/vehicles/new")
@requires(Permission.DELIVERIES_EDIT)
def create_vehicle() -> ResponseReturnValue:
    """Write down a vehicle."""
    form = VehicleForm()
    if form.validate_on_submit():
        try:
            with transaction():
                fleet.create_vehicle(**form.values())
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            return _saved(_("Vehicle saved."))
    return _vehicle_page(form), 422


@bp.get("/vehicles/<uuid:vehicle_id>")
@requires(Permission.DELIVERIES_EDIT)
def edit_vehicle(vehicle_id: UUID) -> ResponseReturnValue:
    """Show the form with what is known."""
    vehicle = queries.get_vehicle(vehicle_id)
    return _vehicle_page(VehicleForm(formdata=None, obj=vehicle), vehicle.name)


@bp.post("/vehicles/<uuid:vehicle_id>")
@requires(Permission.DELIVERIES_EDIT)
def update_vehicle(vehicle_id: UUID) -> ResponseReturnValue:
    """Keep what was changed."""
    vehicle = queries.get_vehicle(vehicle_id)
    form, name = VehicleForm(), vehicle.name
    if form.validate_on_submit():
        try:
            with transaction():
                fleet.edit_vehicle(vehicle, changes=form.values())
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            return _saved(_("Vehicle saved."))
    return _vehicle_page(form, name), 422


def _saved(told: str) -> ResponseReturnValue:
    flash(told, "success")
    return redirect(url_for(".index"), code=303)


def _driver_page(form: DriverForm, name: str = "") -> str:
    title = _("Edit %(name)s", name=name) if name else _("New driver")
    return render_template("routes/fleet_form.html", form=form, title=title)


def _vehicle_page(form: VehicleForm, name: str = "") -> str:
    title = _("Edit %(name)s", name=name) if name else _("New vehicle")
    return render_template("routes/fleet_form.html", form=form, title=title)
