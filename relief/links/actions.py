"""Make, open and revoke capability links.

A token is derived from the link's id under the application's key, so that a paper can print it
again without the database ever holding it; the database holds only its hash.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from relief.core import clock, tenancy
from relief.core.db import db, new_id
from relief.links.errors import LinkDead
from relief.links.models import CapabilityLink, LinkKind

TOKEN_LENGTH = 26  # of base32: 130 bits


def derive(link_id: UUID, key: str) -> str:
    """Return the token of a link under one key."""
    digest = hmac.new(key.encode(), b"capability-link:" + link_id.bytes, hashlib.sha256).digest()
    return base64.b32encode(digest).decode()[:TOKEN_LENGTH].lower()


def hashed(token: str) -> str:
    """Return what the database keeps of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def create(
    kind: LinkKind,
    subject_id: UUID,
    *,
    keys: Iterable[str],
    expires_at: datetime | None = None,
    opens: str = "",
) -> CapabilityLink:
    """Make a link to one object; `keys` are the application's, the current one first."""
    link_id = new_id()
    link = CapabilityLink(
        id=link_id,
        kind=kind,
        subject_id=subject_id,
        opens=opens,
        token_hash=hashed(derive(link_id, next(iter(keys)))),
        expires_at=expires_at,
    )
    db.session.add(link)
    db.session.flush()
    return link


def token_of(link: CapabilityLink, keys: Iterable[str]) -> str:
    """Return the token to print for a link. Raise LinkDead if no known key made it."""
    for key in keys:
        token = derive(link.id, key)
        if hmac.compare_digest(hashed(token), link.token_hash):
            return token
    raise LinkDead


def open_link(token: str) -> CapabilityLink:
    """Return the live link of a token, of whichever chapter. Raise LinkDead for anything else."""
    with tenancy.all_chapters():
        link = db.session.scalars(
            sa.select(CapabilityLink).where(CapabilityLink.token_hash == hashed(token))
        ).first()
    if link is None or not alive(link):
        raise LinkDead
    return link


def alive(link: CapabilityLink) -> bool:
    """Say whether a link still opens its door now."""
    return link.revoked_at is None and (link.expires_at is None or clock.now() < link.expires_at)


def live_link(kind: LinkKind, subject_id: UUID) -> CapabilityLink | None:
    """Return the newest live link of a kind to an object, None if there is none."""
    links = db.session.scalars(
        sa.select(CapabilityLink)
        .where(CapabilityLink.kind == kind, CapabilityLink.subject_id == subject_id)
        .order_by(CapabilityLink.created_at.desc(), CapabilityLink.id.desc())
    )
    return next((link for link in links if alive(link)), None)


def revoke(kind: LinkKind, subject_id: UUID) -> None:
    """Kill every link of a kind to an object, as when the object closes."""
    links = db.session.scalars(
        sa.select(CapabilityLink).where(
            CapabilityLink.kind == kind,
            CapabilityLink.subject_id == subject_id,
            CapabilityLink.revoked_at.is_(None),
        )
    )
    for link in links:
        link.revoked_at = clock.now()
    db.session.flush()
