"""Close a month, and keep what is dated in it as it is."""

from datetime import date

from relief.periods import queries
from relief.periods.errors import MonthClosed


def refuse_closed(*days: date) -> None:
    """Raise MonthClosed when one of these local dates of the chapter lies in a closed month."""
    for day in days:
        if queries.is_closed(day):
            raise MonthClosed(month=f"{day.year}-{day.month:02d}")
