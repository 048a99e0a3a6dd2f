"""What happens around every request: its id, its reader, its chapter, its headers."""

import re
import time
from uuid import UUID
from wsgiref.headers import Headers

import structlog
from flask import Flask, Response, abort, current_app, g, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_login import current_user

from relief.accounts import sessions
from relief.accounts.models import Membership, User
from relief.chapters import queries as chapters
from relief.core import context, tenancy, throttle
from relief.core.context import Actor, ActorKind
from relief.core.db import new_id, set_reading
from relief.core.uploads import limit_of
from relief.web.throttling import RULES

log = structlog.get_logger("relief.access")

CSP = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "style-src 'self'",
        "script-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
GUARDS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    # same-origin and not no-referrer: Flask-WTF checks the Referer of posts over https.
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=()",
}
FRAMED = {"embed.frame"}
"""Made to stand in other people's pages; every other page of the house refuses a frame."""

SAME_FOR_ALL = {"embed.frame", "embed.picture", "campaigns_public.poster"}
"""Whoever stands between may keep these for a while, so that they depend on nobody's cookie."""

NO_FRAME, ANY_FRAME = "frame-ancestors 'none'", "frame-ancestors *"
SAFE_ID = re.compile(r"^[A-Za-z0-9-]{8,64}$")
PUBLIC_CACHE = "static"


class Cookie(SecureCookieSessionInterface):
    """The signed cookie of every page but those that are the same for everybody.

    Flask-Login looks into it on each request; that alone would make the answer vary by cookie.
    """

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie, and say that the answer depends on it."""
        if request.endpoint not in SAME_FOR_ALL or response.status_code >= 400:
            super().save_session(app, session, response)


def begin() -> None:
    """Name the request, say whether it only reads, and forget whoever came before."""
    given = request.headers.get("X-Request-Id", "")
    context.set_request_id(given if SAFE_ID.match(given) else str(new_id()))
    context.set_actor(Actor(ActorKind.PUBLIC, "Público"))
    tenancy.choose(None)
    set_reading(only=request.method in {"GET", "HEAD", "OPTIONS"})
    g.started = time.perf_counter()
    # Before anybody reads the form, the guard against forgery included.
    limit = limit_of(current_app.view_functions.get(request.endpoint or ""))
    if limit is not None:
        request.max_content_length = limit


def slow_down() -> None:
    """Count tries of the doors that robots try, before anything else touches the database."""
    rule = RULES.get(request.endpoint or "")
    if rule is None or request.method not in rule.methods:
        return
    for part, limit in rule.limits(request):
        throttle.count(request.endpoint or "", part, limit=limit, seconds=rule.seconds)


def recognise() -> None:
    """Find out who asks and for which chapter. Tokens choose their chapter themselves, later."""
    if request.endpoint in {None, "static", "health.alive", "health.ready"}:
        return
    if request.path.startswith("/staff"):
        _recognise_staff()
        return
    slug = request.environ.get("relief.chapter")
    chapter = chapters.chapter_by_slug(slug) if slug else chapters.default_chapter()
    if slug and chapter is not None and chapter.is_default:
        abort(404)
    g.chapter = chapter
    if chapter is not None:
        tenancy.choose(chapter.id)


def _recognise_staff() -> None:
    user = current_user._get_current_object()
    if not isinstance(user, User):
        g.chapter = chapters.default_chapter()
        return
    row = g.staff_session
    membership = _membership(user, row.chapter_id)
    g.staff_user, g.membership = user, membership
    context.set_actor(Actor(ActorKind.STAFF, user.name, user.id))
    if membership is not None:
        g.chapter = membership.chapter
        tenancy.choose(membership.chapter_id)
    if request.method == "GET":
        sessions.touch(row.id, row.seen_at)


def _membership(user: User, chapter_id: UUID | None) -> Membership | None:
    """Return the membership of the chosen chapter, else the first; a role lost works at once."""
    chosen = [each for each in user.memberships if each.chapter_id == chapter_id]
    return next(iter(chosen or user.memberships), None)


def add_headers(response: Response) -> Response:
    """Guard every response; private pages are not kept by anybody on the way."""
    headers = response.headers
    framed = request.endpoint in FRAMED and response.status_code == 200
    policy = _policy().replace(NO_FRAME, ANY_FRAME) if framed else _policy()
    headers.setdefault("Content-Security-Policy", policy)
    for name, value in GUARDS.items():
        if not (framed and name == "X-Frame-Options"):
            headers.setdefault(name, value)
    headers["X-Request-Id"] = context.request_id()
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if request.endpoint != PUBLIC_CACHE or response.status_code >= 400:
        headers.setdefault("Cache-Control", "no-store")
    return response


def _policy() -> str:
    """Let our forms lead to the payment page too, where donors may pay online."""
    origin = current_app.config["SETTINGS"].pay_page_origin
    return CSP.replace("form-action 'self'", f"form-action 'self' {origin}") if origin else CSP


def guard_file(headers: Headers, _path: str, _url: str) -> None:
    """Guard a static file, which is answered before the application is asked."""
    for name, value in GUARDS.items():
        headers[name] = value


def log_access(response: Response) -> Response:
    """Write one line a request; the address of a token's page is not written out."""
    if request.endpoint not in {"static", "health.alive"}:
        log.info(
            "request",
            method=request.method,
            endpoint=request.endpoint,
            status=response.status_code,
            ms=round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
        )
    return response


def set_up(app: Flask) -> None:
    """Hang the hooks, in the order they must run."""
    app.session_interface = Cookie()
    app.before_request(begin)
    app.before_request(slow_down)
    app.before_request(recognise)
    app.after_request(add_headers)
    app.after_request(log_access)
