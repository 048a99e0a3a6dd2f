"""A month of a year, as the books count them."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from babel.dates import format_skeleton
from flask_babel import get_locale


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month. Raises ValueError for one that is in no calendar."""

    year: int
    month: int

    def __post_init__(self) -> None:
        date(self.year, self.month, 1)

    @classmethod
    def of(cls, day: date) -> "Month":
        """Return the month that a day lies in."""
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        """Return its first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """Return its last day."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    def back(self, months: int) -> "Month":
        """Return the month so many months before; a negative number counts forward."""
        count = self.year * 12 + self.month - 1 - months
        return Month(count // 12, count % 12 + 1)

    def named(self) -> str:
        """Return «marzo de 2020» or «March 2020», in the reader's language."""
        return str(format_skeleton("yMMMM", self.first, locale=get_locale() or "es_MX"))

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}"
