"""Warehouses and collection points, for staff."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.stock import actions, queries
from relief.stock.forms import PlaceForm

bp = Blueprint("places", __name__, url_prefix="/places")


@bp.get("/")
@requires(Permission.STOCK_READ)
def index() -> ResponseReturnValue:
    """List the places and how many units are at each."""
    return render_template(
        "stock/places.html", points=queries.places(), units=queries.units_by_place()
    )


@bp.get("/new")
@requires(Permission.STOCK_EDIT)
def new() -> ResponseReturnValue:
    """Show an empty form."""
    return render_template("stock/place_new.html", form=PlaceForm())


@bp.post("/new")
@requires(Permission.STOCK_EDIT)
def create() -> ResponseReturnValue:
    """Add a place."""
    form = PlaceForm()
    if form.validate_on_submit():
        try:
            with transaction():
                actions.create_place(
                    name=form.name.data,
                    kind=form.kind.data,
                    city=form.city.data,
                    address=form.address.data,
                    latitude=form.latitude.data,
                    longitude=form.longitude.data,
                )
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Place saved."), "success")
            return redirect(url_for(".index"), code=303)
    return render_template("stock/place_new.html", form=form), 422


@bp.get("/<uuid:place_id>/edit")
@requires(Permission.STOCK_EDIT)
def edit(place_id: UUID) -> ResponseReturnValue:
    """Show the form with what is known."""
    place = queries.get_place(place_id)
    return render_template("stock/place_edit.html", place=place, form=PlaceForm(obj=place))


@bp.post("/<uuid:place_id>/edit")
@requires(Permission.STOCK_EDIT)
def update(place_id: UUID) -> ResponseReturnValue:
    """Keep what was changed."""
    place = queries.get_place(place_id)
    form = PlaceForm()
    if form.validate_on_submit():
        try:
            with transaction():
                actions.edit_place(place, changes=form.values())
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Place saved."), "success")
            return redirect(url_for(".index"), code=303)
    return render_template("stock/place_edit.html", place=place, form=form), 422
