"""What a file tells once it is read: movements, and rows that are none."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from relief.bank.models import LineKind


class Fault(StrEnum):
    """Why a row was refused."""

    BROKEN = "broken"
    DAY = "day"
    FUTURE = "future"
    AMOUNT = "amount"
    NO_AMOUNT = "no_amount"
    BOTH = "both"
    BALANCE = "balance"
    TOO_WIDE = "too_wide"
    TOO_LONG = "too_long"
    FORMULA = "formula"


class Refusal(ValueError):
    """A row cannot be read; the fault says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True)
class RefusedRow:
    """A row that could not be read: its line, why, and its cells as they stand in the file."""

    number: int
    fault: Fault
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Movement:
    """One movement, in centavos or cents: `delta` is positive for money in. `number` is its line."""

    number: int
    day: date
    description: str
    reference: str
    tracking: str
    party: str
    delta: int
    balance: int | None
    kind: LineKind
    fingerprint: str = ""

    @cached_property
    def text(self) -> tuple[str, ...]:
        """Return what makes two rows the same row, the balance aside; cells are clean already."""
        words = (self.description, self.reference, self.tracking, self.party)
        return (self.day.isoformat(), str(self.delta), *(word.casefold() for word in words))


@dataclass
class Reading:
    """A whole file, every row of it in one of four lists; sums are of the movements, each once.

    `repeated` pairs a line with the one that it repeats. `jumps` are lines whose balance does not
    follow from the line before. `opening` and `closing` are None without running balances.
    """

    movements: list[Movement] = field(default_factory=list)
    repeated: list[tuple[int, int]] = field(default_factory=list)
    noted: list[int] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    jumps: list[int] = field(default_factory=list)
    told_count: int | None = None
    opening: int | None = None
    closing: int | None = None

    @property
    def row_count(self) -> int:
        """Return how many rows there are, each in one of the lists."""
        return len(self.movements) + len(self.repeated) + len(self.noted) + len(self.refused)

    @property
    def credits(self) -> int:
        """Return the sum of what came in."""
        return sum(each.delta for each in self.movements if each.delta > 0)

    @property
    def charges(self) -> int:
        """Return the sum of what went out, as a positive number."""
        return -sum(each.delta for each in self.movements if each.delta < 0)
