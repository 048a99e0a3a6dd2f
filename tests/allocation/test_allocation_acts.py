"""From the proposal to the deliveries and back, over the rooms it stands on."""

from datetime import UTC, date, datetime, timedelta

import pytest

from relief.allocation import actions, queries
from relief.allocation.actions import Typed
from relief.allocation.errors import (
    AllocationMoved,
    DayPassed,
    NoPlaceChosen,
    NothingGiven,
    NothingToShare,
    SharedMeanwhile,
    SharesRefused,
)
from relief.allocation.forms import SharesForm
from relief.allocation.models import Allocation, AllocationStatus
from relief.allocation.sheet import sheet_of, why
from relief.core import clock
from relief.core.db import db, transaction
from relief.deliveries import actions as deliveries
from relief.deliveries.actions import Planned
from relief.deliveries.models import Delivery, DeliveryStatus
from relief.deliveries.queries import whole_delivery
from relief.hospitals.models import HospitalStatus
from relief.needs.models import NeedStatus, Priority
from relief.reports.verify import violations
from relief.stock.levels import set_minimum
from relief.stock.models import Balance, LotStatus
from relief.stock.queries import today
from tests.reports.test_verify import said_after

DAY = date(2099, 4, 20)


def typed(allocation, *wishes):
    """What the form of a proposal holds, the first lines changed to these."""
    as_they_are = [Typed(share.quantity, share.reason) for share in allocation.shares]
    rows = [*wishes, *as_they_are[len(wishes) :]]
    return {share.need_line_id: row for share, row in zip(allocation.shares, rows, strict=True)}


def whole(allocation) -> Allocation:
    return queries.whole_allocation(allocation.id)


def reserve(allocation, typed=None):
    with transaction():
        return actions.reserve(whole(allocation), typed=typed)


@pytest.fixture
def scarce(factories, chapter):
    """150 masks in three lots, in two cities, for an urgent and a normal need of 200 each."""
    item = factories.item(pack_size=10)
    tijuana, mexicali = factories.place(city="Tijuana"), factories.place(city="Mexicali")
    factories.lot(item=item, place=tijuana, quantity=50, code="TARDE", expires_on=date(2100, 1, 1))
    factories.lot(item=item, place=tijuana, quantity=40, code="PRONTO", expires_on=date(2099, 5, 1))
    factories.lot(item=item, place=mexicali, quantity=60, code="LEJOS")
    factories.lot(item=item, place=tijuana, quantity=999, expires_on=date(2099, 4, 19))
    factories.lot(item=item, place=tijuana, quantity=999, status=LotStatus.QUARANTINED)
    urgent = factories.need(
        hospital=factories.hospital(city="Mexicali"),
        priority=Priority.URGENT,
        lines=[(item, 200), (factories.item(), 30)],
    )
    normal = factories.need(hospital=factories.hospital(city="Tijuana"), lines=[(item, 200)])
    return urgent, normal, [tijuana, mexicali]


def test_a_proposal_says_who_gets_what_and_of_what_there_is_nothing(factories, scarce):
    urgent, normal, places = scarce
    factories.need(lines=[(factories.relief_item(), 5)], status=NeedStatus.SUBMITTED)
    allocation = factories.allocation(places=places)
    shares = {share.need.id: share for share in allocation.shares}
    assert {need: share.quantity for need, share in shares.items()} == {
        urgent.id: 120,
        normal.id: 30,
    }
    assert all(share.quantity == share.proposed for share in allocation.shares)
    ground = queries.ground_of(places, DAY)
    assert [(item.id, units) for item, units in ground.without_stock] == [
        (urgent.lines[1].item_id, 30)
    ]
    balances = db.session.query(Balance).filter(Balance.reserved > 0).count()
    assert balances == 0, "a proposal promises nothing"


def test_reserving_plans_a_delivery_for_each_need_and_place_first_expired_first(factories, scarce):
    urgent, normal, places = scarce
    assert queries.count_waiting() == 2
    made = reserve(factories.allocation(places=places))
    told = {
        (each.need_id, each.place_id): [(line.lot.code, line.quantity) for line in each.lines]
        for each in (whole_delivery(delivery.id) for delivery in made)
    }
    tijuana, mexicali = places
    assert told == {
        (urgent.id, mexicali.id): [("LEJOS", 60)],
        (urgent.id, tijuana.id): [("PRONTO", 40), ("TARDE", 20)],
        (normal.id, tijuana.id): [("TARDE", 30)],
    }
    assert all(each.status is DeliveryStatus.PLANNED for each in made)
    assert queries.count_waiting() == 2, "both still miss some"
    for need, units in ((urgent, 80), (normal, 170)):
        lot = factories.lot(place=tijuana, quantity=units)
        line = Planned(lot, units, need.lines[0])
        factories.delivery(need=need, place=tijuana, planned=[line])
    assert queries.count_waiting() == 1, "only the one whose other line has nothing"


def test_the_minimum_of_an_item_stays_unless_told_otherwise(factories, chapter):
    item, here, there = factories.item(), factories.place(), factories.place()
    factories.lot(item=item, place=here, quantity=100)
    factories.lot(item=item, place=there, quantity=30)
    factories.need(lines=[(item, 100)])
    with transaction():
        set_minimum(item, place=None, units=50)
    assert factories.allocation(places=[here]).units == 80, "20 stay, 30 are elsewhere"
    with transaction():
        set_minimum(item, place=here, units=45)
    allocation = factories.allocation(places=[here])
    assert allocation.units == 55
    (group,) = sheet_of(allocation, SharesForm.of(allocation.shares)).groups
    assert (group.there, group.kept) == (55, 45)
    assert factories.allocation(places=[here], keep_minimum=False).units == 100
    with transaction():
        set_minimum(item, place=here, units=80)
    with pytest.raises(SharesRefused):
        reserve(allocation)


def test_a_hospital_far_from_every_place_is_served_by_the_fewest(factories, chapter):
    items = [factories.item(), factories.item()]
    small, large = (factories.place(name=f"{name} {factories.number()}") for name in "AB")
    factories.lot(item=items[0], place=small, quantity=50)
    for item in items:
        factories.lot(item=item, place=large, quantity=50)
    factories.need(hospital=factories.hospital(city="Tecate"), lines=[(item, 50) for item in items])
    (delivery,) = reserve(factories.allocation(places=[small, large]))
    assert delivery.place_id == large.id


def test_who_soon_has_nothing_left_goes_before_who_is_supplied(factories, chapter):
    item, place = factories.item(), factories.place()
    hospitals = [factories.hospital() for _ in range(2)]
    now = clock.now()
    for hospital, last in zip(hospitals, (10, 500), strict=True):
        for days_ago, units in ((11, 100), (1, last)):
            lot = factories.lot(item=item, place=place, quantity=units)
            with clock.stopped_at(now - timedelta(days=days_ago)):
                factories.delivery(
                    hospital=hospital,
                    place=place,
                    planned=[Planned(lot, units)],
                    status=DeliveryStatus.DELIVERED,
                )
        factories.need(hospital=hospital, lines=[(item, 100)])
    factories.lot(item=item, place=place, quantity=100)
    dry, supplied = factories.allocation(places=[place]).shares
    assert (dry.days_left, dry.quantity) == (0, 75)
    assert (supplied.days_left, supplied.quantity) == (49, 25)
    assert "se le acabó" in why(dry)
    assert "tiene para 49 días" in why(supplied)


def test_a_number_is_changed_with_a_reason_and_the_rest_is_shared_again(factories, scarce):
    allocation = factories.allocation(places=scarce[2])
    first, second = allocation.shares
    with pytest.raises(SharesRefused) as refused, transaction():
        actions.share_again(whole(allocation), typed=typed(allocation, Typed(120), Typed(70)))
    assert set(refused.value.lines) == {second.need_line_id}
    assert "30" in str(refused.value.lines[second.need_line_id])
    with transaction():
        wishes = typed(allocation, Typed(120), Typed(70, "Recibe pacientes"))
        actions.share_again(whole(allocation), typed=wishes)
    first, second = whole(allocation).shares
    assert (first.quantity, first.proposed) == (80, 80)
    assert (second.quantity, second.proposed, second.reason) == (70, 30, "Recibe pacientes")
    assert len(reserve(allocation)) == 3


def test_the_second_of_two_coordinators_hears_what_is_left(factories, scarce):
    first, second = (factories.allocation(places=scarce[2]) for _ in range(2))
    reserve(first)
    with pytest.raises(SharesRefused) as refused:
        reserve(second)
    told = [str(each) for each in refused.value.lines.values()]
    assert "150" in told[0], "nothing is left of 150"
    assert whole(second).status is AllocationStatus.PROPOSED
    assert db.session.query(Delivery).count() == 3
    with pytest.raises(NothingToShare), transaction():
        actions.share_again(whole(second))
    with pytest.raises(AllocationMoved):
        reserve(first)


def test_a_form_that_lacks_a_line_is_not_reserved(factories, scarce):
    allocation = factories.allocation(places=scarce[2])
    old = typed(allocation)
    factories.need(lines=[(scarce[0].lines[0].item, 100)])
    with transaction():
        actions.share_again(whole(allocation))
    with pytest.raises(SharedMeanwhile):
        reserve(allocation, old)
    assert len(whole(allocation).shares) == 3


def test_more_than_there_is_is_refused_with_what_is_left(factories, scarce):
    allocation = factories.allocation(places=scarce[2])
    with pytest.raises(SharesRefused) as refused:
        reserve(allocation, typed(allocation, Typed(120), Typed(150, "Otra ala del hospital")))
    (sentence,) = map(str, refused.value.lines.values())
    assert "150" in sentence
    assert "270" in sentence
    assert "120" in sentence
    assert set(refused.value.lines) == {allocation.shares[0].need_line_id}
    with pytest.raises(NothingGiven):
        reserve(allocation, typed(allocation, Typed(0, "Mañana"), Typed(0, "Mañana")))


def test_a_need_or_hospital_that_closed_meanwhile_gets_nothing(factories, scarce):
    from relief.hospitals.actions import move_hospital
    from relief.needs.actions import cancel_need

    urgent, normal, places = scarce
    allocation = factories.allocation(places=places)
    with transaction():
        cancel_need(urgent, reason="Ya no hace falta")
        move_hospital(normal.hospital, HospitalStatus.INACTIVE)
    with pytest.raises(SharesRefused) as refused:
        reserve(allocation)
    told = [str(refused.value.lines[share.need_line_id]) for share in allocation.shares]
    assert urgent.reference in told[0]
    assert normal.hospital.name in told[1]
    assert queries.count_closed_hospitals() == 1


def test_releasing_gives_back_what_has_not_left(factories, scarce, jobs):
    allocation = factories.allocation(places=scarce[2])
    made = reserve(allocation)
    with transaction():
        for step in (
            deliveries.start_picking,
            deliveries.pack_delivery,
            deliveries.dispatch_delivery,
        ):
            step(whole_delivery(made[0].id))
    jobs()
    assert whole(allocation).status is AllocationStatus.RESERVED
    with transaction():
        actions.release(whole(allocation), reason="Cambió la ruta")
    jobs()
    allocation = whole(allocation)
    assert allocation.status is AllocationStatus.SHIPPED, "one of its deliveries is on the road"
    assert [each.status for each in allocation.deliveries] == [
        DeliveryStatus.DISPATCHED,
        DeliveryStatus.CANCELLED,
        DeliveryStatus.CANCELLED,
    ]
    assert sum(each.reserved for each in db.session.query(Balance)) == 0
    with pytest.raises(AllocationMoved), transaction():
        actions.release(allocation, reason="Otra vez")


def test_the_verifier_holds_shares_against_deliveries(factories, scarce):
    reserve(factories.allocation(places=scarce[2]))
    assert violations() == []
    told = said_after("UPDATE allocation_share SET quantity = 31, reason = 'x' WHERE quantity = 30")
    assert [line for line in told if line.startswith("allocation")] == [
        (
            f"allocation: zona-costa: ASG-{today().year}-00001, {scarce[1].reference} line 1:"
            " given 31, its deliveries carry 30"
        )
    ]


def test_a_proposal_of_yesterday_is_brought_to_today(factories, scarce):
    allocation = factories.allocation(places=scarce[2])
    with clock.stopped_at(datetime(2099, 4, 25, 18, tzinfo=UTC)):
        with pytest.raises(DayPassed):
            reserve(allocation)
        with transaction():
            actions.share_again(whole(allocation))
        assert whole(allocation).planned_for == date(2099, 4, 25)
        made = reserve(allocation)
    assert {each.planned_for for each in made} == {date(2099, 4, 25)}


def test_it_is_released_when_all_its_deliveries_are_cancelled_by_hand(factories, chapter, jobs):
    allocation = factories.allocation(status=AllocationStatus.RESERVED)
    with transaction():
        deliveries.cancel_delivery(whole_delivery(allocation.deliveries[0].id), reason="Lluvia")
    jobs()
    assert whole(allocation).status is AllocationStatus.RELEASED
    hand = factories.delivery(status=DeliveryStatus.CANCELLED)
    assert queries.allocation_of_delivery(hand.id) is None
    jobs()


def test_a_proposal_needs_a_place_goods_and_counts_once(factories, chapter):
    with pytest.raises(NoPlaceChosen):
        actions.propose(places=[], planned_for=DAY)
    with pytest.raises(NothingToShare):
        actions.propose(places=[factories.place()], planned_for=DAY)
    allocation = factories.allocation(nonce=factories.place().id)
    with transaction():
        again = actions.propose(places=allocation.places, planned_for=DAY, nonce=allocation.nonce)
    assert again.id == allocation.id
    with transaction():
        actions.release(whole(allocation), reason="Se hizo de más")
    assert whole(allocation).status is AllocationStatus.RELEASED
