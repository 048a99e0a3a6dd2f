"""now(), today(): the only reading of the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_stopped: ContextVar[datetime | None] = ContextVar("stopped_clock", default=None)


def now() -> datetime:
    """Return the moment, aware, in UTC."""
    return _stopped.get() or datetime.now(UTC)


def today(zone: str) -> date:
    """Return the date on the wall of `zone`, an IANA name such as America/Tijuana.

    Legal dates and the year of a folio follow the chapter's zone, never UTC: New Year's
    Eve in Tijuana is already the first of January in UTC from 16:00 on.
    """
    return local(now(), zone).date()


def local(moment: datetime, zone: str) -> datetime:
    """Show an aware moment on the wall of `zone`. Raise ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a naive moment has no place on a clock")
    return moment.astimezone(ZoneInfo(zone))


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """Hold the clock at an aware moment: for the demo of 2020 and for tests."""
    token = _stopped.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _stopped.reset(token)
