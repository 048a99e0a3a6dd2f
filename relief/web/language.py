"""Spanish first, English second, and a switch that keeps the page."""

from urllib.parse import urlencode

from flask import Blueprint, abort, g, has_request_context, redirect, request, session
from flask.typing import ResponseReturnValue

from relief.accounts.access import anyone
from relief.core.mail import locale_of
from relief.core.urls import safe_next
from relief.web.ways_back import openable

bp = Blueprint("language", __name__)
LANGUAGES = ("es", "en")


def current_language() -> str:
    """Return `es` or `en`: what the person chose, else what their browser prefers, else Spanish."""
    if not has_request_context():
        return "es"
    if "language" not in g:
        chosen = session.get("lang")
        if chosen not in LANGUAGES:
            chosen = request.accept_languages.best_match(LANGUAGES) or "es"
        g.language = chosen
    return str(g.language)


def select_locale() -> str:
    """Return the locale for Flask-Babel."""
    return locale_of(current_language()) if has_request_context() else "es_MX"


def switch_url() -> str:
    """Return the address that shows the same page in the other language."""
    other = "es" if current_language() == "en" else "en"
    here = request.full_path.rstrip("?") if request.method == "GET" else request.path
    return (
        f"{request.script_root}/language/{other}?{urlencode({'next': request.script_root + here})}"
    )


@bp.get("/language/<any(es, en):language>")
@anyone
def switch(language: str) -> ResponseReturnValue:
    """Remember the language in the cookie and go back to the page."""
    if language not in LANGUAGES:
        abort(404)
    session["lang"] = language
    return redirect(openable(safe_next(request.args.get("next", "")) or "/"), code=303)
