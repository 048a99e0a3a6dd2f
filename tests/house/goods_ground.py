"""The ground of the random warehouse: a deed is done, or must be refused, and then all is compared."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from relief.core import clock
from relief.core.context import Actor, ActorKind, acting_as
from relief.core.db import db, transaction
from relief.core.errors import ReliefError
from relief.stock import ledger
from relief.stock.models import Balance, ExpiryRule, Item, Lot, Movement, Place, Reason
from tests.factories import Factories
from tests.house.goods_model import DIRECT, KIT, RECIPE, ROAD, Goods

START = datetime(2020, 5, 4, 18, tzinfo=UTC)
ANY = st.integers(0, 10_000)
HERE = st.integers(0, 1)
UNITS = st.integers(1, 12)
WHO = st.integers(0, 2)
PEOPLE = [Actor(ActorKind.STAFF, name, uuid4()) for name in ("Ana", "Beto", "Carla")]


def deed(needs="", **draws):
    """Mark what may happen as soon as there is what it `needs`; `draws` are its arguments.

    Rules of Hypothesis would do, but it switches many of them off for a whole history. That helps
    with thousands of histories; with ten, goods would hardly ever get to the end of their way.
    """

    def mark(method):
        method.needs, method.draws = needs, st.fixed_dictionaries(draws)
        return method

    return mark


class Ground(RuleBasedStateMachine):
    """A warehouse of two places, its plain sums, and the ids of what the sums know by number."""

    done = turn = 0

    def __init__(self):
        super().__init__()
        f = Factories()
        self.model, self.lots, self.deliveries = Goods(), [], []
        self.transfers, self.sheets, self.recalls = [], [], []
        told = [each for base in type(self).__mro__ for each in vars(base).values()]
        self.deeds = [each for each in told if hasattr(each, "draws")]
        with clock.stopped_at(START):
            self.places = {place: f.place().id for place in (0, 1)}
            parts = [f.item(expiry_rule=ExpiryRule.REQUIRED) for _part in RECIPE]
            kit = f.kit(holds=[(parts[item], units) for item, units in RECIPE])
            self.items = [each.id for each in (*parts, kit)]
            self.hospital, self.donor = f.hospital().id, f.donor()
            self.campaign = f.campaign()
            with transaction():
                self.places |= {ROAD: ledger.transit().id, DIRECT: ledger.direct().id}

    @rule(skipped=st.integers(0, 40), data=st.data())
    def something_happens(self, skipped, data):
        """The simplest history, which skips nothing, tries every deed in its turn."""
        able = [each for each in self.deeds if not each.needs or getattr(self, each.needs)]
        self.turn += 1 + skipped
        chosen = able[self.turn % len(able)]
        chosen(self, **data.draw(chosen.draws, label=chosen.__name__))

    def do(self, act, *, good, touched=(), by=0):
        """Do it if the sums say so and expect to be refused if not; compare what it touched."""
        Ground.done += 1
        now = START + timedelta(days=self.model.day, seconds=Ground.done % 20_000)
        with clock.stopped_at(now), acting_as(PEOPLE[by]):
            made = self.try_to(act) if good else self.refused(act)
        self.compare(touched)
        return made

    def try_to(self, act):
        with transaction():
            return act()

    def refused(self, act):
        with pytest.raises(ReliefError), transaction():
            act()

    def compare(self, numbers):
        """Compare the state of some lots, and their units at every place, with the sums."""
        db.session.rollback()
        ids = {self.lots[number]: number for number in numbers if number < len(self.lots)}
        if not ids:
            return
        names = {row: place for place, row in self.places.items()}
        found, states = {}, {}
        for lot, status, place, *units in db.session.execute(
            sa.select(Lot.id, Lot.status, Balance.place_id, Balance.on_hand, Balance.reserved)
            .outerjoin(Balance, Balance.lot_id == Lot.id)
            .where(Lot.id.in_(ids))
        ):
            states[ids[lot]] = status
            found[ids[lot], names.get(place)] = tuple(units)
        for number in ids.values():
            assert states[number] == self.model.lots[number].status, number
            for place in self.places:
                told = self.model.on_hand[number, place], self.model.reserved[number, place]
                assert found.get((number, place), (0, 0)) == told, (number, place)

    def teardown(self):
        self.compare(range(len(self.lots)))
        units = sa.func.sum(Movement.quantity)
        asked = sa.select(Movement.lot_id, units).where(
            Movement.lot_id.in_(self.lots), Movement.reason == Reason.DELIVERED
        )
        rows = db.session.execute(asked.group_by(Movement.lot_id))
        assert Counter({self.lots.index(lot): gone for lot, gone in rows}) == self.model.delivered

    def today(self, more=0):
        return START.date() + timedelta(days=self.model.day + more)

    def giver(self):
        return db.session.merge(self.donor)

    def cause(self):
        return db.session.merge(self.campaign)

    def item(self, number):
        return db.session.get(Item, self.items[number])

    def place(self, number):
        return db.session.get(Place, self.places[number])

    def lot(self, number):
        return db.session.get(Lot, self.lots[number])

    def kin(self, number):
        """A lot, its parts and the kits that hold it."""
        return [number, *self.model.lots[number].parts, *self.model.kits_of(number)]

    def mostly(self, fitting, others, number):
        """One of those that fit; one time in five, and when none does, any."""
        chosen = fitting if fitting and number % 5 < 4 else others
        return chosen[number // 5 % len(chosen)]

    def one_of(self, papers, state, number):
        """The number of a trip, a sheet or a recall, mostly of one in that state."""
        fitting = [n for n, paper in enumerate(papers) if paper.state == state]
        return self.mostly(fitting, range(len(papers)), number)

    def some_lot(self, number, place, *, kits=False):
        """A lot, or a lot of kits, mostly of those that may leave the place."""
        lots = [n for n, lot in enumerate(self.model.lots) if lot.item == KIT or not kits] or [0]
        return self.mostly([n for n in lots if self.model.available(n, place)], lots, number)

    def some_goods(self, numbers, place, units, more):
        """Units of one lot, and mostly a few of another."""
        one, other = numbers
        goods = Counter({self.some_lot(one, place, kits=bool(one % 2)): units})
        goods[self.some_lot(other, place)] += more
        return +goods
