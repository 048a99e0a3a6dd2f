"""What robots and browsers ask for by themselves."""

from flask import Blueprint, Response, redirect
from flask.typing import ResponseReturnValue

from relief.accounts.access import anyone
from relief.web.filters import asset

bp = Blueprint("robots", __name__)
CLOSED = ("/staff/", "/d/", "/v/", "/portal", "/dev/", "/language/")


@bp.get("/robots.txt")
@anyone
def robots() -> ResponseReturnValue:
    """Keep robots to the public pages."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@bp.get("/favicon.ico")
@anyone
def favicon() -> ResponseReturnValue:
    """Lead browsers that ask for the old name to our mark."""
    return redirect(asset("images/favicon.svg"), code=301)
