"""The door of a link: the first GET leaves a cookie for one path and redirects to a clean address."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from flask import Response, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from relief.chapters.queries import get_chapter
from relief.config import Settings
from relief.core import context, tenancy
from relief.core.context import Actor, ActorKind
from relief.links import actions
from relief.links.errors import LinkDead
from relief.links.models import CapabilityLink, LinkKind

COOKIE = "relief_link"
COOKIE_SECONDS = 12 * 3600

ENDPOINTS: dict[LinkKind, str] = {}
OPENS: dict[str, str] = {}
"""The page of a link that opens another than its kind's, by the word that the link holds."""
WAYS: dict[tuple[LinkKind, str], str] = {}
"""Further pages under a link's own path, by the word that a letter puts after `?to=`."""
ACTORS = {
    LinkKind.FOLLOW: ActorKind.DONOR,
    LinkKind.HOSPITAL: ActorKind.HOSPITAL,
    LinkKind.DRIVER: ActorKind.DRIVER,
}
LABELS = {
    LinkKind.FOLLOW: "Donante (enlace)",
    LinkKind.HOSPITAL: "Hospital (enlace)",
    LinkKind.DRIVER: "Operador (enlace)",
}

View = Callable[..., ResponseReturnValue]


def enter(token: str, to: str = "") -> Response:
    """Answer GET /d/<token>: a cookie that only the link's own page receives, and the way there.

    `to` may name one of WAYS; anything else leads to the link's page.
    """
    link = actions.open_link(token)
    settings: Settings = current_app.config["SETTINGS"]
    path = url_for(OPENS[link.opens] if link.opens else ENDPOINTS[link.kind], link_id=link.id)
    way = WAYS.get((link.kind, to))
    response = redirect(url_for(way, link_id=link.id) if way else path, code=303)
    response.set_cookie(
        COOKIE,
        token,
        max_age=COOKIE_SECONDS,
        path=path,
        httponly=True,
        samesite="Lax",
        secure=settings.secure,
    )
    return response  # type: ignore[return-value]  # werkzeug types the base


def by_link(kind: LinkKind, *, opens: str = "") -> Callable[[View], View]:
    """Guard a view by a link: it receives `link` and runs in the link's chapter, as its holder.

    The view's address must hold `<uuid:link_id>`. Anything but a live link of that kind, to that
    page, is LinkDead.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def opened(link_id: UUID, **values: Any) -> ResponseReturnValue:
            link = actions.open_link(request.cookies.get(COOKIE, ""))
            if (link.id, link.kind, link.opens) != (link_id, kind, opens):
                raise LinkDead
            tenancy.choose(link.chapter_id)
            g.chapter = get_chapter(link.chapter_id)
            context.set_actor(Actor(ACTORS[kind], label_of(link), link.id))
            return view(link=link, **values)

        opened.permission = f"link:{kind.value}"  # type: ignore[attr-defined]  # functions carry marks
        return opened

    return guard


def label_of(link: CapabilityLink) -> str:
    """Return how the audit names the holder of a link."""
    return LABELS[link.kind]
