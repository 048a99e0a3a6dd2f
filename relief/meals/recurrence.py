"""From weekdays and an hour on the wall to days and moments: the hour stays when clocks change.

Baja California keeps the United States' daylight saving: 13:00 in Tijuana is 21:00 UTC in winter
and 20:00 UTC in summer. So each day's moment is worked out from its own date, never by adding
24 hours to the one before.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONGEST = timedelta(days=366)
"""How far a programme reaches from its first day; longer ones are made longer when the time comes."""


def days_of(first: date, last: date, *, weekdays: str) -> list[date]:
    """Return the days from `first` to `last`, both included, whose ISO weekday is named."""
    span = (last - first).days + 1
    days = (first + timedelta(days=number) for number in range(max(0, span)))
    return [day for day in days if str(day.isoweekday()) in weekdays]


def moment_of(day: date, wall: str, *, zone: str) -> datetime:
    """Return the UTC moment of a local day's `HH:MM` on the wall of `zone`.

    An hour that the clocks skip is the one that an unchanged clock would show; one that they
    repeat is its first.
    """
    local = datetime.combine(day, time.fromisoformat(wall), tzinfo=ZoneInfo(zone))
    return local.astimezone(UTC)


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.isoweekday() - 1)
