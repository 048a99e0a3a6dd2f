"""/d/<token>: the one door of every capability link."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from relief.accounts.access import anyone
from relief.links.access import enter as enter_by_link

bp = Blueprint("doors", __name__)


@bp.get("/d/<token>")
@anyone
def enter(token: str) -> ResponseReturnValue:
    """Let the holder of a link in: a cookie for its page, and a redirect to a clean address."""
    return enter_by_link(token, request.args.get("to", ""))
