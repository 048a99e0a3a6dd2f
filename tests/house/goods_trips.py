"""What happens to goods on their way to a hospital."""

from uuid import uuid4

from hypothesis import strategies as st

from relief.core.db import db
from relief.deliveries import actions as deliveries
from relief.deliveries.actions import Answer, Planned
from relief.deliveries.direct import DirectLine, plan_direct
from relief.deliveries.models import ProofSource
from relief.deliveries.queries import whole_delivery
from relief.hospitals.models import Hospital
from tests.house.goods_ground import ANY, HERE, UNITS, Ground, deed


class TripDeeds(Ground):
    """Deliveries: planned, sent, signed for in part, brought back, called off; direct ones too."""

    @deed(numbers=st.tuples(ANY, ANY), place=HERE, units=st.integers(1, 5), more=st.integers(0, 3))
    def a_delivery_is_planned(self, numbers, place, units, more):
        goods = self.some_goods(numbers, place, units, more)
        made = self.do(
            lambda: (
                deliveries.plan_delivery(
                    db.session.get(Hospital, self.hospital),
                    place=self.place(place),
                    planned_for=self.today(),
                    lines=[Planned(self.lot(lot), units) for lot, units in goods.items()],
                    order_reason="Lo pidieron así",
                ).id
            ),
            good=self.model.plan(goods, place),
            touched=goods,
        )
        self.deliveries += [made] if made else []

    @deed(item=HERE, units=UNITS, days=st.integers(-1, 5))
    def a_donor_means_to_bring_goods_itself(self, item, units, days):
        expires_on = self.today(days)

        def act():
            delivery = plan_direct(
                db.session.get(Hospital, self.hospital),
                donor=self.giver(),
                campaign=self.cause(),
                planned_for=self.today(),
                lines=[DirectLine(self.item(item), units, expires_on=expires_on)],
                nonce=uuid4(),
            )
            return delivery.id, delivery.lines[0].lot_id

        made = self.do(act, good=self.model.plan_direct(item, units, self.model.day + days))
        if made:
            self.deliveries.append(made[0])
            self.lots.append(made[1])
            self.compare([len(self.lots) - 1])

    @deed("deliveries", number=ANY)
    def a_delivery_leaves(self, number):
        chosen = self.one_of(self.model.deliveries, "planned", number)

        def act():
            delivery = whole_delivery(self.deliveries[chosen])
            if not delivery.direct:
                deliveries.start_picking(delivery)
                deliveries.pack_delivery(delivery)
            deliveries.dispatch_delivery(delivery)

        trip = self.model.deliveries[chosen]
        self.do(act, good=self.model.leave(trip), touched=trip.goods)

    @deed("deliveries", number=ANY, refused=ANY, whole=ANY, broken=ANY)
    def a_hospital_signs(self, number, refused, whole, broken):
        chosen = self.one_of(self.model.deliveries, "road", number)
        trip = self.model.deliveries[chosen]
        rest = {lot: refused % (units + 1) for lot, units in trip.goods.items()}
        accepted = {lot: units - rest[lot] for lot, units in trip.goods.items()}
        back = {lot: whole % (units + 1) for lot, units in rest.items()}
        damaged = {lot: broken % (units - back[lot] + 1) for lot, units in rest.items()}

        def act():
            delivery = whole_delivery(self.deliveries[chosen])
            answers = [
                Answer(
                    line,
                    accepted=accepted[n],
                    rejected=back[n],
                    damaged=damaged[n],
                    short=rest[n] - back[n] - damaged[n],
                )
                for line, n in ((line, self.lots.index(line.lot_id)) for line in delivery.lines)
            ]
            deliveries.confirm_delivery(
                delivery,
                receiver_name="Laura Peña",
                receiver_title="Jefa de enfermería",
                lines=answers,
                source=ProofSource.LINK,
            )

        good = self.model.arrive(trip, trip.place, back, accepted)
        self.do(act, good=good, touched=trip.goods)

    @deed("deliveries", number=ANY, lost=ANY, how=st.sampled_from(["fail", "return"]))
    def a_delivery_comes_back(self, number, lost, how):
        chosen = self.one_of(self.model.deliveries, "road", number)
        trip = self.model.deliveries[chosen]
        gone = {lot: lost % (units + 1) for lot, units in trip.goods.items()}
        back = {lot: units - gone[lot] for lot, units in trip.goods.items()}
        come_back = deliveries.fail_delivery if how == "fail" else deliveries.return_delivery

        def act():
            delivery = whole_delivery(self.deliveries[chosen])
            missing = {line.id: gone[self.lots.index(line.lot_id)] for line in delivery.lines}
            come_back(delivery, reason="No abrieron", lost=missing)

        self.do(act, good=self.model.arrive(trip, trip.place, back), touched=trip.goods)

    @deed("deliveries", number=ANY)
    def a_delivery_is_called_off(self, number):
        chosen = self.one_of(self.model.deliveries, "planned", number)
        trip = self.model.deliveries[chosen]
        self.do(
            lambda: deliveries.cancel_delivery(
                whole_delivery(self.deliveries[chosen]), reason="Se reprogramó"
            ),
            good=self.model.cancel(trip),
            touched=trip.goods,
        )
