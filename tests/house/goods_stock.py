"""What happens to goods inside: they come, become kits, are counted, held, called back and moved."""

from uuid import uuid4

from hypothesis import strategies as st

from relief.counts import actions as counts
from relief.counts.queries import whole_count
from relief.intake.actions import Counted, Declared, create_intake, receive_intake
from relief.intake.models import DifferenceReason
from relief.kits.actions import assemble, take_apart
from relief.kits.queries import made_in
from relief.recalls.actions import close_recall, open_recall
from relief.recalls.models import RecallOutcome
from relief.recalls.queries import whole_recall
from relief.stock import actions as stock
from relief.stock import genealogy
from relief.stock.ledger import Line
from relief.stock.models import LotStatus, Reason
from relief.transfers.actions import Arrived, receive_transfer, return_transfer, send_transfer
from relief.transfers.queries import whole_transfer
from tests.house.goods_ground import ANY, HERE, PEOPLE, UNITS, WHO, Ground, deed
from tests.house.goods_model import KIT


class StockDeeds(Ground):
    """Arrivals, kits, corrections, holds, recalls and transfers."""

    @deed(item=HERE, units=UNITS, place=HERE, days=st.integers(0, 12), short=HERE, wait=HERE)
    def goods_arrive(self, item, units, place, days, short, wait):
        self.model.day += wait
        units *= 5

        def act():
            intake = create_intake(
                donor=self.giver(),
                campaign=self.cause(),
                place=self.place(place),
                arrived_on=self.today(),
                lines=[Declared(self.item(item), units + short)],
                nonce=uuid4(),
            )
            (line,) = intake.lines
            why = DifferenceReason.SHORT if short else None
            counted = Counted(line, units, reason=why, expires_on=self.today(days))
            receive_intake(intake, counts=[counted])
            return line.lot_id

        self.model.came(item, units, place, self.model.day + days)
        self.lots.append(self.do(act, good=True))
        self.compare([len(self.lots) - 1])

    @deed(place=HERE, kits=st.integers(1, 4))
    def kits_are_put_together(self, place, kits):
        numbers = self.model.assemble(place, kits)
        made = self.do(
            lambda: assemble(self.item(KIT), place=self.place(place), kits=kits, nonce=uuid4()),
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
            days = self.model.lots[number].good_until - self.model.day
            assert self.lot(number).expires_on == self.today(days)
            self.compare(self.kin(number))

    @deed(number=ANY, place=HERE, kits=st.integers(1, 3))
    def kits_are_taken_apart(self, number, place, kits):
        lot = self.some_lot(number, place, kits=True)
        self.do(
            lambda: take_apart(
                self.lot(lot), place=self.place(place), kits=kits, reason="Se ocupan", nonce=uuid4()
            ),
            good=self.model.take_apart(lot, place, kits),
            touched=self.kin(lot),
        )

    @deed(number=ANY, place=HERE, units=st.integers(0, 15))
    def somebody_corrects_a_lot(self, number, place, units):
        lot = self.some_lot(number, place)
        more = units > self.model.on_hand[lot, place]
        why = Reason.COUNTED_MORE if more else Reason.COUNTED_LESS
        self.do(
            lambda: stock.adjust(self.lot(lot), self.place(place), counted=units, reason=why),
            good=self.model.correct(lot, place, units),
            touched=self.kin(lot),
        )

    @deed(number=ANY, held=st.booleans())
    def a_lot_is_held_back_or_let_go(self, number, held):
        lots = range(len(self.model.lots))
        back = [n for n in lots if self.model.lots[n].quarantined]
        lot = self.mostly(lots if held else back, lots, number)
        status = LotStatus.QUARANTINED if held else LotStatus.AVAILABLE
        self.do(
            lambda: stock.hold_lot(self.lot(lot), status, reason="Caja mojada"),
            good=self.model.quarantine(lot, held),
            touched=[lot],
        )

    @deed(number=ANY)
    def a_lot_is_called_back(self, number):
        lot = number % len(self.lots)
        made = self.do(
            lambda: open_recall(self.lot(lot), reason="Aviso del fabricante", nonce=uuid4()).id,
            good=self.model.recall(lot),
            touched=self.kin(lot),
        )
        self.recalls += [made] if made else []

    @deed("recalls", number=ANY, fit=st.sampled_from([True, True, True, False]))
    def a_recall_ends(self, number, fit):
        recall = self.one_of(self.model.recalls, "open", number)
        outcome = RecallOutcome.RELEASED if fit else RecallOutcome.WITHDRAWN
        self.do(
            lambda: close_recall(
                whole_recall(self.recalls[recall]), outcome=outcome, reason="Ya se revisó"
            ),
            good=self.model.close(recall, fit=fit),
            touched=self.model.recalls[recall].held,
        )

    @deed(numbers=st.tuples(ANY, ANY), place=HERE, units=UNITS, more=st.integers(0, 3))
    def goods_are_sent_to_the_other_place(self, numbers, place, units, more):
        goods = self.some_goods(numbers, place, units, more)
        made = self.do(
            lambda: (
                send_transfer(
                    source=self.place(place),
                    target=self.place(1 - place),
                    lines=[Line(self.lot(lot), units) for lot, units in goods.items()],
                    nonce=uuid4(),
                ).id
            ),
            good=self.model.send(goods, place),
            touched=goods,
        )
        self.transfers += [made] if made else []

    @deed("transfers", number=ANY, lost=ANY, broken=ANY, back=st.booleans())
    def a_transfer_ends(self, number, lost, broken, back):
        chosen = self.one_of(self.model.transfers, "road", number)
        trip = self.model.transfers[chosen]
        gone = {lot: lost % (units + 1) for lot, units in trip.goods.items()}
        left = {lot: trip.goods[lot] - units for lot, units in gone.items()}
        damaged = {lot: broken % (units + 1) for lot, units in left.items()}
        whole = {lot: units - damaged[lot] for lot, units in left.items()}

        def act():
            transfer = whole_transfer(self.transfers[chosen])
            if back:
                return_transfer(transfer, reason="Lugar cerrado")
                return
            arrived = [
                Arrived(line, whole[n], lost=gone[n], damaged=damaged[n], note="Faltó en la caja")
                for line, n in ((line, self.lots.index(line.lot_id)) for line in transfer.lines)
            ]
            receive_transfer(transfer, lines=arrived)

        ends = (trip.place, trip.goods) if back else (1 - trip.place, whole)
        self.do(act, good=self.model.arrive(trip, *ends), touched=trip.goods)


class CountDeeds(Ground):
    """Sheets: begun, filled in by some people while goods move, handed in, and decided by another."""

    @deed(place=HERE, item=st.integers(0, 2))
    def a_sheet_is_begun(self, place, item):
        made = self.do(
            lambda: counts.start_count(self.place(place), item=self.item(item), nonce=uuid4()).id,
            good=self.model.start_sheet(place, item),
        )
        self.sheets += [made] if made else []

    @deed("sheets", number=ANY, lot=ANY)
    def a_lot_nobody_expected_is_found(self, number, lot):
        sheet = self.one_of(self.model.sheets, "open", number)
        lot %= len(self.lots)
        code = self.lot(lot).code
        self.do(
            lambda: counts.add_lot(whole_count(self.sheets[sheet]), code=code),
            good=self.model.list_lot(self.model.sheets[sheet], lot),
        )

    @deed(
        "sheets",
        number=ANY,
        who=WHO,
        finds=st.lists(st.tuples(ANY, st.integers(-3, 4)), min_size=1, max_size=3),
        blind=st.booleans(),
    )
    def somebody_counts(self, number, who, finds, blind):
        chosen = self.one_of(self.model.sheets, "open", number)
        sheet = self.model.sheets[chosen]
        lots, found = list(sheet.rows), {}
        for each, more in finds:
            lot = lots[each % len(lots)]
            there = self.model.on_hand[lot, sheet.place]
            found[lot] = max(0, there + more) if more < 4 else None
        shown = {lot: None if blind else sheet.rows[lot].counted for lot in found}

        def act():
            count = whole_count(self.sheets[chosen])
            lines = {self.lots.index(line.lot_id): line.id for line in count.lines}
            typed = [counts.Counted(lines[n], units, shown[n]) for n, units in found.items()]
            counts.save_counts(count, counted=typed)

        self.do(act, good=self.model.write(sheet, found, shown, who), touched=found, by=who)

    @deed("sheets", number=ANY, who=WHO)
    def a_sheet_is_handed_in(self, number, who):
        sheet = self.one_of(self.model.sheets, "open", number)
        self.do(
            lambda: counts.submit_count(whole_count(self.sheets[sheet]), explained={}),
            good=self.model.hand_in(self.model.sheets[sheet], who),
            by=who,
        )

    @deed(
        "sheets",
        number=ANY,
        who=WHO,
        how=st.sampled_from(["approve", "approve", "return", "cancel"]),
    )
    def a_sheet_is_decided(self, number, who, how):
        who = len(PEOPLE) - 1 - who
        chosen = self.one_of(self.model.sheets, "handed in", number)
        sheet = self.model.sheets[chosen]

        def act():
            count = whole_count(self.sheets[chosen])
            if how == "approve":
                counts.approve_count(count)
            elif how == "return":
                counts.return_count(count, reason="Falta un estante")
            else:
                counts.cancel_count(count, reason="Se repite mañana")

        if how == "approve":
            good = self.model.approve(sheet, who)
        else:
            good = (self.model.send_back if how == "return" else self.model.put_aside)(sheet)
        self.do(act, good=good, touched=sheet.rows, by=who)
