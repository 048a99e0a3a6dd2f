"""Random days of a warehouse, deed by deed through the actions, against plain sums.

Five hundred deeds by default; RELIEF_SCALE=1 makes it ten thousand.
"""

import os
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    precondition,
    rule,
    run_state_machine_as_test,
)

from relief.core import clock, tenancy
from relief.core.db import db, transaction
from relief.core.errors import ReliefError
from relief.deliveries import actions as deliveries
from relief.deliveries import queries as delivery_queries
from relief.deliveries.actions import Answer, Planned
from relief.deliveries.models import ProofSource
from relief.hospitals.models import Hospital
from relief.intake.actions import Counted, Declared, create_intake, receive_intake
from relief.intake.models import DifferenceReason
from relief.kits.actions import assemble, take_apart
from relief.kits.queries import made_in
from relief.reports.verify import violations
from relief.stock import actions as stock
from relief.stock import genealogy, ledger
from relief.stock.ledger import Line
from relief.stock.models import Balance, ExpiryRule, Item, Lot, LotStatus, Place, Reason
from relief.transfers import queries as transfer_queries
from relief.transfers.actions import Arrived, receive_transfer, return_transfer, send_transfer
from tests.factories import Factories
from tests.house.goods_model import BEANS, KIT, RECIPE, RICE, ROAD, Goods

STEPS = 10_000 if os.environ.get("RELIEF_SCALE") == "1" else 500
A_HISTORY = 50
"""Deeds that one warehouse sees."""
START = datetime(2020, 5, 4, 18, tzinfo=UTC)
ANY = st.integers(0, 10_000)
HERE = st.integers(0, 1)
UNITS = st.integers(1, 12)


class Warehouse(RuleBasedStateMachine):
    done = 0

    def __init__(self):
        super().__init__()
        f = Factories()
        self.model, self.lots, self.trips, self.transfers = Goods(), [], [], []
        with clock.stopped_at(START):
            self.places = [f.place().id for _ in range(2)]
            parts = [f.item(expiry_rule=ExpiryRule.REQUIRED) for _part in RECIPE]
            kit = f.kit(holds=[(parts[item], units) for item, units in RECIPE])
            self.items = [each.id for each in (*parts, kit)]
            self.hospital, self.donor = f.hospital().id, f.donor()
            self.campaign = f.campaign()
            with transaction():
                self.road = ledger.transit().id
        for item, place in ((RICE, 0), (BEANS, 0), (RICE, 1), (BEANS, 1)):
            self.goods_arrive(item=item, units=10, place=place, days=9, short=0)

    def do(self, deed, *, good, touched=()):
        """Do it if the sums say so and expect to be refused if not; compare what it touched."""
        Warehouse.done += 1
        now = START + timedelta(days=self.model.day, seconds=Warehouse.done % 20_000)
        with clock.stopped_at(now):
            made = self.try_to(deed) if good else self.refused(deed)
        self.compare(touched)
        return made

    def try_to(self, deed):
        with transaction():
            return deed()

    def refused(self, deed):
        with pytest.raises(ReliefError), transaction():
            deed()

    def compare(self, numbers):
        db.session.rollback()
        places = {ROAD: self.road, 0: self.places[0], 1: self.places[1]}
        ids = {self.lots[number]: number for number in numbers if number < len(self.lots)}
        names = {row: place for place, row in places.items()}
        found = {}
        rows = sa.select(Balance).where(Balance.lot_id.in_(ids))
        for row in db.session.scalars(rows.execution_options(populate_existing=True)):
            found[ids[row.lot_id], names[row.place_id]] = (row.on_hand, row.reserved)
        for number in ids.values():
            for place in places:
                told = self.model.on_hand[number, place], self.model.reserved[number, place]
                assert found.get((number, place), (0, 0)) == told, (number, place)

    def some_kits(self, number, place):
        """A lot of kits, of those that lie there while there are any."""
        made = [n for n, lot in enumerate(self.model.lots) if lot.item == KIT] or [0]
        return self.mostly([n for n in made if self.model.available(n, place)], made, number)

    def trip(self, trips, state, number):
        """The number of a trip, mostly of one in that state."""
        fitting = [n for n, trip in enumerate(trips) if trip.state == state]
        return self.mostly(fitting, range(len(trips)), number)

    def mostly(self, fitting, others, number):
        """One of those that fit; one time in five, and when none does, any."""
        chosen = fitting if fitting and number % 5 else others
        return chosen[number // 5 % len(chosen)]

    def kin(self, number):
        """A lot, its parts and the kits that hold it."""
        kits = [n for n, lot in enumerate(self.model.lots) if number in lot.parts]
        return [number, *self.model.lots[number].parts, *kits]

    def place(self, number):
        return db.session.get(Place, self.places[number])

    def lot(self, number):
        return db.session.get(Lot, self.lots[number])

    @rule(item=HERE, units=UNITS, place=HERE, days=st.integers(0, 12), short=HERE)
    def goods_arrive(self, item, units, place, days, short):
        units *= 5
        good_until = self.model.day + days

        def deed():
            intake = create_intake(
                donor=db.session.merge(self.donor),
                campaign=db.session.merge(self.campaign),
                place=self.place(place),
                arrived_on=START.date() + timedelta(days=self.model.day),
                lines=[Declared(db.session.get(Item, self.items[item]), units + short)],
                nonce=uuid4(),
            )
            (line,) = intake.lines
            receive_intake(
                intake,
                counts=[
                    Counted(
                        line,
                        units,
                        reason=DifferenceReason.SHORT if short else None,
                        expires_on=START.date() + timedelta(days=good_until),
                    )
                ],
            )
            return line.lot_id

        self.model.came(item, units, place, good_until)
        self.lots.append(self.do(deed, good=True))
        self.compare([len(self.lots) - 1])

    @rule(place=HERE, kits=st.integers(1, 4))
    def kits_are_put_together(self, place, kits):
        numbers = self.model.assemble(place, kits)
        kit = self.items[KIT]
        made = self.do(
            lambda: assemble(
                db.session.get(Item, kit), place=self.place(place), kits=kits, nonce=uuid4()
            ),
            good=numbers is not None,
        )
        if numbers is None:
            return
        self.lots += [movement.lot_id for movement in made_in(made)]
        assert len(self.lots) == len(self.model.lots)
        inside = genealogy.parts_of(self.lots[numbers.start :])
        for number in numbers:
            told = {self.lots.index(p.part_lot_id): p.quantity for p in inside[self.lots[number]]}
            assert told == self.model.lots[number].parts
            day = START.date() + timedelta(days=self.model.lots[number].good_until)
            assert self.lot(number).expires_on == day
            self.compare(self.kin(number))

    @precondition(lambda self: self.lots)
    @rule(number=ANY, place=HERE, kits=st.integers(1, 3))
    def kits_are_taken_apart(self, number, place, kits):
        lot = self.some_kits(number, place)
        self.do(
            lambda: take_apart(
                self.lot(lot), place=self.place(place), kits=kits, reason="Se ocupan", nonce=uuid4()
            ),
            good=self.model.take_apart(lot, place, kits),
            touched=self.kin(lot),
        )

    @precondition(lambda self: self.lots)
    @rule(number=ANY, place=HERE, units=st.integers(1, 5), loose=st.booleans())
    def a_delivery_is_planned(self, number, place, units, loose):
        lot = number % len(self.lots) if loose else self.some_kits(number, place)
        made = self.do(
            lambda: deliveries.plan_delivery(
                db.session.get(Hospital, self.hospital),
                place=self.place(place),
                planned_for=START.date() + timedelta(days=self.model.day),
                lines=[Planned(self.lot(lot), units)],
                order_reason="Lo pidieron así",
            ),
            good=self.model.plan(lot, place, units),
            touched=[lot],
        )
        if made is not None:
            self.trips.append(made.id)

    def delivery(self, number):
        return delivery_queries.whole_delivery(self.trips[number])

    @precondition(lambda self: self.trips)
    @rule(number=ANY)
    def a_delivery_leaves(self, number):
        trip = self.trip(self.model.deliveries, "planned", number)

        def deed():
            delivery = self.delivery(trip)
            deliveries.start_picking(delivery)
            deliveries.pack_delivery(delivery)
            deliveries.dispatch_delivery(delivery)

        asked = self.model.deliveries[trip]
        self.do(deed, good=self.model.leave(asked), touched=[asked.lot])

    @precondition(lambda self: self.trips)
    @rule(number=ANY, kept=ANY, rejected=ANY, broken=ANY)
    def a_hospital_signs(self, number, kept, rejected, broken):
        trip = self.trip(self.model.deliveries, "road", number)
        asked = self.model.deliveries[trip]
        accepted = kept % (asked.units + 1)
        back = rejected % (asked.units - accepted + 1)
        damaged = broken % (asked.units - accepted - back + 1)

        def deed():
            delivery = self.delivery(trip)
            (line,) = delivery.lines
            answer = Answer(
                line,
                accepted=accepted,
                rejected=back,
                damaged=damaged,
                short=asked.units - accepted - back - damaged,
            )
            deliveries.confirm_delivery(
                delivery,
                receiver_name="Laura Peña",
                receiver_title="Jefa de enfermería",
                lines=[answer],
                source=ProofSource.LINK,
            )

        self.do(deed, good=self.model.arrive(asked, asked.place, back), touched=[asked.lot])

    @precondition(lambda self: self.trips)
    @rule(number=ANY, lost=ANY, how=st.sampled_from(["fail", "return"]))
    def a_delivery_comes_back(self, number, lost, how):
        trip = self.trip(self.model.deliveries, "road", number)
        asked = self.model.deliveries[trip]
        gone = lost % (asked.units + 1)
        act = deliveries.fail_delivery if how == "fail" else deliveries.return_delivery

        def deed():
            delivery = self.delivery(trip)
            act(delivery, reason="No abrieron", lost={delivery.lines[0].id: gone})

        good = self.model.arrive(asked, asked.place, asked.units - gone)
        self.do(deed, good=good, touched=[asked.lot])

    @precondition(lambda self: self.trips)
    @rule(number=ANY)
    def a_delivery_is_called_off(self, number):
        trip = self.trip(self.model.deliveries, "planned", number)
        asked = self.model.deliveries[trip]
        self.do(
            lambda: deliveries.cancel_delivery(self.delivery(trip), reason="Se reprogramó"),
            good=self.model.cancel(asked),
            touched=[asked.lot],
        )

    @precondition(lambda self: self.lots)
    @rule(number=ANY, place=HERE, units=UNITS)
    def goods_are_sent_to_the_other_place(self, number, place, units):
        lot = number % len(self.lots)
        made = self.do(
            lambda: send_transfer(
                source=self.place(place),
                target=self.place(1 - place),
                lines=[Line(self.lot(lot), units)],
                nonce=uuid4(),
            ),
            good=self.model.send(lot, place, units),
            touched=[lot],
        )
        if made is not None:
            self.transfers.append(made.id)

    @precondition(lambda self: self.transfers)
    @rule(number=ANY, lost=ANY, back=st.booleans())
    def a_transfer_ends(self, number, lost, back):
        trip = self.trip(self.model.transfers, "road", number)
        asked = self.model.transfers[trip]
        gone = 0 if back else lost % (asked.units + 1)

        def deed():
            transfer = transfer_queries.whole_transfer(self.transfers[trip])
            if back:
                return_transfer(transfer, reason="Lugar cerrado")
                return
            (line,) = transfer.lines
            arrived = Arrived(line, asked.units - gone, lost=gone, note="Faltó en la caja")
            receive_transfer(transfer, lines=[arrived])

        target = asked.place if back else 1 - asked.place
        good = self.model.arrive(asked, target, asked.units - gone)
        self.do(deed, good=good, touched=[asked.lot])

    @precondition(lambda self: self.lots)
    @rule(number=ANY, place=HERE, units=st.integers(0, 15))
    def somebody_counts(self, number, place, units):
        lot = number % len(self.lots)
        more = units > self.model.on_hand[lot, place]
        self.do(
            lambda: stock.adjust(
                self.lot(lot),
                self.place(place),
                counted=units,
                reason=Reason.COUNTED_MORE if more else Reason.COUNTED_LESS,
            ),
            good=self.model.count(lot, place, units),
            touched=self.kin(lot),
        )

    @precondition(lambda self: self.lots)
    @rule(number=ANY, status=st.sampled_from(LotStatus))
    def a_lot_is_held_back_or_let_go(self, number, status):
        held = [n for n, lot in enumerate(self.model.lots) if lot.held]
        lot = number % len(self.lots) if not held else held[number % len(held)]
        known = self.lot(lot).status
        self.do(
            lambda: stock.set_lot_status(self.lot(lot), status, reason="Aviso del fabricante"),
            good=known is not status,
        )
        self.model.lots[lot].held = status is not LotStatus.AVAILABLE

    @rule()
    def a_day_passes(self):
        self.model.day += 1

    def teardown(self):
        self.compare(range(len(self.lots)))


@pytest.mark.race
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_goods_are_where_plain_sums_say_after_every_deed(stores, engine):
    store = stores[engine]
    store.empty()
    Warehouse.done = 0
    with store.app.app_context():
        chapter = Factories().chapter()
        with tenancy.in_chapter(chapter.id):
            run_state_machine_as_test(
                Warehouse,
                settings=settings(
                    max_examples=STEPS // A_HISTORY,
                    stateful_step_count=A_HISTORY,
                    deadline=None,
                    suppress_health_check=list(HealthCheck),
                    database=None,
                ),
            )
            assert violations() == []
        db.session.remove()
