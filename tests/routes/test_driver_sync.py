"""What a phone brings to the route's address: once each, with its own token, and never lost."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from relief.app import WITHOUT_FORMS
from relief.core import files
from relief.core.db import db, transaction
from relief.deliveries.evidence import DriverReport, Evidence, EvidenceKind, ReportStatus, Trouble
from relief.deliveries.models import DeliveryStatus
from relief.deliveries.queries import whole_delivery
from relief.links.actions import live_link
from relief.links.bearer import bearer_token
from relief.links.models import LinkKind
from relief.routes import actions, queries
from relief.routes.driver_link import take_link
from relief.routes.models import RouteStatus
from tests.factories.phones import message, photograph


@pytest.fixture
def route(factories, chapter):
    return factories.route(stops=2, status=RouteStatus.ON_THE_ROAD)


@pytest.fixture
def send(app, client, route):
    """Send a report of a stop, as the phone does."""
    link = live_link(LinkKind.DRIVER, route.id)

    def sent(delivery, text=None, *, token=None, pictures=(), **changes):
        given = bearer_token(link.id, delivery.id) if token is None else token
        data = {"report": text or message(delivery, **changes)}
        for kind, content in pictures:
            data.setdefault(kind, []).append((io.BytesIO(content), f"{kind}.jpg"))
        return client.post(
            f"/d/route/{link.id}/stops/{delivery.id}",
            data=data,
            content_type="multipart/form-data",
            headers={"Authorization": f"Bearer {given}"} if given else {},
        )

    return sent


def kept():
    db.session.expire_all()
    return db.session.query(DriverReport).order_by(DriverReport.received_at).all()


def test_only_what_brings_a_key_of_its_own_needs_no_token_of_a_form():
    assert WITHOUT_FORMS == ("checkout_webhooks", "routes_sync")


def test_a_report_and_its_pictures_are_kept_once(send, route):
    delivery = route.stops[0].delivery
    text = message(delivery)
    pictures = [("photo", photograph()), ("photo", b"<svg onload=alert(1)>"), ("photo", b"")]
    pictures.append(("signature", photograph(200, 80)))
    for _again in "12":
        answer = send(delivery, text, pictures=pictures)
        assert (answer.status_code, answer.json["status"]) == (200, "applied")
        assert (answer.json["pictures_refused"], answer.json["closed"]) == (2, False)
    assert [report.status for report in kept()] == [ReportStatus.APPLIED]
    found = db.session.query(Evidence).order_by(Evidence.position).all()
    assert [each.kind for each in found] == [EvidenceKind.SIGNATURE, EvidenceKind.PHOTO]
    picture = Image.open(io.BytesIO(files.fetch(found[1].file_hash)))
    assert picture.format == "JPEG"
    assert not picture.getexif()
    assert whole_delivery(delivery.id).status is DeliveryStatus.DELIVERED


def test_a_large_photograph_is_taken_and_made_smaller(send, route):
    delivery = route.stops[0].delivery
    answer = send(delivery, pictures=[("photo", photograph(4000, 3000))])
    assert (answer.status_code, answer.json["pictures_refused"]) == (200, 0)
    content = files.fetch(db.session.query(Evidence).one().file_hash)
    assert max(Image.open(io.BytesIO(content)).size) == 2400


@pytest.mark.parametrize("token", ["", "x", "ñ", "a" * 32])
def test_without_its_token_nothing_is_heard(send, route, token):
    answer = send(route.stops[0].delivery, token=token)
    assert (answer.status_code, answer.mimetype, kept()) == (401, "application/json", [])


def test_the_token_of_one_stop_opens_no_other(send, route):
    link = live_link(LinkKind.DRIVER, route.id)
    first, second = (stop.delivery for stop in route.stops)
    assert send(second, token=bearer_token(link.id, first.id)).status_code == 401
    assert send(second, text=message(first)).status_code == 422
    assert send(first, text="<script>").status_code == 422
    assert not kept()


def test_a_closed_link_is_heard_by_a_person(send, route):
    delivery = route.stops[0].delivery
    with transaction():
        take_link(route)
    answer = send(delivery)
    assert (answer.status_code, answer.json["status"], answer.json["closed"]) == (200, "open", True)
    assert kept()[0].trouble is Trouble.LINK_CLOSED
    assert whole_delivery(delivery.id).status is DeliveryStatus.IN_TRANSIT


def test_a_stop_that_stands_on_no_route_any_more_is_heard_by_a_person(send, route, factories):
    other = factories.delivery(status=DeliveryStatus.IN_TRANSIT)
    assert send(other).json["status"] == "open"
    assert kept()[0].trouble is Trouble.OTHER_ROUTE


def test_two_days_late_it_is_kept_beside_what_we_hold(send, route):
    answer = send(route.stops[0].delivery, ago=timedelta(hours=50))
    assert answer.json["status"] == "open"
    assert "dos días" in answer.json["told"]


def test_when_every_stop_has_answered_the_route_can_end(send, route):
    first, second = (stop.delivery for stop in route.stops)
    assert send(first).json["status"] == "applied"
    sent = send(second, kind="not_delivered", failure="vehicle", lines=[])
    assert sent.json["status"] == "applied"
    with transaction():
        actions.finish_route(queries.whole_route(route.id))


def test_no_flood_of_reports_is_kept(send, route, monkeypatch):
    monkeypatch.setattr("relief.deliveries.hearing.MOST_REPORTS", 1)
    delivery = route.stops[0].delivery
    assert send(delivery).status_code == 200
    answer = send(delivery)
    assert answer.status_code == 409
    assert "Llama" in answer.json["error"]
