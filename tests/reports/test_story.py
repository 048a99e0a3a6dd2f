"""A donor sees what became of their pledge, to the last unit, and nothing of anybody else's."""

import re

import pytest

from relief.core.db import db, transaction
from relief.core.money import Money
from relief.deliveries import actions as deliveries
from relief.deliveries import queries as delivery_queries
from relief.deliveries.actions import Answer, Planned
from relief.deliveries.models import DeliveryStatus, ProofSource
from relief.intake import actions as intake
from relief.intake.actions import Counted, Declared
from relief.intake.models import DifferenceReason
from relief.intake.queries import get_intake
from relief.pledges.actions import GoodsTyped
from relief.pledges.emails import follow_address
from relief.pledges.models import PledgeStatus
from relief.pledges.queries import get_pledge
from relief.reports.story import story_of_pledge
from relief.reports.way import StopKind
from relief.stock import actions as stock
from relief.stock.ledger import Line
from relief.stock.models import Reason
from relief.stock.queries import lot_by_code, place_by_name


@pytest.fixture
def despensas(factories, chapter):
    """500 despensas: 300 accepted by one hospital, 20 damaged there, 60 on the road, 120 in stock."""
    item, place = factories.item(name="Despensa"), factories.place(name="Almacén Otay")
    pledge = factories.pledge(cash=None, goods=[GoodsTyped(item, 500)])
    arrived = factories.intake(
        pledge=pledge,
        donor=pledge.donor,
        campaign=pledge.campaign,
        place=place,
        lines=[Declared(item, 500, pledge_line=pledge.goods_lines[0])],
        received=True,
    )
    lot = arrived.lines[0].lot
    first = factories.hospital(name="Hospital General de Prueba")
    sent = factories.delivery(
        hospital=first,
        place=place,
        planned=[Planned(lot, 320)],
        status=DeliveryStatus.DISPATCHED,
    )
    with transaction():
        deliveries.confirm_delivery(
            delivery_queries.whole_delivery(sent.id),
            receiver_name="Laura Peña",
            receiver_title="Jefa de enfermería",
            lines=[Answer(line, accepted=300, damaged=20) for line in sent.lines],
            source=ProofSource.LINK,
        )
    factories.delivery(
        hospital=factories.hospital(name="Clínica Lejana"),
        place=place,
        planned=[Planned(lot, 60)],
        status=DeliveryStatus.DISPATCHED,
    )
    return pledge


def enter(client, pledge):
    with transaction():
        path = follow_address(pledge).removeprefix("http://relief.test")
    answer = client.get(path)
    assert answer.status_code == 303
    return answer.location


def test_every_unit_of_a_gift_is_at_a_stop(despensas):
    (came,) = story_of_pledge(get_pledge(despensas.id)).goods
    told = [(stop.kind, stop.quantity, stop.where) for stop in came.stops]
    assert told == [
        (StopKind.HANDED_OVER, 300, "Hospital General de Prueba"),
        (StopKind.ON_THE_ROAD, 60, "Clínica Lejana"),
        (StopKind.IN_STOCK, 120, "Almacén Otay"),
        (StopKind.GONE, 20, "Hospital General de Prueba"),
    ]
    assert came.adds_up


def test_a_count_that_finds_less_or_more_still_adds_up(despensas):
    came = story_of_pledge(despensas).goods[0]
    lot, place = lot_by_code(came.lot), place_by_name("Almacén Otay")
    with transaction():
        stock.adjust(lot, place, counted=110, reason=Reason.EXPIRED, note="Caja mojada")
    with transaction():
        stock.adjust(lot, place, counted=115, reason=Reason.COUNTED_MORE, note="Detrás")
    came = story_of_pledge(despensas).goods[0]
    assert came.found == 5
    assert came.adds_up


def test_units_between_two_places_of_ours_are_on_the_road_too(despensas, factories):
    lot = lot_by_code(story_of_pledge(despensas).goods[0].lot)
    factories.transfer(
        source=place_by_name("Almacén Otay"),
        target=factories.place(name="Centro Mesa"),
        lines=[Line(lot, 50)],
    )
    came = story_of_pledge(despensas).goods[0]
    told = {(stop.kind, stop.quantity, stop.where) for stop in came.stops}
    assert {
        (StopKind.ON_THE_ROAD, 50, "Centro Mesa"),
        (StopKind.ON_THE_ROAD, 60, "Clínica Lejana"),
        (StopKind.IN_STOCK, 70, "Almacén Otay"),
    } <= told
    assert came.adds_up


def test_the_story_makes_the_same_queries_for_one_lot_and_for_many(
    despensas, factories, count_queries
):
    pledge = get_pledge(despensas.id)
    db.session.expire_all()
    story_of_pledge(get_pledge(despensas.id))
    count_queries()
    story_of_pledge(get_pledge(despensas.id))
    once = count_queries()
    for _ in range(4):
        factories.intake(
            pledge=pledge,
            donor=pledge.donor,
            campaign=pledge.campaign,
            lines=[Declared(factories.item(), 5), Declared(factories.item(), 7)],
            received=True,
        )
    story_of_pledge(get_pledge(despensas.id))
    count_queries()
    story_of_pledge(get_pledge(despensas.id))
    assert count_queries() <= once


def test_goods_that_wait_to_be_counted_say_so(factories, chapter, client):
    item = factories.item()
    pledge = factories.pledge(cash=None, goods=[GoodsTyped(item, 5)])
    arrived = factories.intake(
        pledge=pledge, donor=pledge.donor, campaign=pledge.campaign, lines=[Declared(item, 5)]
    )
    assert "Llegaron 5 el 4 may 2020" in client.get(enter(client, pledge)).text
    with transaction():
        arrived = get_intake(arrived.id)
        intake.receive_intake(
            arrived, counts=[Counted(x, 3, reason=DifferenceReason.SHORT) for x in arrived.lines]
        )
    came = story_of_pledge(get_pledge(pledge.id)).goods[0]
    assert (came.declared, came.received) == (5, 3)
    assert came.adds_up


def test_the_donor_follows_money_and_goods_by_the_link(despensas, client, factories):
    page = client.get(enter(client, despensas)).text
    assert despensas.reference in page
    assert "Hospital General de Prueba" in page
    assert "acuse del" in page
    assert "120" in page


def test_how_to_pay_shows_while_something_is_outstanding(factories, chapter, client):
    pledge = factories.pledge(cash=Money(100_000, "MXN"))
    where = enter(client, pledge)
    assert "032180000118359719" in client.get(where).text
    factories.payment(pledge=get_pledge(pledge.id), amount=Money(100_000, "MXN"))
    page = client.get(where).text
    assert "032180000118359719" not in page
    assert "$1,000.00 MXN" in page


def test_a_donor_takes_back_what_nobody_accepted(factories, chapter, client):
    pledge = factories.pledge(status=PledgeStatus.SUBMITTED)
    where = enter(client, pledge)
    assert client.post(f"{where}/cancel", data={"reason": ""}).status_code == 422
    answer = client.post(f"{where}/cancel", data={"reason": "Nos equivocamos"})
    assert answer.status_code == 303
    assert get_pledge(pledge.id).status is PledgeStatus.CANCELLED
    again = client.post(f"{where}/cancel", data={"reason": "Otra vez"})
    assert again.status_code == 422


def test_what_was_accepted_is_not_taken_back_by_the_donor(factories, chapter, client):
    pledge = factories.pledge()
    where = enter(client, pledge)
    assert "Cancelar mi compromiso" not in client.get(where).text
    answer = client.post(f"{where}/cancel", data={"reason": "Nos equivocamos"})
    assert answer.status_code == 422
    assert get_pledge(pledge.id).status is PledgeStatus.ACCEPTED


def test_a_link_opens_one_pledge_only(factories, chapter, client):
    mine, other = factories.pledge(), factories.pledge()
    where = enter(client, mine)
    with transaction():
        theirs = follow_address(other)
    stranger = client.application.test_client()
    assert stranger.get(where).status_code == 404
    assert client.get("/d/abcdefghijklmnopqrstuvwxyz").status_code == 404
    shown = client.get(where).text
    assert other.reference not in shown
    assert other.donor.name not in shown
    assert theirs not in shown


def test_a_receipt_opens_by_its_own_pledges_link_only(factories, chapter, client, jobs):
    mine, other = factories.paid_pledge(), factories.paid_pledge()
    jobs()
    assert story_of_pledge(get_pledge(mine.id)).receipts
    where = enter(client, mine)
    link = re.search(r'href="([^"]+\.pdf)"', client.get(where).text)[1]
    paper = client.get(link)
    assert paper.mimetype == "application/pdf"
    assert paper.data.startswith(b"%PDF")
    theirs = story_of_pledge(get_pledge(other.id)).receipts[0]
    assert client.get(f"{where}/receipts/{theirs.id}.pdf").status_code == 404
