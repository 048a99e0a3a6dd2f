"""What a donor brings to a hospital itself: nothing is ours before the acuse, then what was accepted."""

from uuid import uuid4

import pytest

from relief.core.db import is_postgresql, transaction
from relief.core.money import Money
from relief.deliveries import actions, queries
from relief.deliveries.actions import Answer, confirm_delivery
from relief.deliveries.direct import DirectLine, HandedOver, plan_direct, settle_direct
from relief.deliveries.errors import DeliveryMoved, ExpiryUnknown, NothingToPick
from relief.deliveries.goods import arrival_of
from relief.deliveries.handover import Signed
from relief.deliveries.models import DeliveryStatus, ProofSource
from relief.intake.actions import approve_value, receive_intake
from relief.intake.errors import GoesStraight
from relief.intake.models import DifferenceReason, IntakeStatus
from relief.intake.queries import Waiting, count_waiting, get_intake
from relief.pledges.actions import GoodsTyped
from relief.receipts.actions import issue_for_intake
from relief.reports.figures import campaign_figures
from relief.reports.story import story_of_pledge
from relief.reports.verify import violations
from relief.reports.way import StopKind
from relief.stock.errors import LotHeld
from relief.stock.models import Category, ExpiryRule
from relief.stock.queries import balances_of_lot, on_hand_by_item, today
from tests.factories.receipts import SEAL
from tests.reports.test_verify import said_after


def planned(factories, *, quantity=40, need=None, pledge=None, **item):
    donor = pledge.donor if pledge else factories.donor()
    campaign = pledge.campaign if pledge else factories.campaign()
    line = need.lines[0] if need else None
    goods = line.item if line else factories.item(**item)
    hospital = need.hospital if need else factories.hospital()
    with transaction():
        made = plan_direct(
            hospital,
            donor=donor,
            campaign=campaign,
            planned_for=today(),
            lines=[DirectLine(goods, quantity, Money(400000, "MXN"))],
            need=need,
            pledge=pledge,
            nonce=uuid4(),
        )
    return queries.whole_delivery(made.id)


def signed(delivery, *, short=0, damaged=0):
    line = delivery.lines[0]
    accepted = line.quantity - short - damaged
    with transaction():
        confirm_delivery(
            delivery,
            receiver_name="Laura Peña",
            receiver_title="Jefa de enfermería",
            lines=[Answer(line, accepted=accepted, short=short, damaged=damaged)],
            source=ProofSource.LINK,
        )
    return queries.whole_delivery(delivery.id)


def left(delivery):
    with transaction():
        actions.dispatch_delivery(delivery)
    return queries.whole_delivery(delivery.id)


def test_nothing_is_ours_before_the_acuse(chapter, factories):
    delivery = left(planned(factories))
    lot = delivery.lines[0].lot
    assert balances_of_lot(lot.id) == []
    assert not on_hand_by_item()
    arrival = arrival_of(delivery)
    assert arrival.status is IntakeStatus.ARRIVED
    assert count_waiting(Waiting.COUNT) == 0
    with pytest.raises(GoesStraight), transaction():
        receive_intake(arrival, counts=[])
    assert violations() == []


def test_exactly_what_was_accepted_is_taken_in_and_gone(chapter, factories):
    need = factories.need()
    delivery = signed(left(planned(factories, need=need)), short=3, damaged=1)
    assert delivery.status is DeliveryStatus.DELIVERED_WITH_DIFFERENCES
    assert need.lines[0].fulfilled == 36
    arrival = arrival_of(delivery)
    assert arrival.status is IntakeStatus.RECEIVED_WITH_DIFFERENCES
    line = arrival.lines[0]
    assert (line.declared, line.received) == (40, 36)
    assert line.difference_reason is DifferenceReason.SHORT
    assert sum(each.on_hand for each in balances_of_lot(line.lot_id)) == 0
    with transaction():
        approve_value(get_intake(arrival.id).lines[0], value=Money(360000, "MXN"))
    with transaction():
        receipt = issue_for_intake(get_intake(arrival.id), seal=SEAL)
    assert receipt.total == Money(360000, "MXN")
    figures = campaign_figures(arrival.campaign)
    assert (figures.units_received, figures.units_delivered) == (36, 36)
    assert figures.received.goods("MXN") == figures.delivered.goods("MXN") == receipt.total
    assert violations() == []


def test_the_donor_reads_where_it_went(chapter, factories):
    item, hospital = factories.item(), factories.hospital()
    pledge = factories.pledge(cash=None, goods=[GoodsTyped(item, 40)])
    with transaction():
        made = plan_direct(
            hospital,
            donor=pledge.donor,
            campaign=pledge.campaign,
            planned_for=today(),
            lines=[DirectLine(item, 40)],
            pledge=pledge,
            nonce=uuid4(),
        )
    delivery = left(queries.whole_delivery(made.id))
    (before,) = story_of_pledge(pledge).goods
    assert [(stop.kind, stop.quantity) for stop in before.stops] == [(StopKind.ON_THE_ROAD, 40)]
    delivery = signed(delivery, damaged=2)
    (after,) = story_of_pledge(pledge).goods
    assert [(stop.kind, stop.quantity) for stop in after.stops] == [(StopKind.HANDED_OVER, 38)]
    assert after.adds_up
    assert pledge.goods_lines[0].received == 38


def test_all_refused_is_received_as_nothing(chapter, factories):
    delivery = signed(left(planned(factories)), damaged=40)
    line = arrival_of(delivery).lines[0]
    assert (line.received, line.difference_reason) == (0, DifferenceReason.DAMAGED)
    assert violations() == []


@pytest.mark.parametrize("way", ["cancel", "fail", "return"])
def test_what_never_arrives_ends_its_arrival(way, chapter, factories):
    delivery = planned(factories)
    act = {
        "cancel": actions.cancel_delivery,
        "fail": actions.fail_delivery,
        "return": actions.return_delivery,
    }[way]
    if way != "cancel":
        delivery = left(delivery)
    with transaction():
        act(delivery, reason="La empresa lo pospuso")
    assert arrival_of(delivery).status is IntakeStatus.CANCELLED
    assert violations() == []


def test_it_has_no_warehouse_to_be_picked_in(chapter, factories):
    delivery = planned(factories)
    with pytest.raises(NothingToPick), transaction():
        actions.start_picking(delivery)
    with pytest.raises(DeliveryMoved), transaction():
        actions.pack_delivery(delivery)
    with pytest.raises(ExpiryUnknown):
        planned(factories, expiry_rule=ExpiryRule.REQUIRED)


def test_what_is_called_back_before_it_leaves_does_not_leave(chapter, factories):
    delivery = planned(factories)
    factories.recall(lot_id=delivery.lines[0].lot_id)
    with pytest.raises(LotHeld), transaction():
        actions.dispatch_delivery(delivery)
    with transaction():
        actions.cancel_delivery(delivery, reason="Lote llamado a retiro")
    assert violations() == []


def test_a_month_is_settled_once_for_all_hospitals(chapter, factories):
    meal = factories.item(category=Category.MEAL, expiry_rule=ExpiryRule.SAME_DAY)
    donor, campaign, nonce = factories.donor(), factories.campaign(), uuid4()
    hospitals = [factories.hospital(), factories.hospital()]

    def settle():
        with transaction():
            return settle_direct(
                donor=donor,
                campaign=campaign,
                day=today(),
                handed_over=[
                    HandedOver(
                        hospital,
                        [DirectLine(meal, quantity, Money(quantity * 6000, "MXN"))],
                        Signed("Laura Peña", "Jefa de enfermería", ProofSource.STAFF),
                    )
                    for hospital, quantity in zip(hospitals, (300, 200), strict=True)
                ],
                nonce=nonce,
            )

    arrival = settle()
    assert settle().id == arrival.id
    (line,) = get_intake(arrival.id).lines
    assert (line.received, line.declared_value) == (500, Money(3000000, "MXN"))
    with transaction():
        approve_value(line, value=line.declared_value)
    figures = campaign_figures(campaign)
    assert (figures.deliveries, figures.units_delivered) == (2, 500)
    assert figures.delivered.goods("MXN") == Money(3000000, "MXN")
    assert violations() == []


def test_the_verifier_tells_what_hospitals_did_not_accept(chapter, factories):
    delivery = signed(left(planned(factories)))
    told = said_after(
        f"UPDATE intake_line SET received = 39 WHERE lot_id = '{stored(delivery.lines[0].lot_id)}'",
        checks=(("intake_line", "difference_explained"),),
    )
    arrival = arrival_of(delivery).reference
    assert any(f"{arrival} line 1: counted 39, hospitals accepted 40" in line for line in told)


def stored(row_id):
    """An id as SQL writes it: SQLite keeps it without hyphens."""
    return str(row_id) if is_postgresql() else row_id.hex


def test_staff_plan_it_on_screen_and_it_leaves_unpacked(chapter, factories, beto):
    donor, campaign, hospital = factories.donor(), factories.campaign(), factories.hospital()
    item = factories.item()
    typed = {
        "donor": str(donor.id),
        "campaign": str(campaign.id),
        "hospital": str(hospital.id),
        "day": today().isoformat(),
        "lines-0-item": str(item.id),
        "lines-0-quantity": "25",
        "nonce": str(uuid4()),
    }
    page = beto.post("/staff/deliveries/direct/new", data=typed, follow_redirects=True)
    assert "El donante salió" in page.text
    assert 'data-to="dispatched"' in beto.get("/staff/deliveries/board").text
    there = page.request.path
    gone = beto.post(f"{there}/dispatch", follow_redirects=True).text
    assert f"{there}/fail" in gone
    assert "-lost" not in gone  # what a donor carries itself is not ours to lose
    empty = beto.post("/staff/deliveries/direct/new", data={**typed, "lines-0-quantity": ""})
    assert empty.status_code == 422
