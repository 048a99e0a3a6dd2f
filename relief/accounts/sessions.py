"""Sign-ins kept on the server: a cookie whose row has ended opens nothing."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from relief.accounts.models import StaffSession
from relief.core import clock
from relief.core.db import db, short_transaction

IDLE = timedelta(minutes=60)
ABSOLUTE = timedelta(hours=12)
TOUCH_EVERY = timedelta(minutes=2)


def hashed(token: str) -> str:
    """Return what the database keeps of a session's token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def begin(user_id: UUID, *, chapter_id: UUID | None) -> str:
    """Write a new session into the running transaction and return its token for the cookie."""
    token = secrets.token_urlsafe(32)
    db.session.add(StaffSession(user_id=user_id, chapter_id=chapter_id, token_hash=hashed(token)))
    return token


def find(token: str) -> StaffSession | None:
    """Return the live session of a token: not ended, not idle for an hour, not older than twelve."""
    row = db.session.scalars(
        sa.select(StaffSession)
        .where(StaffSession.token_hash == hashed(token), StaffSession.ended_at.is_(None))
        .execution_options(all_chapters=True)
    ).first()
    now = clock.now()
    if row is None or now - row.seen_at > IDLE or now - row.created_at > ABSOLUTE:
        return None
    return row


def touch(session_id: UUID, seen_at: datetime) -> None:
    """Remember that the session is in use, at most every two minutes, in a short transaction."""
    if clock.now() - seen_at < TOUCH_EVERY:
        return
    with short_transaction() as connection:
        connection.execute(
            sa.update(StaffSession).where(StaffSession.id == session_id).values(seen_at=clock.now())
        )


def end(token: str) -> None:
    """End one session, as at sign-out."""
    db.session.execute(
        sa.update(StaffSession)
        .where(StaffSession.token_hash == hashed(token), StaffSession.ended_at.is_(None))
        .values(ended_at=clock.now())
        .execution_options(all_chapters=True)
    )


def end_all(user_id: UUID, *, keep: str = "") -> None:
    """End every session of a person but that of the token `keep`, as when a password changes."""
    db.session.execute(
        sa.update(StaffSession)
        .where(
            StaffSession.user_id == user_id,
            StaffSession.ended_at.is_(None),
            StaffSession.token_hash != hashed(keep),
        )
        .values(ended_at=clock.now())
        .execution_options(all_chapters=True, synchronize_session=False)
    )


def live(user_id: UUID) -> list[StaffSession]:
    """Return the sessions of a person that still open doors, the last used first."""
    now = clock.now()
    return list(
        db.session.scalars(
            sa.select(StaffSession)
            .where(
                StaffSession.user_id == user_id,
                StaffSession.ended_at.is_(None),
                StaffSession.seen_at > now - IDLE,
                StaffSession.created_at > now - ABSOLUTE,
            )
            .order_by(StaffSession.seen_at.desc(), StaffSession.id)
            .execution_options(all_chapters=True)
        )
    )


def move(session_id: UUID, chapter_id: UUID) -> None:
    """Work in another chapter from now on."""
    db.session.execute(
        sa.update(StaffSession)
        .where(StaffSession.id == session_id)
        .values(chapter_id=chapter_id)
        .execution_options(all_chapters=True)
    )
