"""The privacy notice of the chapter."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from relief.accounts.access import anyone, require_chapter

bp = Blueprint("privacy", __name__)


@bp.get("/privacy")
@anyone
def notice() -> ResponseReturnValue:
    """Show the notice that the law asks for (LFPDPPP, DOF 20 March 2025), with its version."""
    return render_template("privacy/notice.html", chapter=require_chapter())
