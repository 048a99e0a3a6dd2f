"""A delivery reserves, leaves and is handed over; the ledger follows each step."""

from datetime import date
from functools import partial

import pytest

from relief.audit.queries import timeline
from relief.audit.story import story_of
from relief.core.db import db, transaction
from relief.deliveries import actions, queries
from relief.deliveries.actions import Answer, Planned
from relief.deliveries.errors import (
    AlreadyConfirmed,
    DeliveryMoved,
    DoesNotAddUp,
    ExpiresBefore,
    HospitalNotApproved,
    LinesNotPicked,
    LostTooMuch,
    NeedNotOpen,
    OrderReasonMissing,
    ReasonMissing,
)
from relief.deliveries.models import DeliveryStatus, ProofSource
from relief.hospitals.models import HospitalStatus
from relief.links import actions as links
from relief.links.models import LinkKind
from relief.needs.actions import cancel_need
from relief.needs.models import NeedStatus
from relief.needs.progress import progress_of
from relief.needs.queries import whole_need
from relief.stock import actions as stock
from relief.stock import ledger
from relief.stock.errors import LotExpired, LotHeld, NotEnoughStock
from relief.stock.models import LotStatus, Reason
from relief.stock.queries import available_at, balances_of_lot

DAY = date(2099, 4, 20)


def at(delivery):
    """On hand and reserved of the delivery's first lot, by the name of the place."""
    db.session.expire_all()
    return {
        b.place.name: (b.on_hand, b.reserved) for b in balances_of_lot(delivery.lines[0].lot_id)
    }


def answer(delivery, *, short=0, damaged=0):
    line = delivery.lines[0]
    accepted = line.quantity - short - damaged
    return [Answer(line, accepted=accepted, short=short, damaged=damaged, note="Caja mojada")]


def confirm(delivery, **parts):
    return actions.confirm_delivery(
        delivery,
        receiver_name="Laura Peña",
        receiver_title="Jefa de enfermería",
        lines=answer(delivery, **parts),
        source=ProofSource.LINK,
    )


def test_a_plan_reserves_and_gives_back_when_cancelled(factories, chapter):
    delivery = factories.delivery()
    place = delivery.place.name
    assert delivery.reference.startswith("ENT-")
    assert at(delivery) == {place: (100, 40)}
    with transaction():
        actions.cancel_delivery(delivery, reason="Se reprogramó")
    assert at(delivery) == {place: (100, 0)}


def test_what_leaves_goes_on_the_road_and_opens_a_link(factories, chapter):
    delivery = factories.delivery(status=DeliveryStatus.DISPATCHED)
    assert at(delivery) == {delivery.place.name: (60, 0), "En tránsito": (40, 0)}
    assert links.live_link(LinkKind.HOSPITAL, delivery.id) is not None


def test_what_could_not_be_handed_over_returns_to_its_lot(factories, chapter):
    delivery = factories.delivery(status=DeliveryStatus.FAILED)
    assert at(delivery) == {delivery.place.name: (100, 0)}
    assert links.live_link(LinkKind.HOSPITAL, delivery.id) is None
    assert delivery.closing_reason == "Nadie abrió en el hospital"


def test_differences_keep_both_numbers_and_leave_with_their_reasons(factories, chapter):
    need = factories.need(lines=[(factories.item(), 40)])
    delivery = factories.delivery(need=need, status=DeliveryStatus.IN_TRANSIT)
    with transaction():
        confirm(delivery, short=3, damaged=2)
    line = queries.whole_delivery(delivery.id).lines[0]
    assert (line.quantity, line.accepted, line.short, line.damaged) == (40, 35, 3, 2)
    assert delivery.status is DeliveryStatus.DELIVERED_WITH_DIFFERENCES
    assert at(delivery) == {delivery.place.name: (60, 0)}
    moved = db.session.scalars(
        db.select(ledger.Movement).where(ledger.Movement.source_id == delivery.id)
    )
    left = {each.reason: each.quantity for each in moved if each.to_place_id is None}
    assert left == {Reason.DELIVERED: 35, Reason.DAMAGED: 2, Reason.LOST: 3}
    need = whole_need(need.id)
    assert (need.status, need.lines[0].fulfilled) == (NeedStatus.PARTIALLY_FULFILLED, 35)
    told = [e for e in timeline(delivery.id) if e.tag == "deliveries:delivery:confirmed"]
    assert len(told) == 1
    assert (told[0].data["before"]["quantity"], told[0].data["after"]["quantity"]) == (40, 35)


def test_a_delivery_is_signed_once(factories, chapter):
    delivery = factories.delivery(status=DeliveryStatus.DELIVERED)
    with pytest.raises(AlreadyConfirmed) as refusal, transaction():
        confirm(delivery)
    assert "Laura Peña" in str(refusal.value)


@pytest.mark.parametrize("status", [DeliveryStatus.PLANNED, DeliveryStatus.CANCELLED])
def test_what_has_not_left_cannot_be_signed_for(status, factories, chapter):
    delivery = factories.delivery(status=status)
    with pytest.raises(DeliveryMoved), transaction():
        confirm(delivery)


@pytest.mark.parametrize(("accepted", "short"), [(40, 1), (39, 0), (41, -1)])
def test_an_answer_adds_up_to_what_was_sent(accepted, short, factories, chapter):
    delivery = factories.delivery(status=DeliveryStatus.DISPATCHED)
    with pytest.raises(DoesNotAddUp), transaction():
        actions.confirm_delivery(
            delivery,
            receiver_name="Laura Peña",
            receiver_title="",
            lines=[Answer(delivery.lines[0], accepted=accepted, short=short)],
            source=ProofSource.LINK,
        )
    assert at(delivery)["En tránsito"] == (40, 0)


def test_the_need_sees_what_is_committed_on_the_road_and_fulfilled(factories, chapter):
    need = factories.need(lines=[(factories.item(), 50)])
    figures = []
    for status in (DeliveryStatus.PLANNED, DeliveryStatus.DISPATCHED, DeliveryStatus.CANCELLED):
        delivery = factories.delivery(need=need, status=status)
        units = progress_of([need.id])[need.lines[0].id]
        figures.append((units.committed, units.in_transit, units.missing))
        need = whole_need(need.id)
    assert figures == [(40, 0, 10), (40, 40, 0), (40, 40, 0)]
    assert {each.id for each in need.deliveries} >= {delivery.id}


def test_the_suggestion_is_first_expired_first_and_only_of_what_is_missing(factories, chapter):
    item, place = factories.item(), factories.place()
    late = factories.lot(item=item, place=place, expires_on=date(2101, 1, 1), quantity=500)
    soon = factories.lot(item=item, place=place, expires_on=date(2100, 1, 1), quantity=30)
    factories.lot(item=item, place=place, expires_on=date(2099, 1, 1), quantity=30)
    held = factories.lot(item=item, place=place, expires_on=date(2099, 5, 1), quantity=30)
    with transaction():
        stock.set_lot_status(held, LotStatus.QUARANTINED, reason="Empaque abierto")
    need = factories.need(lines=[(item, 100)])
    found = queries.share_out(need.lines, available_at(place.id, DAY), far=progress_of([need.id]))
    assert [(each.lot.id, each.quantity) for each in found] == [(soon.id, 30), (late.id, 70)]


def test_nothing_unfit_or_promised_to_another_is_planned(factories, chapter):
    place, hospital = factories.place(), factories.hospital()
    held = factories.lot(place=place)
    with transaction():
        stock.set_lot_status(held, LotStatus.QUARANTINED, reason="Empaque abierto")
    cases = [
        (held, 1, LotHeld),
        (factories.lot(place=place, expires_on=date(2020, 1, 1)), 1, ExpiresBefore),
        (factories.lot(place=place), 101, NotEnoughStock),
    ]
    for lot, quantity, error in cases:
        with pytest.raises(error), transaction():
            actions.plan_delivery(
                hospital, place=place, planned_for=DAY, lines=[Planned(lot, quantity)]
            )
    with pytest.raises(LotExpired), transaction():
        actions.plan_delivery(
            hospital, place=place, planned_for=date(2020, 1, 1), lines=[Planned(cases[1][0], 1)]
        )


def test_a_lot_held_after_the_plan_does_not_leave(factories, chapter):
    delivery = factories.delivery(status=DeliveryStatus.PACKED)
    with transaction():
        stock.set_lot_status(
            delivery.lines[0].lot, LotStatus.RECALLED, reason="Aviso del fabricante"
        )
    with pytest.raises(LotHeld), transaction():
        actions.dispatch_delivery(delivery)
    assert at(delivery) == {delivery.place.name: (100, 40)}


def test_goods_go_only_to_approved_hospitals_and_open_needs(factories, chapter):
    place = factories.place()
    lot = factories.lot(place=place)
    values = {"place": place, "planned_for": DAY, "lines": [Planned(lot, 1)]}
    closed = factories.hospital(status=HospitalStatus.INACTIVE)
    with pytest.raises(HospitalNotApproved), transaction():
        actions.plan_delivery(closed, **values)
    need = factories.need()
    with transaction():
        cancel_need(need, reason="Ya no")
    with pytest.raises(NeedNotOpen), transaction():
        actions.plan_delivery(need.hospital, need=need, **values)


def test_boxes_close_when_every_line_was_checked(factories, chapter):
    delivery = factories.delivery(status=DeliveryStatus.PICKING)
    with pytest.raises(LinesNotPicked), transaction():
        actions.pack_delivery(delivery, picked=set())
    with transaction():
        actions.pick_lines(delivery, picked={delivery.lines[0].id})
        actions.pack_delivery(delivery, picked={delivery.lines[0].id})
    assert delivery.status is DeliveryStatus.PACKED


def test_the_second_of_two_is_told_what_the_first_did(factories, chapter):
    delivery = factories.delivery(status=DeliveryStatus.CANCELLED)
    for step in (actions.start_picking, actions.pack_delivery, actions.dispatch_delivery):
        with pytest.raises(DeliveryMoved) as refusal, transaction():
            step(delivery)
        assert delivery.reference in str(refusal.value)
    with pytest.raises(ReasonMissing), transaction():
        actions.cancel_delivery(delivery, reason=" ")


def test_whoever_leaves_an_earlier_lot_behind_writes_why(factories, chapter):
    item, place = factories.item(), factories.place()
    soon = factories.lot(item=item, place=place, expires_on=date(2099, 5, 1), quantity=30)
    late = factories.lot(item=item, place=place, expires_on=date(2099, 9, 1), quantity=30)
    twin = factories.lot(item=item, place=place, expires_on=date(2099, 9, 1), quantity=30)
    plan = partial(actions.plan_delivery, factories.hospital(), place=place, planned_for=DAY)
    for behind in ([Planned(late, 5)], [Planned(soon, 29), Planned(late, 5)]):
        with pytest.raises(OrderReasonMissing, match=soon.code), transaction():
            plan(lines=behind)
    with transaction():
        told = plan(lines=[Planned(late, 5)], order_reason="El hospital pidió esa marca")
        plan(lines=[Planned(twin, 5)], order_reason="Igual")
    assert story_of(told.id)[0].details[-1][2] == "El hospital pidió esa marca"
    with transaction():  # the earliest whole, then any of two that expire on one day
        plan(lines=[Planned(soon, 30), Planned(twin, 5)])


def test_what_was_lost_on_the_way_back_does_not_come_back(chapter, factories):
    delivery = factories.delivery(status=DeliveryStatus.IN_TRANSIT)
    line, place = delivery.lines[0], delivery.place.name
    with pytest.raises(LostTooMuch), transaction():
        actions.return_delivery(delivery, reason="Caja equivocada", lost={line.id: 41})
    with transaction():
        actions.return_delivery(delivery, reason="Caja equivocada", lost={line.id: 4})
    assert delivery.status is DeliveryStatus.RETURNED
    assert at(delivery) == {place: (96, 0)}
    assert [entry.data["after"]["lost"] for entry in timeline(delivery.id)[:1]] == [4]
