"""Tokens that a phone keeps when a link's cookie is long gone: for one link and one object below it.

They open one address, for the header `Authorization: Bearer …`, which no foreign page can send for
somebody; so that address needs no form's token. A link that was closed meanwhile is still heard:
the view is told, and must not believe it alone.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from flask import current_app, g, jsonify, request
from flask.typing import ResponseReturnValue

from relief.chapters.queries import get_chapter
from relief.config import Settings
from relief.core import context, tenancy
from relief.core.context import Actor
from relief.core.db import db
from relief.links.access import ACTORS, label_of
from relief.links.actions import alive
from relief.links.models import CapabilityLink, LinkKind

View = Callable[..., ResponseReturnValue]
TOKEN_LENGTH = 32  # of base32: 160 bits


def bearer_token(link_id: UUID, subject_id: UUID) -> str:
    """Return the token of an object below a link, under the application's current key."""
    settings: Settings = current_app.config["SETTINGS"]
    return _derive(link_id, subject_id, settings.secret_key)


def by_bearer(kind: LinkKind) -> Callable[[View], View]:
    """Guard a view by such a token: it receives `link`, `alive` and `subject_id`, as its holder.

    The view's address must hold `<uuid:link_id>` and `<uuid:subject_id>`. Anything but the token of
    both is answered with 401, as JSON.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def opened(link_id: UUID, subject_id: UUID, **values: Any) -> ResponseReturnValue:
            link = _link(link_id, kind) if _known(link_id, subject_id) else None
            if link is None:
                return jsonify(error="token"), 401
            tenancy.choose(link.chapter_id)
            g.chapter = get_chapter(link.chapter_id)
            context.set_actor(Actor(ACTORS[kind], label_of(link), link.id))
            return view(link=link, alive=alive(link), subject_id=subject_id, **values)

        opened.permission = f"link:{kind.value}"  # type: ignore[attr-defined]  # functions carry marks
        return opened

    return guard


def _known(link_id: UUID, subject_id: UUID) -> bool:
    settings: Settings = current_app.config["SETTINGS"]
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Bearer" or not token.isascii():
        return False
    keys = (settings.secret_key, *settings.secret_key_fallbacks)
    return any(hmac.compare_digest(_derive(link_id, subject_id, key), token) for key in keys)


def _derive(link_id: UUID, subject_id: UUID, key: str) -> str:
    message = b"bearer:" + link_id.bytes + subject_id.bytes
    digest = hmac.new(key.encode(), message, hashlib.sha256).digest()
    return base64.b32encode(digest).decode()[:TOKEN_LENGTH].lower()


def _link(link_id: UUID, kind: LinkKind) -> CapabilityLink | None:
    with tenancy.all_chapters():
        link = db.session.get(CapabilityLink, link_id)
    return link if link is not None and link.kind is kind else None
