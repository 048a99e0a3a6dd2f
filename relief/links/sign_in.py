"""Sign-in links of donors: ten minutes, once, and only for whoever holds the letter.

The browser that asked carries a nonce in a cookie; in any other one the code of the letter is asked
for, so that a link that leaked by itself opens nothing.
"""

import hashlib
import hmac
import secrets
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from relief.core import clock, rows
from relief.core.db import db, short_transaction
from relief.core.mail import Letter
from relief.core.throttle import TooOften
from relief.links.errors import LinkDead
from relief.links.models import DonorSession, SignInLink

LIFE = timedelta(minutes=10)
ASKED_AN_HOUR = 5
TRIES_A_LINK = 5
TRIES_A_DAY = 10
IDLE = timedelta(hours=12)
ABSOLUTE = timedelta(days=30)
TOUCH_EVERY = timedelta(minutes=2)
KEPT_ENDED = timedelta(days=90)
LETTER = "portal_sign_in"


def hashed(secret: str) -> str:
    """Return what the database keeps of a token or a cookie."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _sealed(link_id: UUID, code: str, key: str) -> str:
    """Return what the database keeps of a code: too short for a plain hash to hide it."""
    text = link_id.bytes + code.encode("utf-8", "replace")
    return hmac.new(key.encode(), b"sign-in-code:" + text, hashlib.sha256).hexdigest()


def ask(email: str, *, nonce: str, language: str) -> SignInLink:
    """Write down that a mailbox wants to come in, known or not: the answer is the same for both.

    Raise TooOften beyond five times an hour for one mailbox.
    """
    email = email.strip().lower()
    hour_ago = clock.now() - timedelta(hours=1)
    asked = rows.count(SignInLink, SignInLink.email == email, SignInLink.created_at > hour_ago)
    if asked >= ASKED_AN_HOUR:
        raise TooOften
    link = SignInLink(
        email=email,
        language=language,
        browser_hash=hashed(nonce),
        expires_at=clock.now() + LIFE,
    )
    db.session.add(link)
    db.session.flush()
    return link


def issue(link: SignInLink, *, key: str) -> tuple[str, str]:
    """Make the token and the code that the letter carries; they count from now.

    Writing the letter again, after a worker that died, makes new ones and the old ones open nothing.
    """
    rows.lock(link)
    token, code = secrets.token_urlsafe(16), f"{secrets.randbelow(10**6):06d}"
    link.token_hash, link.code_hash = hashed(token), _sealed(link.id, code, key)
    link.expires_at = clock.now() + LIFE
    db.session.flush()
    return token, code


def find(token: str) -> SignInLink:
    """Return the living link of a token. Raise LinkDead for a used, old or invented one."""
    link = db.session.scalars(
        sa.select(SignInLink)
        .where(SignInLink.token_hash == hashed(token))
        .execution_options(all_chapters=True)
    ).first()
    if link is None or not alive(link):
        raise LinkDead
    return link


def asked_here(nonce: str) -> SignInLink:
    """Return what this browser asked for last, if it still lives. Raise LinkDead."""
    link = db.session.scalars(
        sa.select(SignInLink)
        .where(SignInLink.browser_hash == hashed(nonce))
        .order_by(SignInLink.created_at.desc(), SignInLink.id.desc())
        .limit(1)
        .execution_options(all_chapters=True)
    ).first()
    if link is None or not alive(link):
        raise LinkDead
    return link


def alive(link: SignInLink) -> bool:
    """Say whether a link can still open the door."""
    fresh = link.used_at is None and link.attempts < TRIES_A_LINK
    return fresh and clock.now() < link.expires_at


def same_browser(link: SignInLink, nonce: str) -> bool:
    """Say whether the browser with this cookie is the one that asked."""
    return bool(nonce) and hmac.compare_digest(link.browser_hash, hashed(nonce))


def come_in(link: SignInLink, *, code: str | None, key: str) -> str | None:
    """Use a link up and return the token of a new session; None for a wrong code, which is counted.

    `code` is None when the browser is proof enough. Whoever is second, by a hair, finds it used.
    Raise LinkDead.
    """
    rows.lock(link)
    if not alive(link) or (link.token_hash is None and code is None):
        raise LinkDead
    if code is not None and not _right(link, code, key):
        link.attempts += 1
        db.session.flush()
        return None
    link.used_at = clock.now()
    token = secrets.token_urlsafe(32)
    db.session.add(DonorSession(email=link.email, token_hash=hashed(token)))
    db.session.flush()
    return token


def _right(link: SignInLink, code: str, key: str) -> bool:
    """Compare a code; a mailbox whose code was guessed at all day takes no code until tomorrow."""
    tried = sa.select(sa.func.sum(SignInLink.attempts)).where(
        SignInLink.email == link.email, SignInLink.created_at > clock.now() - timedelta(days=1)
    )
    if int(db.session.scalar(tried) or 0) >= TRIES_A_DAY or link.code_hash is None:
        return False
    return hmac.compare_digest(link.code_hash, _sealed(link.id, code, key))


def session_of(token: str) -> DonorSession | None:
    """Return the living session of a cookie: not ended, not idle for 12 hours, not older than 30 days."""
    if not token:
        return None
    row = db.session.scalars(
        sa.select(DonorSession)
        .where(DonorSession.token_hash == hashed(token), DonorSession.ended_at.is_(None))
        .execution_options(all_chapters=True)
    ).first()
    now = clock.now()
    if row is None or now - row.seen_at > IDLE or now - row.created_at > ABSOLUTE:
        return None
    return row


def touch(session: DonorSession) -> None:
    """Remember that a session is in use, at most every two minutes, in a short transaction."""
    if clock.now() - session.seen_at < TOUCH_EVERY:
        return
    with short_transaction() as connection:
        connection.execute(
            sa.update(DonorSession).where(DonorSession.id == session.id).values(seen_at=clock.now())
        )


def end(session: DonorSession) -> None:
    """End one session: its cookie opens nothing any more."""
    rows.lock(session)
    session.ended_at = session.ended_at or clock.now()
    db.session.flush()


def forget_old() -> None:
    """Drop links older than a day, and sessions that ended or fell asleep 90 days ago; for the worker."""
    now = clock.now()
    with short_transaction() as connection:
        connection.execute(
            sa.delete(SignInLink).where(SignInLink.created_at < now - timedelta(days=1))
        )
        # The letters that carried them lose their words: nobody needs the links again.
        connection.execute(
            sa.update(Letter.__table__)  # type: ignore[arg-type]  # the table of every chapter
            .where(Letter.kind == LETTER, Letter.created_at < now - timedelta(days=1))
            .values(text="", html="")
        )
        connection.execute(sa.delete(DonorSession).where(DonorSession.seen_at < now - KEPT_ENDED))
