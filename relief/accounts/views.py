"""Staff and their roles; one's own account."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from relief.accounts import queries
from relief.accounts.access import requires, signed_in
from relief.accounts.permissions import Permission

bp = Blueprint("accounts", __name__, url_prefix="/staff")


@bp.get("/people")
@requires(Permission.STAFF_READ)
def index() -> ResponseReturnValue:
    """List who works in the chapter."""
    return render_template("accounts/index.html", members=queries.members())


@bp.get("/account")
@signed_in
def me() -> ResponseReturnValue:
    """Show one's own account."""
    return render_template("accounts/me.html")
