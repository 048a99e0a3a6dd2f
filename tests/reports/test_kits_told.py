"""Goods inside kits: their donor still finds the hospital, and nothing is counted or valued twice."""

from uuid import uuid4

import pytest
import sqlalchemy as sa

from relief.core.db import db, transaction
from relief.core.money import Money
from relief.deliveries import actions as deliveries
from relief.deliveries import queries as delivery_queries
from relief.deliveries.actions import Answer, Planned
from relief.deliveries.models import DeliveryStatus, ProofSource
from relief.intake.actions import Declared, approve_value
from relief.intake.queries import get_intake
from relief.kits.actions import take_apart
from relief.kits.queries import made_in
from relief.pledges.actions import GoodsTyped
from relief.pledges.queries import get_pledge
from relief.reports.figures import campaign_figures, chapter_figures
from relief.reports.latest import latest_handovers
from relief.reports.story import story_of_pledge
from relief.reports.verify import violations
from relief.reports.way import StopKind
from relief.stock import actions as stock
from relief.stock.models import Category, Reason
from tests.reports.test_verify import said_after

PESOS = "MXN"


class Story:
    """Two donors of two campaigns; ten kits of two kilos of rice and one of beans."""

    def __init__(self, f):
        self.place = f.place(name="Almacén Otay")
        self.rice, self.beans = f.item(name="Arroz"), f.item(name="Frijol")
        self.gifts = [self.gift(f, self.rice, 30), self.gift(f, self.beans, 10)]
        self.kit = f.kit(name="Despensa", holds=[(self.rice, 2), (self.beans, 1)])
        self.assembly = f.assembly(kit=self.kit, place=self.place)
        (movement,) = made_in(self.assembly)
        self.lot = movement.lot
        self.sent = f.delivery(
            hospital=f.hospital(name="Hospital General de Prueba"),
            place=self.place,
            planned=[Planned(self.lot, 6)],
            status=DeliveryStatus.DISPATCHED,
        )

    def gift(self, f, item, units):
        pledge = f.pledge(cash=None, campaign=f.campaign(), goods=[GoodsTyped(item, units)])
        return f.intake(
            pledge=pledge,
            donor=pledge.donor,
            campaign=pledge.campaign,
            place=self.place,
            lines=[Declared(item, units, pledge_line=pledge.goods_lines[0])],
            received=True,
        )

    def hand_over(self):
        with transaction():
            delivery = delivery_queries.whole_delivery(self.sent.id)
            deliveries.confirm_delivery(
                delivery,
                receiver_name="Laura Peña",
                receiver_title="Jefa de enfermería",
                lines=[Answer(line, accepted=5, damaged=1) for line in delivery.lines],
                source=ProofSource.LINK,
            )

    def value(self, number, minor):
        with transaction():
            (line,) = get_intake(self.gifts[number].id).lines
            approve_value(line, value=Money(minor, PESOS))


@pytest.fixture
def story(chapter, factories):
    return Story(factories)


def told(intake):
    (came,) = story_of_pledge(get_pledge(intake.pledge_id)).goods
    assert came.adds_up
    return [
        (stop.kind, stop.quantity, stop.where, stop.inside.name if stop.inside else None)
        for stop in came.stops
    ]


def test_the_donor_of_a_component_sees_where_it_went_and_in_what(story):
    story.hand_over()
    assert told(story.gifts[0]) == [
        (StopKind.HANDED_OVER, 10, "Hospital General de Prueba", "Despensa"),
        (StopKind.IN_STOCK, 10, "Almacén Otay", None),
        (StopKind.IN_STOCK, 8, "Almacén Otay", "Despensa"),
        (StopKind.GONE, 2, "Hospital General de Prueba", "Despensa"),
    ]
    assert [stop[1] for stop in told(story.gifts[1])] == [5, 4, 1]


def test_the_story_adds_up_when_kits_are_taken_apart_lost_or_found(story):
    with transaction():
        take_apart(story.lot, place=story.place, kits=2, reason="Se ocupan", nonce=uuid4())
    with transaction():
        stock.adjust(story.lot, story.place, counted=1, reason=Reason.LOST, note="Faltó una")
    with transaction():
        stock.adjust(story.lot, story.place, counted=3, reason=Reason.COUNTED_MORE, note="Atrás")
    assert told(story.gifts[0]) == [
        (StopKind.ON_THE_ROAD, 12, "Hospital General de Prueba", "Despensa"),
        (StopKind.IN_STOCK, 14, "Almacén Otay", None),
        (StopKind.IN_STOCK, 6, "Almacén Otay", "Despensa"),
        (StopKind.GONE, 2, "", "Despensa"),
    ]
    assert violations() == []


def test_a_kit_counts_as_what_is_inside_for_the_campaigns_it_came_from(story):
    story.value(0, 60_000)
    story.value(1, 35_000)
    story.hand_over()
    db.session.expire_all()
    assert story.lot.unit_value == Money(2 * 2_000 + 3_500, PESOS)
    rice, beans = (campaign_figures(gift.campaign) for gift in story.gifts)
    assert (rice.delivered.goods(PESOS).minor, beans.delivered.goods(PESOS).minor) == (
        10 * 2_000,
        5 * 3_500,
    )
    assert (rice.units_delivered, beans.units_delivered) == (10, 5)
    assert (rice.deliveries, beans.deliveries) == (1, 1)
    whole = chapter_figures()
    assert whole.delivered.goods(PESOS).minor == 37_500
    assert (whole.deliveries, whole.units_by_category[Category.PPE]) == (1, 15)
    assert [each.units for each in latest_handovers()] == [15]
    assert latest_handovers(campaign_id=story.gifts[1].campaign_id)[0].units == 5
    assert violations() == []


def test_a_value_approved_after_the_kits_were_made_reaches_them(story):
    story.value(0, 60_000)
    assert story.lot.unit_value is None
    story.value(1, 35_000)
    db.session.expire_all()
    assert story.lot.unit_value == Money(7_500, PESOS)


@pytest.mark.parametrize(
    ("attack", "line"),
    [
        (
            "UPDATE lot_part SET quantity = 3 WHERE quantity = 2",
            "lot {rice}: 18 went into kits by the ledger, the kits hold 27",
        ),
        ("DELETE FROM lot_part", "lot {kit}: -9 went into kits by the ledger, the kits hold 0"),
        (
            "UPDATE lot SET unit_value_minor = 7501 WHERE unit_value_minor = 7500",
            "lot {kit}: valued 7501, its parts 7500",
        ),
        (
            "UPDATE lot SET expires_on = '2020-05-09' WHERE unit_value_minor = 2000",
            "lot {kit}: good until None, a part of it only until 2020-05-09",
        ),
        ("UPDATE kit_assembly SET quantity = 9", "{made}: 9 kits written down, 10 came in"),
        ("DELETE FROM kit_dismantling", "lot {kit}: 0 kits taken apart, 1 by the ledger"),
        (
            "UPDATE lot_part SET part_lot_id = kit_lot_id WHERE quantity = 2",
            "lot {kit} is a kit and stands inside kits of lot {kit}",
        ),
    ],
)
def test_the_verifier_tells_kits_that_disagree_with_their_parts(story, attack, line):
    story.value(0, 60_000)
    story.value(1, 35_000)
    with transaction():
        take_apart(story.lot, place=story.place, kits=1, reason="Se ocupan", nonce=uuid4())
    names = {
        "kit": story.lot.code,
        "rice": story.gifts[0].lines[0].lot_code,
        "made": story.assembly.reference,
    }
    found = said_after(attack, checks=(("lot_part", "not_of_itself"),))
    assert any(f"kits: zona-costa: {line.format(**names)}" in each for each in found), found


def test_the_story_asks_the_same_for_one_kit_lot_and_for_many(story, factories, count_queries):
    def asked():
        db.session.expire_all()
        pledge = get_pledge(story.gifts[0].pledge_id)
        count_queries()
        story_of_pledge(pledge)
        return count_queries()

    once = asked()
    for _ in range(3):
        factories.lot(item=story.beans, place=story.place, quantity=1)
        factories.assembly(kit=story.kit, place=story.place, kits=1)
    assert len(made_in(story.assembly)) == 1
    assert asked() == once
    assert db.session.scalar(sa.text("SELECT count(*) FROM lot_part")) == 8
