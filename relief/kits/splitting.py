"""Which lots go into which kits: pure arithmetic, without a database.

Kits are made one after another, each component from the lot that expires first. Kits of the very
same contents form a batch, which becomes one lot; so every unit of a kit lot holds the same, and
what it is worth, until when it is good and whose goods are inside is true of each of them.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Lot = TypeVar("Lot")


@dataclass(frozen=True)
class Portion(Generic[Lot]):
    """So many units of a lot."""

    lot: Lot
    units: int


@dataclass(frozen=True)
class Wanted(Generic[Lot]):
    """A component: its units in one kit, and what there is of it, first expired first."""

    each: int
    stock: Sequence[Portion[Lot]]

    @property
    def available(self) -> int:
        """Return the units there are in all lots."""
        return sum(portion.units for portion in self.stock)

    @property
    def enough_for(self) -> int:
        """Return for how many kits there is enough of this component."""
        return self.available // self.each


@dataclass(frozen=True)
class Batch(Generic[Lot]):
    """So many kits, each of these portions."""

    kits: int
    parts: tuple[Portion[Lot], ...]


def possible(wanted: Sequence[Wanted[Lot]]) -> int:
    """Return for how many kits there is enough of everything; for none without components."""
    return min((each.enough_for for each in wanted), default=0)


def split(wanted: Sequence[Wanted[Lot]], kits: int) -> list[Batch[Lot]]:
    """Return the batches that so many kits make. Raise ValueError when there is not enough."""
    if kits > possible(wanted):
        raise ValueError("there is not enough for so many kits")
    shelves = [deque(portion for portion in each.stock if portion.units) for each in wanted]
    batches: list[Batch[Lot]] = []
    while kits:
        parts = [
            _of_next_kit(shelf, each.each) for shelf, each in zip(shelves, wanted, strict=True)
        ]
        # A kit that finishes a lot and begins another is of its own kind.
        repeats = (
            shelf[0].units // each.each if len(part) == 1 else 1
            for shelf, each, part in zip(shelves, wanted, parts, strict=True)
        )
        batch = Batch(min(kits, *repeats), tuple(portion for part in parts for portion in part))
        for shelf, part in zip(shelves, parts, strict=True):
            _take(shelf, part, batch.kits)
        batches.append(batch)
        kits -= batch.kits
    return batches


def _of_next_kit(shelf: deque[Portion[Lot]], each: int) -> list[Portion[Lot]]:
    """Return what the next kit takes from a shelf."""
    found: list[Portion[Lot]] = []
    for portion in shelf:
        units = min(portion.units, each)
        found.append(Portion(portion.lot, units))
        each -= units
        if not each:
            break
    return found


def _take(shelf: deque[Portion[Lot]], part: list[Portion[Lot]], kits: int) -> None:
    for taken in part:
        first = shelf.popleft()
        left = first.units - taken.units * kits
        if left:
            shelf.appendleft(Portion(first.lot, left))
