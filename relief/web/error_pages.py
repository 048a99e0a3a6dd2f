"""Every refusal and every failure as a kind page: what happened, what to do, a reference number."""

from typing import Any
from urllib.parse import urlsplit

import structlog
from flask import Flask, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from werkzeug.exceptions import HTTPException, SecurityError

from relief.core import context, tenancy
from relief.core.db import db
from relief.core.errors import ReliefError
from relief.core.rows import RowMissing
from relief.core.throttle import TooOften
from relief.core.urls import safe_next
from relief.links.errors import LinkDead
from relief.web.ways_back import openable

log = structlog.get_logger(__name__)
PAGES = {400, 403, 404, 405, 413, 429, 500, 503}


def _page_before() -> str | None:
    """Return the path of the page that sent the form, if it is one of ours."""
    parts = urlsplit(request.referrer or "")
    if parts.netloc != request.host:
        return None
    path = safe_next(parts.path + (f"?{parts.query}" if parts.query else ""))
    return openable(path) if path is not None else None


def page(code: int, **values: Any) -> ResponseReturnValue:
    """Render the page of a status code in the reader's language."""
    shown = f"errors/{code if code in PAGES else (500 if code >= 500 else 400)}.html"
    values["request_id"] = context.request_id()
    try:
        return render_template(shown, **values), code
    except (SQLAlchemyError, tenancy.NoChapterChosen):
        # The rows of the request are gone with its transaction: the page does without them.
        db.session.rollback()
        _forget_who_asks()
        return render_template(shown, **values), code


def _forget_who_asks() -> None:
    g.chapter = g.staff_user = g.membership = None
    g._login_user = AnonymousUserMixin()


def missing(_error: Exception) -> ResponseReturnValue:
    """Answer 404, the same for a foreign and for an invented id."""
    return page(404)


def dead_link(_error: LinkDead) -> ResponseReturnValue:
    """Answer one quiet page for every link that does not open, whatever the reason."""
    return render_template("links/dead.html"), 404


def too_often(error: TooOften) -> ResponseReturnValue:
    """Answer 429."""
    return page(429, message=str(error))


def refused(error: ReliefError) -> ResponseReturnValue:
    """Carry a broken rule back to the page the person came from, or show it on a page of its own."""
    db.session.rollback()
    back = _page_before()
    if request.method == "POST" and back is not None:
        flash(str(error), "error")
        return redirect(back, code=303)
    return render_template("errors/refused.html", message=str(error)), 409


def stale_form(_error: CSRFError) -> ResponseReturnValue:
    """Answer 400 with the way back: the form was open for too long or came from elsewhere."""
    return page(
        400, message=_("This form was open for too long. Go back, reload and send it again.")
    )


def database_away(error: SQLAlchemyError) -> ResponseReturnValue:
    """Answer 503 while the database is away or busy, 500 for a fault of ours."""
    db.session.rollback()
    away = isinstance(error, OperationalError) or (
        isinstance(error, DBAPIError) and error.connection_invalidated
    )
    log.error("database failed", away=away, exc_info=error)
    return page(503 if away else 500)


def foreign_host(_error: SecurityError) -> ResponseReturnValue:
    """Answer 400 in plain words: under a host that is not ours no address can be built."""
    return "Bad request\n", 400, {"Content-Type": "text/plain; charset=utf-8"}


def http_error(error: HTTPException) -> ResponseReturnValue:
    """Answer what werkzeug raised, redirects as they are."""
    if error.code is None or error.code < 400:
        return error.get_response()
    return page(error.code)


def fault(error: Exception) -> ResponseReturnValue:
    """Answer 500 with the request id and nothing internal."""
    db.session.rollback()
    log.error("unexpected failure", exc_info=error)
    return page(500)


def set_up(app: Flask) -> None:
    """Register the pages."""
    app.register_error_handler(RowMissing, missing)
    app.register_error_handler(LinkDead, dead_link)
    app.register_error_handler(TooOften, too_often)
    app.register_error_handler(ReliefError, refused)
    app.register_error_handler(CSRFError, stale_form)
    app.register_error_handler(SQLAlchemyError, database_away)
    app.register_error_handler(SecurityError, foreign_host)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, fault)
