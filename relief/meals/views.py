"""Meals, for staff: the days to come and who cooks for whom."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.core.paging import read_listing
from relief.meals import (
    kitchen_views,
    link_views,
    lists,
    programme_views,
    queries,
    slot_views,
    statement_views,
)
from relief.meals.forms import FilterForm

bp = Blueprint("meals", __name__, url_prefix="/staff/meals")
for part in (programme_views, slot_views, kitchen_views, link_views, statement_views):
    bp.register_blueprint(part.bp)


@bp.get("/")
@requires(Permission.MEALS_READ)
def index() -> ResponseReturnValue:
    """List the days, those from today on unless asked otherwise."""
    form = FilterForm(request.args)
    form.hospital.options = lists.hospital_choices()
    form.validate()
    page = lists.page_of_slots(
        read_listing(request.args, default="when", filters=("q", "when", "hospital", "status")),
        text=form.q.data or "",
        when=form.when.data or "",
        hospital_id=form.hospital.data,
        status=form.status.data,
    )
    return render_template(
        "meals/index.html",
        page=page,
        filters=form,
        today=queries.today(),
        boards=lists.campaigns_with_meals(),
    )
