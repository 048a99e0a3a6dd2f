"""The rule that shares scarce goods, by itself: numbers in, numbers out, the same every time.

**The rule.** If there is enough of an item, every line gets what it still misses. If there is not:

1. Each line has a weight: by priority (urgent 4, high 2, normal 1) times by days of supply (it lasts
   two days or less 3, a week or less 2, longer 1; who tells us nothing yet counts as a week).
2. All lines are filled up to one level: the part of what it asked for that a line has after this is
   the level times its weight, at most all of it. What it has already got, or is on its way, counts:
   a line above its part gets nothing until the others have caught up.
3. The level is the highest that the goods reach.
4. Who does not get all it misses gets whole packs of the item: its part rounded down, and what is left
   over goes, a pack at most to each, to those who lost most of a pack by the rounding. Ties go to the
   more urgent, then the earlier day, then the lower reference. So nobody gets a pack more or a pack
   less than steps 1 to 3 say.

Numbers that a person fixed are taken out first and the rest is shared among the others.

**Which lots.** Hospitals take turns by priority, day and reference. Each is served from the places in
the order it gives (its own city first, then where there is most of what it needs), at each place what
expires first, first.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import floor
from uuid import UUID

BY_PRIORITY = (4, 2, 1)
"""The weight of urgent, high and normal, by the rank of a priority."""

FEW_DAYS, SOME_DAYS = 2, 7
BY_DAYS = (3, 2, 1)
"""The weight of a supply for few days, for some, and for more."""


@dataclass(frozen=True)
class Want:
    """A line that misses at least one unit. `rank` is 0 for the most urgent.

    `places` are those it may be served from, the best first. `name` settles what is equal otherwise.
    """

    line: UUID
    item: UUID
    requested: int
    missing: int
    rank: int
    needed_by: date
    name: str
    days_left: int | None = None
    pack: int = 1
    places: tuple[UUID, ...] = ()

    @property
    def weight(self) -> int:
        """Return how much faster than the least of all a line is filled."""
        return BY_PRIORITY[self.rank] * _days_weight(self.days_left)

    @property
    def turn(self) -> tuple[int, date, str]:
        """Return its place in the queue for lots."""
        return self.rank, self.needed_by, self.name


@dataclass(frozen=True)
class Supply:
    """What may leave a place of one lot. Lots that expire on one day go in the order given."""

    lot: UUID
    place: UUID
    item: UUID
    quantity: int
    expires_on: date | None = None


@dataclass(frozen=True)
class Dealt:
    """So many units of a lot at a place for a line."""

    line: UUID
    lot: UUID
    place: UUID
    quantity: int


def share_out(
    wants: Iterable[Want], there: Mapping[UUID, int], fixed: Mapping[UUID, int] | None = None
) -> dict[UUID, int]:
    """Return units by line, by the rule above. `there` are units by item, `fixed` units by line."""
    fixed = fixed or {}
    of_item: dict[UUID, list[Want]] = defaultdict(list)
    for want in wants:
        of_item[want.item].append(want)
    given: dict[UUID, int] = {}
    for item, lines in of_item.items():
        held = {want.line: fixed[want.line] for want in lines if want.line in fixed}
        free = [want for want in lines if want.line not in fixed]
        given |= held | _share(free, max(0, there.get(item, 0) - sum(held.values())))
    return given


def hold_back(
    supplies: Iterable[Supply], back: Mapping[tuple[UUID, UUID | None], int]
) -> list[Supply]:
    """Return the supplies less what stays, of what expires last.

    `back` are units by item and place; under no place, units that stay of an item in all, those that
    stay at its places among them.
    """
    order = sorted(supplies, key=lambda each: each.expires_on or date.max)
    left = {(each.lot, each.place): each.quantity for each in order}
    held: Counter[UUID] = Counter()
    for (item, place), units in sorted(back.items(), key=lambda each: each[0][1] is None):
        stays = units if place is not None else units - held[item]
        for supply in reversed(order):
            if stays > 0 and supply.item == item and place in {None, supply.place}:
                taken = min(stays, left[supply.lot, supply.place])
                left[supply.lot, supply.place] -= taken
                held[item] += taken
                stays -= taken
    return [
        replace(each, quantity=left[each.lot, each.place])
        for each in order
        if left[each.lot, each.place]
    ]


def deal_out(
    wants: Iterable[Want], given: Mapping[UUID, int], supplies: Iterable[Supply]
) -> list[Dealt]:
    """Return which lots make up what each line is given, in the order of the turns.

    A line gets less than it was given if its places have less.
    """
    shelves: dict[tuple[UUID, UUID], list[Supply]] = defaultdict(list)
    for supply in sorted(supplies, key=lambda each: each.expires_on or date.max):
        shelves[supply.item, supply.place].append(supply)
    left = {(each.lot, each.place): each.quantity for shelf in shelves.values() for each in shelf}
    dealt = []
    for want in sorted(wants, key=lambda each: each.turn):
        lacks = given.get(want.line, 0)
        for supply in (each for place in want.places for each in shelves[want.item, place]):
            taken = min(lacks, left[supply.lot, supply.place])
            if taken:
                dealt.append(Dealt(want.line, supply.lot, supply.place, taken))
                left[supply.lot, supply.place] -= taken
                lacks -= taken
            if not lacks:
                break
    return dealt


def _share(wants: Sequence[Want], there: int) -> dict[UUID, int]:
    if sum(want.missing for want in wants) <= there:
        return {want.line: want.missing for want in wants}
    level = _level(wants, there)
    parts = {want: _part(want, level) for want in wants}
    given = {want: _whole_packs(want, part) for want, part in parts.items()}
    left = there - sum(given.values())
    lost = {want: (parts[want] - given[want]) / want.pack for want in wants}
    for want in sorted(wants, key=lambda each: (-lost[each], each.turn)):
        more = min(want.pack, want.missing - given[want], left)
        given[want] += more
        left -= more
    return {want.line: units for want, units in given.items()}


def _level(wants: Sequence[Want], there: int) -> Fraction:
    """Return the highest level that `there` units reach, which are fewer than the lines miss.

    A line begins to be filled where the level meets what it has, and is full at 1 over its weight.
    """
    steps = []
    for want in wants:
        pace = want.requested * want.weight
        steps.append((Fraction(want.requested - want.missing, pace), pace))
        steps.append((Fraction(1, want.weight), -pace))
    level, used, pace = Fraction(0), Fraction(0), 0
    for step, change in sorted(steps):
        rise = pace * (step - level)
        if used + rise > there:
            break
        level, used, pace = step, used + rise, pace + change
    return level + (there - used) / pace if pace else level


def _part(want: Want, level: Fraction) -> Fraction:
    had = want.requested - want.missing
    part = want.requested * want.weight * level - had
    return min(Fraction(want.missing), max(Fraction(0), part))


def _whole_packs(want: Want, part: Fraction) -> int:
    return want.missing if part == want.missing else floor(part / want.pack) * want.pack


def _days_weight(days_left: int | None) -> int:
    if days_left is None:
        return BY_DAYS[1]
    return BY_DAYS[0] if days_left <= FEW_DAYS else BY_DAYS[1 if days_left <= SOME_DAYS else 2]
