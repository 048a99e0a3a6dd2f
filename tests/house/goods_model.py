"""The goods side as plain sums, written without looking at the ledger: what a clerk would keep.

Lots, places, trips, sheets, recalls and people are numbers. Each deed says whether it may be done,
and only then changes the sums. Places are 0 and 1; ROAD is what is under way, and what a donor
brings to a hospital itself leaves from DIRECT, where nothing of it ever lies.
"""

from collections import Counter
from dataclasses import dataclass, field

ROAD, DIRECT = -1, -2
RICE, BEANS, KIT = 0, 1, 2
RECIPE = ((RICE, 2), (BEANS, 1))


@dataclass
class Lot:
    """Goods of one item; `good_until` is a number of a day, `parts` what one kit holds."""

    item: int
    good_until: int
    quarantined: bool = False
    recalls: set = field(default_factory=set)
    parts: Counter = field(default_factory=Counter)

    @property
    def status(self):
        if self.recalls:
            return "recalled"
        return "quarantined" if self.quarantined else "available"

    @property
    def held(self):
        return self.status != "available"


@dataclass
class Trip:
    """A delivery or a transfer of so many units of some lots from a place."""

    goods: Counter
    place: int
    state: str = "planned"


@dataclass
class Row:
    """What somebody found of a lot, and what the books said at that moment."""

    counted: int | None = None
    known: int = 0
    by: int | None = None
    moment: int = 0

    @property
    def difference(self):
        return 0 if self.counted is None else self.counted - self.known


@dataclass
class Sheet:
    """A count of a place: a row for each lot."""

    place: int
    rows: dict
    state: str = "open"
    sender: int | None = None


@dataclass
class Recall:
    """A lot called back, with all that is held for it."""

    lot: int
    held: list
    state: str = "open"


@dataclass
class Goods:
    """Everything there is."""

    day: int = 0
    moment: int = 0
    lots: list[Lot] = field(default_factory=list)
    on_hand: Counter = field(default_factory=Counter)
    reserved: Counter = field(default_factory=Counter)
    delivered: Counter = field(default_factory=Counter)
    adjusted: Counter = field(default_factory=Counter)
    deliveries: list[Trip] = field(default_factory=list)
    transfers: list[Trip] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    recalls: list[Recall] = field(default_factory=list)

    def available(self, lot, place):
        return self.on_hand[lot, place] - self.reserved[lot, place]

    def fit(self, lot):
        return not self.lots[lot].held and self.lots[lot].good_until >= self.day

    def enough(self, goods, place):
        return all(self.available(lot, place) >= units for lot, units in goods.items())

    def kits_of(self, lot):
        return [number for number, kit in enumerate(self.lots) if lot in kit.parts]

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

    def plan(self, goods, place):
        if not self.enough(goods, place) or not all(map(self.fit, goods)):
            return False
        for lot, units in goods.items():
            self.reserved[lot, place] += units
        self.deliveries.append(Trip(goods, place))
        return True

    def plan_direct(self, item, units, good_until):
        if good_until < self.day:
            return False
        self.came(item, 0, DIRECT, good_until)
        self.deliveries.append(Trip(Counter({len(self.lots) - 1: units}), DIRECT))
        return True

    def leave(self, trip):
        if trip.state != "planned" or not all(map(self.fit, trip.goods)):
            return False
        self._free(trip)
        self._to_road(trip)
        return True

    def cancel(self, trip):
        if trip.state != "planned":
            return False
        self._free(trip)
        trip.state = "over"
        return True

    def send(self, goods, place):
        if not self.enough(goods, place):
            return False
        self.transfers.append(Trip(goods, place))
        self._to_road(self.transfers[-1])
        return True

    def arrive(self, trip, place, back, accepted=None):
        """So many units of each lot of a trip end at a place; the rest is gone for good."""
        if trip.state != "road":
            return False
        trip.state = "over"
        self.delivered.update(accepted or {})
        if trip.place != DIRECT:
            for lot, units in trip.goods.items():
                self.on_hand[lot, ROAD] -= units
                self.on_hand[lot, place] += back[lot]
        return True

    def correct(self, lot, place, units):
        """Somebody looks again and says how many there are."""
        if units < self.reserved[lot, place]:
            return False
        if units != self.on_hand[lot, place]:
            self.adjusted[lot, place] = self._tick()
        self.on_hand[lot, place] = units
        return True

    def start_sheet(self, place, item):
        lots = [n for n, lot in enumerate(self.lots) if lot.item == item and self.on_hand[n, place]]
        if lots:
            self.sheets.append(Sheet(place, {number: Row() for number in lots}))
        return bool(lots)

    def list_lot(self, sheet, lot):
        if sheet.state != "open" or lot in sheet.rows:
            return False
        sheet.rows[lot] = Row()
        return True

    def write(self, sheet, found, shown, who):
        """`found` and `shown` are units by lot: what is there, what the sheet said before."""
        changed = {lot: units for lot, units in found.items() if units != shown[lot]}
        told = all(sheet.rows[lot].counted in {shown[lot], changed[lot]} for lot in changed)
        if sheet.state != "open" or not told:
            return False
        for lot, units in changed.items():
            sheet.rows[lot] = Row(units, self.on_hand[lot, sheet.place], who, self._tick())
        return True

    def hand_in(self, sheet, who):
        if sheet.state != "open" or all(row.counted is None for row in sheet.rows.values()):
            return False
        sheet.state, sheet.sender = "handed in", who
        return True

    def approve(self, sheet, who):
        """Add the differences to whatever is there by now, if a second person says so."""
        differing = {lot: row for lot, row in sheet.rows.items() if row.difference}
        counters = {row.by for row in sheet.rows.values()} | {sheet.sender}
        if sheet.state != "handed in" or who in counters:
            return False
        for lot, row in differing.items():
            stale = self.adjusted[lot, sheet.place] > row.moment
            if stale or self.available(lot, sheet.place) + row.difference < 0:
                return False
        for lot, row in differing.items():
            self.on_hand[lot, sheet.place] += row.difference
            self.adjusted[lot, sheet.place] = self._tick()
        sheet.state = "over"
        return True

    def send_back(self, sheet):
        if sheet.state != "handed in":
            return False
        sheet.state = "open"
        return True

    def put_aside(self, sheet):
        if sheet.state == "over":
            return False
        sheet.state = "over"
        return True

    def quarantine(self, lot, held):
        """Hold a lot back or let it go; not while it is recalled, nor twice."""
        if self.lots[lot].recalls or self.lots[lot].quarantined == held:
            return False
        self.lots[lot].quarantined = held
        return True

    def recall(self, lot):
        if any(each.lot == lot and each.state == "open" for each in self.recalls):
            return False
        made = Recall(lot, [lot, *self.kits_of(lot)])
        for held in made.held:
            self.lots[held].recalls.add(len(self.recalls))
        self.recalls.append(made)
        return True

    def close(self, number, *, fit):
        recall = self.recalls[number]
        if recall.state != "open":
            return False
        recall.state = "over"
        for lot in recall.held if fit else ():
            self.lots[lot].recalls.discard(number)
        return True

    def _tick(self):
        self.moment += 1
        return self.moment

    def _free(self, trip):
        for lot, units in trip.goods.items() if trip.place != DIRECT else ():
            self.reserved[lot, trip.place] -= units

    def _to_road(self, trip):
        trip.state = "road"
        for lot, units in trip.goods.items() if trip.place != DIRECT else ():
            self.on_hand[lot, trip.place] -= units
            self.on_hand[lot, ROAD] += units
