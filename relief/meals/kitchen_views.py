"""Kitchens, for staff: who cooks, and what each of them cooks on a day."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.core.answers import PDF, as_file
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.languages import reader_language
from relief.core.rows import RowMissing
from relief.meals import kitchens, lists, papers, queries
from relief.meals.forms import DayForm, KitchenForm

bp = Blueprint("kitchens", __name__, url_prefix="/kitchens")
DAY = timedelta(days=1)


@bp.get("")
@requires(Permission.MEALS_READ)
def index() -> ResponseReturnValue:
    """Show what every kitchen cooks on a day, tomorrow unless asked otherwise."""
    form = DayForm(request.args)
    form.validate()
    day = form.day.data or queries.today() + DAY
    return render_template(
        "meals/kitchens.html",
        form=DayForm(None, data={"day": day}),
        day=day,
        step=DAY,
        totals=kitchens.totals_on(day),
        kitchens=lists.all_kitchens(),
    )


@bp.get("/<day>.pdf")
@requires(Permission.MEALS_READ)
def sheet(day: str) -> ResponseReturnValue:
    """Serve a day's sheet for the kitchens, to print."""
    form = DayForm(MultiDict({"day": day}))
    if not form.validate() or form.day.data is None:
        raise RowMissing("Day")
    drawn = papers.draw_kitchens(form.day.data, language=reader_language())
    return as_file(drawn, f"cocinas-{form.day.data.isoformat()}.pdf", PDF, shown=True)


@bp.get("/new")
@requires(Permission.MEALS_EDIT)
def new() -> ResponseReturnValue:
    """Show an empty form."""
    return render_template("meals/kitchen.html", form=KitchenForm(), kitchen=None)


@bp.post("/new")
@requires(Permission.MEALS_EDIT)
def create() -> ResponseReturnValue:
    """Write down a kitchen."""
    form = KitchenForm()
    if form.validate_on_submit():
        try:
            with transaction():
                kitchens.create_kitchen(**form.values())
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Kitchen saved."), "success")
            return redirect(url_for(".index"), code=303)
    return render_template("meals/kitchen.html", form=form, kitchen=None), 422


@bp.get("/<uuid:kitchen_id>")
@requires(Permission.MEALS_EDIT)
def edit(kitchen_id: UUID) -> ResponseReturnValue:
    """Show the form with what is known."""
    kitchen = queries.get_kitchen(kitchen_id)
    return render_template("meals/kitchen.html", form=KitchenForm(obj=kitchen), kitchen=kitchen)


@bp.post("/<uuid:kitchen_id>")
@requires(Permission.MEALS_EDIT)
def update(kitchen_id: UUID) -> ResponseReturnValue:
    """Keep what was changed."""
    kitchen = queries.get_kitchen(kitchen_id)
    form = KitchenForm()
    if form.validate_on_submit():
        try:
            with transaction():
                kitchens.edit_kitchen(kitchen, changes=form.values())
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Kitchen saved."), "success")
            return redirect(url_for(".index"), code=303)
    return render_template("meals/kitchen.html", form=form, kitchen=kitchen), 422
