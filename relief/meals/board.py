"""The public board: week by week, hospital by hospital, which meals somebody cooks and which nobody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from relief.campaigns.models import Campaign
from relief.meals import queries
from relief.meals.models import MealProgramme, MealSlot, SlotStatus
from relief.meals.recurrence import monday_of

WEEKS = 4
"""How many weeks one page shows."""
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Row:
    """One programme's days of one week."""

    programme: MealProgramme
    monday: date
    slots: Sequence[MealSlot]

    def gaps(self, today: date) -> int:
        """Return how many of them somebody may still take on."""
        return sum(free(slot, today) for slot in self.slots)

    @property
    def key(self) -> str:
        """Return how the form calls the whole week."""
        return f"{self.programme.id}:{self.monday.isoformat()}"


@dataclass(frozen=True)
class Week:
    """One week of the board."""

    monday: date
    rows: Sequence[Row]

    @property
    def sunday(self) -> date:
        """Return its last day."""
        return self.monday + WEEK - timedelta(days=1)


@dataclass(frozen=True)
class Board:
    """One page of the board, and the Mondays of its neighbours."""

    weeks: Sequence[Week]
    today: date
    earlier: date | None
    later: date | None
    gaps: int


def free(slot: MealSlot, today: date) -> bool:
    """Say whether somebody may take the day on: nobody did, and it has not come yet."""
    return slot.status is SlotStatus.OPEN and slot.day > today


def board_of(campaign: Campaign, *, since: date | None) -> Board:
    """Return the page of a campaign's board that begins in the week of `since`, at the earliest now."""
    today = queries.today()
    first = max(monday_of(since or today), monday_of(today))
    after = first + WEEKS * WEEK
    slots = queries.board_slots(
        campaign.id, since=max(first, today), until=after - timedelta(days=1)
    )
    last = queries.last_day(campaign.id)
    return Board(
        weeks=list(_weeks(slots)),
        today=today,
        earlier=max(first - WEEKS * WEEK, monday_of(today)) if first > monday_of(today) else None,
        later=after if last is not None and last >= after else None,
        gaps=queries.open_days(campaign.id),
    )


def chosen(campaign: Campaign, *, days: Sequence[str], weeks: Sequence[str]) -> set[UUID]:
    """Return the days that a form chose, one by one or by whole weeks; what we never wrote is none."""
    found = {each for text in days if (each := _id(text)) is not None}
    today = queries.today()
    for text in weeks:
        programme, _colon, monday = text.partition(":")
        row, first = _id(programme), _day(monday)
        if row is None or first is None:
            continue
        for slot in queries.board_slots(campaign.id, since=first, until=first + WEEK):
            if slot.programme_id == row and slot.day < first + WEEK and free(slot, today):
                found.add(slot.id)
    return found


def _weeks(slots: Sequence[MealSlot]) -> Iterable[Week]:
    ordered = sorted(slots, key=lambda slot: monday_of(slot.day))
    for monday, of_week in groupby(ordered, key=lambda slot: monday_of(slot.day)):
        rows = groupby(of_week, key=lambda slot: slot.programme)
        yield Week(monday, [Row(programme, monday, list(days)) for programme, days in rows])


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date(2000, 1, 1) < day < date(2099, 1, 1) else None
