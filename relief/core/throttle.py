"""How often a door may be tried, counted in the database and so shared by all workers."""

import hashlib
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column

from relief.core import clock
from relief.core.db import Base, short_transaction
from relief.core.errors import ReliefError


class TooOften(ReliefError):
    """The door was tried more often than people do."""

    message = _l("Too many attempts. Wait a few minutes and try again.")


class ThrottleCount(Base):
    """Tries of one key in one window. The key is hashed: it may hold an address or a token."""

    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    window_start: Mapped[datetime] = mapped_column(primary_key=True)
    count: Mapped[int]


def window(moment: datetime, seconds: int) -> datetime:
    """Return the beginning (UTC) of the fixed window that `moment` falls in."""
    stamp = int(moment.timestamp())
    return datetime.fromtimestamp(stamp - stamp % seconds, UTC)


def count(door: str, who: str, *, limit: int, seconds: int) -> None:
    """Count one try and raise TooOften beyond `limit` in the window.

    Runs in a transaction of its own, before the request's own begins. Fails closed: when the
    database cannot count, the error stands.
    """
    key = hashlib.sha256(f"{door}\0{who}".encode()).hexdigest()
    start = window(clock.now(), seconds)
    with short_transaction() as connection:
        tried = connection.execute(
            sa.text(
                "INSERT INTO throttle_count (key, window_start, count) VALUES (:key, :start, 1) "
                "ON CONFLICT (key, window_start) DO UPDATE SET count = throttle_count.count + 1 "
                "RETURNING count"
            ).bindparams(sa.bindparam("start", type_=ThrottleCount.__table__.c.window_start.type)),
            {"key": key, "start": start},
        ).scalar_one()
    if tried > limit:
        raise TooOften


def forget_old() -> None:
    """Drop windows older than a day; run by the worker."""
    with short_transaction() as connection:
        connection.execute(
            sa.delete(ThrottleCount).where(
                ThrottleCount.window_start < clock.now() - timedelta(days=1)
            )
        )
