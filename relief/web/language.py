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
    """Return `es` or `en`: what the person chose, else what their browser prefers, else Spanish.

    `?lang=` chooses too: a form whose steps are reached by POST switches with a button of its
    own, which sends along what was typed.
    """
    if not has_request_context():
        return "es"
    if "language" not in g:
        asked = request.args.get("lang")
        if asked in LANGUAGES:
            session["lang"] = asked
        chosen = session.get("lang")
        if chosen not in LANGUAGES:
            chosen = request.accept_languages.best_match(LANGUAGES) or "es"
        g.language = chosen
    return str(g.language)


def speak(language: str) -> str:
    """Answer this request in `es` or `en`, without a look at the reader's cookie; return it."""
    g.language = language
    return language


def select_locale() -> str:
    """Return the locale for Flask-Babel."""
    return locale_of(current_language()) if has_request_context() else "es_MX"


def switch_url() -> str:
    """Return the address that shows the same page in the other language."""
    other = "es" if current_language() == "en" else "en"
    here = request.script_root + request.path
    kept = [pair for pair in request.args.items(multi=True) if pair[0] != "lang"]
    if request.method == "GET" and kept:
        here += f"?{urlencode(kept)}"
    return f"{request.script_root}/language/{other}?{urlencode({'next': here})}"


@bp.get("/language/<any(es, en):language>")
@anyone
def switch(language: str) -> ResponseReturnValue:
    """Remember the language in the cookie and go back to the page."""
    if language not in LANGUAGES:
        abort(404)
    session["lang"] = language
    return redirect(openable(safe_next(request.args.get("next", "")) or "/"), code=303)
