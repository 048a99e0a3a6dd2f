"""What drivers' phones tell: applied once if it fits, kept for a person if it does not."""

from datetime import timedelta
from uuid import uuid4

import pytest

from relief.core.db import db, transaction
from relief.deliveries import actions, queries, settling
from relief.deliveries.actions import Answer
from relief.deliveries.errors import AlreadySettled, NoteMissing
from relief.deliveries.evidence import DriverReport, ReportStatus, Trouble
from relief.deliveries.evidence_queries import whole_report
from relief.deliveries.models import DeliveryStatus, ProofSource, ProofStatus
from relief.deliveries.telling import Unreadable, read_told
from relief.needs.queries import whole_need
from relief.reports.corrections import without_corrected
from relief.reports.verify import violations
from relief.stock import ledger
from relief.stock.errors import NotEnoughStock
from relief.stock.models import Movement, Reason
from relief.stock.queries import balances_of_lot
from tests.factories.phones import heard, message


def at(delivery):
    db.session.expire_all()
    return {b.place.name: b.on_hand for b in balances_of_lot(delivery.lines[0].lot_id)}


def now(delivery):
    db.session.expire_all()
    return queries.whole_delivery(delivery.id)


def settle(report, act):
    with transaction():
        act(whole_report(report.id), note="Hablé con la enfermera")


@pytest.fixture
def on_the_road(factories, chapter):
    need = factories.need(lines=[(factories.item(), 40)])
    return factories.delivery(need=need, status=DeliveryStatus.IN_TRANSIT)


def test_a_report_that_fits_is_the_acuse(on_the_road):
    report = heard(on_the_road)
    delivery = now(on_the_road)
    assert report.status is ReportStatus.APPLIED
    assert (delivery.status, delivery.proof.source) == (
        DeliveryStatus.DELIVERED,
        ProofSource.DRIVER,
    )
    assert delivery.proof.receiver_name == "Nora Ibarra"
    assert report.received_at - report.happened_at > timedelta(seconds=59)


@pytest.mark.parametrize(
    ("reason", "parts", "home"), [("damaged", (35, 2, 3, 0), 60), ("not_needed", (35, 2, 3, 3), 63)]
)
def test_what_was_rejected_comes_back_unless_it_is_damaged(on_the_road, reason, parts, home):
    heard(on_the_road, short=2, rejected=3, reason=reason)
    delivery = now(on_the_road)
    line = delivery.lines[0]
    assert (line.accepted, line.short, line.damaged, line.returned) == parts
    assert at(delivery) == {delivery.place.name: home}
    assert delivery.status is DeliveryStatus.DELIVERED_WITH_DIFFERENCES
    assert not violations()


def test_what_could_not_be_delivered_returns_with_its_reason(on_the_road):
    heard(on_the_road, kind="not_delivered", failure="closed", remarks="Volver el lunes", lines=[])
    delivery = now(on_the_road)
    assert delivery.status is DeliveryStatus.FAILED
    assert delivery.closing_reason.endswith(": Volver el lunes")
    assert at(delivery) == {delivery.place.name: 100}


def test_the_same_key_is_the_same_report(on_the_road):
    key = str(uuid4())
    first, second = heard(on_the_road, key=key), heard(on_the_road, key=key, short=4)
    assert (first.id, second.status) == (second.id, ReportStatus.APPLIED)
    assert db.session.query(DriverReport).count() == 1


def test_a_second_report_that_says_the_same_needs_nobody(on_the_road):
    assert heard(on_the_road).status is ReportStatus.APPLIED
    assert heard(on_the_road).status is ReportStatus.AGREED
    assert now(on_the_road).proof.status is ProofStatus.CONFIRMED


def signed(delivery, *, short):
    with transaction():
        actions.confirm_delivery(
            queries.whole_delivery(delivery.id),
            receiver_name="Laura Peña",
            receiver_title="Jefa de enfermería",
            lines=[Answer(line, line.quantity - short, short) for line in delivery.lines],
            source=ProofSource.LINK,
        )


@pytest.mark.parametrize("take", [True, False])
def test_two_versions_go_to_a_person_and_one_of_them_stands(on_the_road, take):
    signed(on_the_road, short=4)
    report = heard(on_the_road, rejected=3, reason="wrong_item")
    delivery = now(on_the_road)
    assert (report.status, report.trouble) == (ReportStatus.OPEN, Trouble.SIGNED_OTHERWISE)
    assert delivery.proof.status is ProofStatus.DISPUTED
    assert (report.stood["receiver_name"], report.stood["lines"][0]["short"]) == ("Laura Peña", 4)
    assert report.told["lines"][0]["rejected"] == 3
    settle(report, settling.take_report if take else settling.keep_what_stands)
    delivery = now(on_the_road)
    line = delivery.lines[0]
    held = (line.accepted, line.short, line.returned)
    assert held == ((37, 0, 3) if take else (36, 4, 0))
    assert at(delivery) == {delivery.place.name: 63 if take else 60}
    assert whole_need(delivery.need_id).lines[0].fulfilled == held[0]
    assert delivery.proof.status is ProofStatus.CONFIRMED
    assert delivery.proof.receiver_name == ("Nora Ibarra" if take else "Laura Peña")
    assert not violations()
    with pytest.raises(AlreadySettled):
        settle(report, settling.keep_what_stands)


def test_an_acuse_of_what_never_arrived_can_be_taken_back_whole(on_the_road):
    signed(on_the_road, short=0)
    report = heard(on_the_road, kind="not_delivered", failure="closed", lines=[])
    assert report.trouble is Trouble.SIGNED_OTHERWISE
    settle(report, settling.take_report)
    delivery = now(on_the_road)
    assert (delivery.status, delivery.proof) == (DeliveryStatus.FAILED, None)
    assert at(delivery)[delivery.place.name] == 100
    assert whole_need(delivery.need_id).lines[0].fulfilled == 0
    assert not violations()


@pytest.mark.parametrize("status", ["cancelled", "failed", "planned"])
def test_what_was_not_on_the_road_for_us_can_still_be_taken(factories, chapter, status):
    delivery = factories.delivery(status=DeliveryStatus(status))
    report = heard(delivery)
    assert (report.status, report.trouble) == (ReportStatus.OPEN, Trouble.NOT_ON_THE_ROAD)
    assert now(delivery).status is DeliveryStatus(status)
    settle(report, settling.take_report)
    assert now(delivery).status is DeliveryStatus.DELIVERED
    assert at(delivery)[delivery.place.name] == 60
    assert not violations()


def test_goods_that_went_elsewhere_meanwhile_are_told_and_nothing_moves(factories, chapter):
    delivery = factories.delivery(status=DeliveryStatus.FAILED)
    report = heard(delivery)
    lot = delivery.lines[0].lot
    with transaction():
        ledger.reserve([ledger.Line(lot, 80)], place=delivery.place)
    with pytest.raises(NotEnoughStock):
        settle(report, settling.take_report)
    assert now(delivery).status is DeliveryStatus.FAILED
    assert whole_report(report.id).status is ReportStatus.OPEN


@pytest.mark.parametrize(
    ("changes", "trouble"),
    [
        ({"ago": timedelta(hours=49)}, Trouble.LATE),
        ({"ago": timedelta(hours=-2)}, Trouble.CLOCK),
        ({"lines": []}, Trouble.INCOMPLETE),
        ({"receiver_name": " "}, Trouble.INCOMPLETE),
        ({"doubt": Trouble.LINK_CLOSED}, Trouble.LINK_CLOSED),
    ],
)
def test_what_is_doubtful_waits_and_changes_nothing(on_the_road, changes, trouble):
    report = heard(on_the_road, **changes)
    assert (report.status, report.trouble) == (ReportStatus.OPEN, trouble)
    assert now(on_the_road).status is DeliveryStatus.IN_TRANSIT
    with pytest.raises(NoteMissing), transaction():
        settling.keep_what_stands(whole_report(report.id), note=" ")


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "null", "{}", '{"key": 1}', "[" * 5000, "nan", '"' + "a" * 100,
    ],
)  # fmt: skip
def test_what_no_phone_of_ours_wrote_is_unreadable(text):
    with pytest.raises(Unreadable):
        read_told(text)


@pytest.mark.parametrize(
    "changes",
    [
        {"happened_at": "2026-01-01T00:00:00"}, {"happened_at": 5}, {"kind": "x"}, {"key": "1"},
        {"remarks": 7}, {"lines": 7}, {"lines": [1]}, {"lines": [{}] * 201}, {"signature": "x"},
        {"happened_at": "0001-01-01T00:00:00+14:00"},
    ],
)  # fmt: skip
def test_odd_values_are_unreadable(on_the_road, changes):
    with pytest.raises(Unreadable):
        read_told(message(on_the_road, **changes))


def test_a_correction_takes_away_what_it_corrected():
    lot, trip = uuid4(), uuid4()
    home = uuid4()

    def move(quantity, *, back=False):
        return Movement(
            lot_id=lot,
            source_id=trip,
            quantity=quantity,
            reason=Reason.DELIVERED,
            from_place_id=None if back else home,
        )

    left = without_corrected([move(40), move(5, back=True), move(2)])
    assert [quantity for _move, quantity in left] == [35, 2]


def test_letters_that_no_paper_prints_are_taken_out(on_the_road):
    told = read_told(message(on_the_road, receiver_name="Nora \U0001f600  Ibarra\u202e"))
    assert told.receiver_name == "Nora Ibarra"
