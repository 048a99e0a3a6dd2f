"""The secret address of the chapter's calendar, which a telephone or an office subscribes to.

The token is derived from the row's id under the application's key, as those of links are; the
database holds only its hash.
"""

import sqlalchemy as sa
from flask import current_app

from relief.audit.actions import record
from relief.config import Settings
from relief.core import clock, context, tenancy
from relief.core.db import db, new_id
from relief.links.actions import derive, hashed
from relief.links.address import keys
from relief.routes.models import CalendarFeed


def open_feed() -> CalendarFeed:
    """Make a new secret address; the one before stops working."""
    before = live_feed()
    if before is not None:
        before.revoked_at = clock.now()
    feed_id = new_id()
    feed = CalendarFeed(
        id=feed_id,
        token_hash=hashed(derive(feed_id, keys()[0])),
        created_by=context.current_actor().label,
    )
    db.session.add(feed)
    db.session.flush()
    record("routes:calendar:opened", feed)
    return feed


def close_feed() -> None:
    """Let no address work any more; nothing happens when none does."""
    feed = live_feed()
    if feed is None:
        return
    feed.revoked_at = clock.now()
    db.session.flush()
    record("routes:calendar:closed", feed)


def live_feed() -> CalendarFeed | None:
    """Return the address that works, if any."""
    return db.session.scalars(
        sa.select(CalendarFeed)
        .where(CalendarFeed.revoked_at.is_(None))
        .order_by(CalendarFeed.created_at.desc(), CalendarFeed.id.desc())
    ).first()


def feed_address(feed: CalendarFeed | None) -> str:
    """Return the whole secret address; '' without a feed, or under a key that nobody knows."""
    settings: Settings = current_app.config["SETTINGS"]
    if feed is None:
        return ""
    for key in keys():
        token = derive(feed.id, key)
        if hashed(token) == feed.token_hash:
            return f"{settings.base_url}/d/calendar/{token}.ics"
    return ""


def feed_of_token(token: str) -> CalendarFeed | None:
    """Return the live feed of a token, of whichever chapter."""
    with tenancy.all_chapters():
        return db.session.scalars(
            sa.select(CalendarFeed).where(
                CalendarFeed.token_hash == hashed(token), CalendarFeed.revoked_at.is_(None)
            )
        ).first()
