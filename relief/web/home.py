"""What needs attention now."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from relief.accounts.access import requires
from relief.accounts.permissions import Permission

bp = Blueprint("home", __name__, url_prefix="/staff")


@bp.get("/")
@requires(Permission.HOME_READ)
def index() -> ResponseReturnValue:
    """Show the page of the role."""
    return render_template("home/index.html")
