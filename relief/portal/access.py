"""Who is at the door of the portal: a mailbox with a living session, and the donor of the address."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from flask import Response, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from relief.chapters.models import Chapter
from relief.chapters.queries import get_chapter
from relief.config import Settings
from relief.core import context, tenancy
from relief.core.context import Actor, ActorKind
from relief.core.rows import RowMissing
from relief.donors.models import Donor
from relief.donors.queries import get_donor
from relief.links import sign_in
from relief.links.models import DonorSession
from relief.portal import queries

COOKIE = "relief_portal"
ASKED = "relief_portal_ask"
PATH = "/portal"
ASKED_SECONDS = 3600

View = Callable[..., ResponseReturnValue]


@dataclass(frozen=True)
class Door:
    """A donor as this mailbox may see it; `whole` says that it speaks for the donor."""

    email: str
    chapter: Chapter
    donor: Donor
    whole: bool


def current_session() -> DonorSession | None:
    """Return the living session of this browser."""
    return sign_in.session_of(request.cookies.get(COOKIE, ""))


def signed_in(view: View) -> View:
    """Open a view to any donor who came in: it receives their `session`."""

    @wraps(view)
    def opened(**values: Any) -> ResponseReturnValue:
        session = current_session()
        if session is None:
            return redirect(url_for("portal.start"), code=303)
        _name_actor(session)
        return view(session=session, **values)

    opened.permission = "portal:session"  # type: ignore[attr-defined]  # functions carry marks
    return opened


def at_door(*, whole: bool = False) -> Callable[[View], View]:
    """Open a view of one donor, `<uuid:donor_id>` in its address: it receives the `door`.

    The view runs in the donor's chapter. A donor that this mailbox may not open is as absent as an
    invented one, in any chapter; with `whole`, so is one that it only typed a pledge for.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def opened(donor_id: UUID, **values: Any) -> ResponseReturnValue:
            session = current_session()
            if session is None:
                return redirect(url_for("portal.start"), code=303)
            found = queries.access(session.email, donor_id)
            if whole and not found.whole:
                raise RowMissing("Donor")
            tenancy.choose(found.chapter_id)
            chapter = g.chapter = get_chapter(found.chapter_id)
            _name_actor(session)
            door = Door(session.email, chapter, get_donor(donor_id), found.whole)
            return view(door=door, **values)

        opened.permission = "portal:donor"  # type: ignore[attr-defined]  # functions carry marks
        return opened

    return guard


def _name_actor(session: DonorSession) -> None:
    """Let the audit name the session and no person: it cannot forget a name when it has to."""
    if request.method == "GET":
        sign_in.touch(session)
    context.set_actor(Actor(ActorKind.DONOR, "Donante (portal)", session.id))


def keep(response: Response, name: str, value: str, *, seconds: int) -> None:
    """Set a cookie that only the portal's pages receive; an empty value takes it away."""
    settings: Settings = current_app.config["SETTINGS"]
    response.set_cookie(
        name,
        value,
        max_age=seconds if value else 0,
        path=PATH,
        httponly=True,
        samesite="Lax",
        secure=settings.secure,
    )
