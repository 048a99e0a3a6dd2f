"""Stock for staff: what is on hand, the catalogue, and the doors to lots and places."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.paging import read_listing
from relief.stock import (
    actions,
    expiry,
    held_views,
    holding,
    item_views,
    levels,
    lot_views,
    place_views,
    queries,
)
from relief.stock.forms import FilterForm, ItemForm

FILTERS = ("q", "category", "place", "expires", "level")

bp = Blueprint("stock", __name__, url_prefix="/staff/stock")
bp.register_blueprint(held_views.bp)
bp.register_blueprint(item_views.bp)
bp.register_blueprint(lot_views.bp)
bp.register_blueprint(place_views.bp)


@bp.get("/")
@requires(Permission.STOCK_READ)
def index() -> ResponseReturnValue:
    """List what is on hand, by item."""
    form = FilterForm(request.args)
    form.place.options = queries.place_choices()
    form.validate()
    today = queries.today()
    ahead = form.expires.data
    page = queries.page_of_items(
        read_listing(request.args, default="name", filters=FILTERS),
        text=form.q.data or "",
        category=form.category.data,
        place_id=form.place.data,
        expiring_by=today + timedelta(days=int(ahead) or -1) if ahead else None,
        among=levels.low() if form.level.data else None,
    )
    return render_template(
        "stock/index.html",
        page=page,
        filters=form,
        on_hand=queries.on_hand_by_item([i.id for i in page.rows], place_id=form.place.data),
        nothing=queries.OnHand(),
        today=today,
        expiring=expiry.expiring_counts(today),
        held=holding.count_held(today),
        low=levels.low([item.id for item in page.rows]),
    )


@bp.get("/items/new")
@requires(Permission.STOCK_EDIT)
def new() -> ResponseReturnValue:
    """Show an empty form."""
    return render_template("stock/item_new.html", form=ItemForm())


@bp.post("/items/new")
@requires(Permission.STOCK_EDIT)
def create() -> ResponseReturnValue:
    """Add an item to the catalogue."""
    form = ItemForm()
    if form.validate_on_submit():
        try:
            with transaction():
                item = actions.create_item(**form.values())
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Item saved."), "success")
            return redirect(url_for(".item", item_id=item.id), code=303)
    return render_template("stock/item_new.html", form=form), 422


@bp.get("/items/<uuid:item_id>")
@requires(Permission.STOCK_READ)
def item(item_id: UUID) -> ResponseReturnValue:
    """Show one item: what there is of it and where, its kardex and its history."""
    return item_views.item_page(queries.get_item(item_id))


@bp.get("/items/<uuid:item_id>/edit")
@requires(Permission.STOCK_EDIT)
def edit(item_id: UUID) -> ResponseReturnValue:
    """Show the form with what is known."""
    found = queries.get_item(item_id)
    form = ItemForm(obj=found)
    if found.reference_value is not None:
        form.currency.data = found.reference_value.currency
    return render_template("stock/item_edit.html", item=found, form=form)


@bp.post("/items/<uuid:item_id>/edit")
@requires(Permission.STOCK_EDIT)
def update(item_id: UUID) -> ResponseReturnValue:
    """Keep what was changed."""
    found = queries.get_item(item_id)
    form = ItemForm()
    if form.validate_on_submit():
        try:
            with transaction():
                actions.edit_item(found, changes=form.values())
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Item saved."), "success")
            return redirect(url_for(".item", item_id=item_id), code=303)
    return render_template("stock/item_edit.html", item=found, form=form), 422
