"""The goods side as plain sums, written without looking at the ledger: what a clerk would keep.

Lots, places, deliveries and transfers are numbers. Each deed says whether it may be done, and only
then changes the sums; places are 0 and 1, and ROAD is what is under way.
"""

from collections import Counter
from dataclasses import dataclass, field

ROAD = -1
RICE, BEANS, KIT = 0, 1, 2
RECIPE = ((RICE, 2), (BEANS, 1))


@dataclass
class Lot:
    """Goods of one item; `good_until` is a number of a day, `parts` what one kit holds."""

    item: int
    good_until: int
    held: bool = False
    parts: Counter = field(default_factory=Counter)


@dataclass
class Trip:
    """A delivery or a transfer of so many units of one lot from a place."""

    lot: int
    place: int
    units: int
    state: str


@dataclass
class Goods:
    """Everything there is."""

    day: int = 0
    lots: list[Lot] = field(default_factory=list)
    on_hand: Counter = field(default_factory=Counter)
    reserved: Counter = field(default_factory=Counter)
    deliveries: list[Trip] = field(default_factory=list)
    transfers: list[Trip] = field(default_factory=list)

    def available(self, lot, place):
        return self.on_hand[lot, place] - self.reserved[lot, place]

    def fit(self, lot):
        return not self.lots[lot].held and self.lots[lot].good_until >= self.day

    def came(self, item, units, place, good_until):
        self.lots.append(Lot(item, good_until))
        self.on_hand[len(self.lots) - 1, place] = units

    def shelf(self, item, place):
        """Units that may be used, one by one, as the numbers of their lots: first expired first."""
        numbers = [n for n, lot in enumerate(self.lots) if lot.item == item and self.fit(n)]
        numbers.sort(key=lambda n: (self.lots[n].good_until, n))
        return [n for n in numbers for _unit in range(self.available(n, place))]

    def kits(self, place, kits):
        """What each of so many kits would hold, one after another; None when it is not enough."""
        made = [Counter() for _kit in range(kits)]
        for item, each in RECIPE:
            shelf = self.shelf(item, place)
            if len(shelf) < each * kits:
                return None
            for number, kit in enumerate(made):
                kit.update(shelf[number * each : number * each + each])
        return made

    def assemble(self, place, kits):
        """The lots that come of it, in their order; None when it is not enough."""
        made = self.kits(place, kits)
        if made is None:
            return None
        first = len(self.lots)
        for kit in made:
            if len(self.lots) == first or self.lots[-1].parts != kit:
                self.came(KIT, 0, place, min(self.lots[part].good_until for part in kit))
                self.lots[-1].parts = kit
            self.on_hand[len(self.lots) - 1, place] += 1
            for part, units in kit.items():
                self.on_hand[part, place] -= units
        return range(first, len(self.lots))

    def take_apart(self, lot, place, kits):
        kit = self.lots[lot]
        hidden = kit.held and not any(self.lots[part].held for part in kit.parts)
        if not kit.parts or hidden or self.available(lot, place) < kits:
            return False
        self.on_hand[lot, place] -= kits
        for part, units in kit.parts.items():
            self.on_hand[part, place] += units * kits
        return True

    def plan(self, lot, place, units):
        if not self.fit(lot) or self.available(lot, place) < units:
            return False
        self.reserved[lot, place] += units
        self.deliveries.append(Trip(lot, place, units, "planned"))
        return True

    def leave(self, trip):
        if trip.state != "planned" or not self.fit(trip.lot):
            return False
        self.reserved[trip.lot, trip.place] -= trip.units
        self._to_road(trip)
        return True

    def cancel(self, trip):
        if trip.state != "planned":
            return False
        self.reserved[trip.lot, trip.place] -= trip.units
        trip.state = "over"
        return True

    def send(self, lot, place, units):
        if self.available(lot, place) < units:
            return False
        self.transfers.append(Trip(lot, place, units, "planned"))
        self._to_road(self.transfers[-1])
        return True

    def arrive(self, trip, place, units):
        """So many units of a trip end at a place; the rest is gone for good."""
        if trip.state != "road":
            return False
        self.on_hand[trip.lot, ROAD] -= trip.units
        self.on_hand[trip.lot, place] += units
        trip.state = "over"
        return True

    def count(self, lot, place, units):
        if units < self.reserved[lot, place]:
            return False
        self.on_hand[lot, place] = units
        return True

    def _to_road(self, trip):
        self.on_hand[trip.lot, trip.place] -= trip.units
        self.on_hand[trip.lot, ROAD] += trip.units
        trip.state = "road"
