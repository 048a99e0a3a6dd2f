"""Every word of the papers of meals, gathered before anything is drawn."""

from dataclasses import dataclass
from datetime import date

from relief.chapters.facts import IssuerFacts


@dataclass(frozen=True)
class DayFacts:
    """One day of a statement; `served` is None where nobody signed."""

    day: date
    hospital: str
    planned: int
    served: int | None
    signed: str
    reason: str
    waiting: bool


@dataclass(frozen=True)
class BookedFacts:
    """One settlement: the arrival, its portions, values as printed, the folio or ''."""

    intake: str
    portions: int
    unit: str
    declared: str
    receipt: str


@dataclass(frozen=True)
class StatementFacts:
    """One company's month for one campaign."""

    language: str
    issuer: IssuerFacts
    company: str
    campaign: str
    month: str
    days: tuple[DayFacts, ...]
    booked: tuple[BookedFacts, ...]

    @property
    def portions(self) -> int:
        """Return what hospitals signed for."""
        return sum(day.served or 0 for day in self.days)

    @property
    def fed(self) -> int:
        """Return the days on which somebody ate."""
        return sum(bool(day.served) for day in self.days)

    @property
    def missed(self) -> int:
        """Return the days that passed without an acuse."""
        return sum(day.served is None and not day.waiting for day in self.days)


@dataclass(frozen=True)
class CookFacts:
    """One line of a kitchen's sheet."""

    hour: str
    where: str
    portions: int
    diets: str
    company: str


@dataclass(frozen=True)
class KitchenFacts:
    """What one kitchen cooks on a day; `name` is '' where companies bring the meals."""

    name: str
    portions: int
    diets: str
    too_many: int
    lines: tuple[CookFacts, ...]


@dataclass(frozen=True)
class KitchenSheetFacts:
    """The sheet of one day, kitchen by kitchen."""

    language: str
    issuer: IssuerFacts
    day: date
    kitchens: tuple[KitchenFacts, ...]
