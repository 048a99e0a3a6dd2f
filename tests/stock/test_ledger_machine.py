"""The ledger against a model of plain dicts, over random histories."""

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from relief.core import tenancy
from relief.core.db import db, transaction
from relief.stock import ledger
from relief.stock.errors import NotEnoughStock, NothingReserved
from relief.stock.ledger import Line
from relief.stock.models import Balance, Lot, Movement, Place, Reason
from tests.factories import Factories

PLACES, LOTS = st.integers(0, 2), st.integers(0, 1)
UNITS = st.integers(1, 40)


class Ledger(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        factories = Factories()
        self.places = [factories.place().id for _ in range(3)]
        self.lots = [factories.lot(quantity=0).id for _ in range(2)]
        self.on_hand, self.reserved, self.total = {}, {}, {0: 0, 1: 0}

    def at(self, lot, place):
        return self.on_hand.get((lot, place), 0), self.reserved.get((lot, place), 0)

    def line(self, lot, units):
        return [Line(db.session.get(Lot, self.lots[lot]), units)]

    def place(self, number):
        return db.session.get(Place, self.places[number])

    @rule(lot=LOTS, place=PLACES, units=UNITS)
    def receive(self, lot, place, units):
        with transaction():
            ledger.move(
                self.line(lot, units),
                source=None,
                target=self.place(place),
                reason=Reason.RECEIVED,
            )
        self.on_hand[lot, place] = self.at(lot, place)[0] + units
        self.total[lot] += units

    @rule(lot=LOTS, here=PLACES, there=PLACES, units=UNITS, promised=st.booleans())
    def move(self, lot, here, there, units, promised):
        on_hand, reserved = self.at(lot, here)
        good = units <= (reserved if promised else on_hand - reserved)
        target = None if here == there else self.place(there)
        try:
            with transaction():
                ledger.move(
                    self.line(lot, units),
                    source=self.place(here),
                    target=target,
                    reason=Reason.TRANSFERRED,
                    from_reserved=promised,
                )
        except (NotEnoughStock, NothingReserved):
            assert not good
            return
        assert good
        self.on_hand[lot, here] = on_hand - units
        self.reserved[lot, here] = reserved - units * promised
        if target is None:
            self.total[lot] -= units
        else:
            self.on_hand[lot, there] = self.at(lot, there)[0] + units

    @rule(lot=LOTS, place=PLACES, units=UNITS)
    def reserve(self, lot, place, units):
        on_hand, reserved = self.at(lot, place)
        try:
            with transaction():
                ledger.reserve(self.line(lot, units), place=self.place(place))
        except NotEnoughStock:
            assert units > on_hand - reserved
        else:
            self.reserved[lot, place] = reserved + units

    @rule(lot=LOTS, place=PLACES, units=UNITS)
    def release(self, lot, place, units):
        reserved = self.at(lot, place)[1]
        try:
            with transaction():
                ledger.release(self.line(lot, units), place=self.place(place))
        except NothingReserved:
            assert units > reserved
        else:
            self.reserved[lot, place] = reserved - units

    @invariant()
    def rows_say_what_the_model_says(self):
        db.session.rollback()
        for number, lot in enumerate(self.lots):
            rows = db.session.scalars(sa.select(Balance).where(Balance.lot_id == lot)).all()
            for row in rows:
                place = self.places.index(row.place_id)
                assert (row.on_hand, row.reserved) == self.at(number, place)
                assert 0 <= row.reserved <= row.on_hand
            came, left = (
                db.session.scalar(
                    sa.select(sa.func.coalesce(sa.func.sum(Movement.quantity), 0)).where(
                        Movement.lot_id == lot, end.is_(None)
                    )
                )
                for end in (Movement.from_place_id, Movement.to_place_id)
            )
            assert sum(row.on_hand for row in rows) == self.total[number] == came - left


@pytest.mark.parametrize("engine", ["sqlite"])
def test_the_ledger_does_what_a_plain_model_does(stores, engine):
    store = stores[engine]
    store.empty()
    with store.app.app_context():
        chapter = Factories().chapter()
        with tenancy.in_chapter(chapter.id):
            run_state_machine_as_test(
                Ledger,
                settings=settings(
                    max_examples=15,
                    stateful_step_count=20,
                    deadline=None,
                    suppress_health_check=list(HealthCheck),
                    database=None,
                ),
            )
        db.session.remove()
