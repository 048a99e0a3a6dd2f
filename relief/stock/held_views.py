"""Goods that may not be sent, for staff; their lots' pages let them go or write them off."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.core.paging import read_listing
from relief.stock import holding, queries
from relief.stock.forms import HeldFilterForm

bp = Blueprint("held", __name__, url_prefix="/held")


@bp.get("/")
@requires(Permission.STOCK_READ)
def index() -> ResponseReturnValue:
    """List what is held back, and why."""
    form = HeldFilterForm(request.args)
    form.validate()
    page = holding.page_of_held(
        read_listing(request.args, default="item", filters=("q", "why")),
        queries.today(),
        text=form.q.data or "",
        why=form.why.data,
    )
    return render_template("stock/held.html", page=page, filters=form, today=queries.today())
