"""A nurse confirms from a link, once; every other door of that page stays quietly shut."""

from datetime import timedelta

import pytest

from relief.core import clock
from relief.core.db import db, transaction
from relief.core.mail import letters_about
from relief.deliveries import actions, queries
from relief.deliveries.models import DeliveryStatus, ProofSource
from relief.hospitals.actions import add_contact
from relief.links.actions import create, live_link
from relief.links.address import address, keys
from relief.links.models import LinkKind


@pytest.fixture
def on_the_road(factories, chapter):
    return factories.delivery(status=DeliveryStatus.DISPATCHED)


def door(delivery):
    """The path of the link that is sent and printed."""
    return address(live_link(LinkKind.HOSPITAL, delivery.id)).removeprefix("http://relief.test")


def signed(**more):
    return {"receiver_name": "Laura Peña", "receiver_title": "Enfermera", "answer": "well", **more}


def test_one_tap_says_that_everything_arrived(client, on_the_road):
    page = client.get(client.get(door(on_the_road)).location)
    assert "Todo llegó bien" in page.text
    assert on_the_road.hospital.name in page.text
    here = page.request.path
    answer = client.post(here, data=signed(remarks="Gracias"))
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert "Recibió Laura Peña" in page.text
    delivery = queries.whole_delivery(on_the_road.id)
    assert delivery.status is DeliveryStatus.DELIVERED
    assert delivery.proof.source is ProofSource.LINK
    paper = client.get(f"{here}/acuse.pdf")
    assert paper.data.startswith(b"%PDF-")


def test_differences_are_told_line_by_line(client, on_the_road):
    here = client.get(door(on_the_road)).location
    rows = {
        "lines-0-line": str(on_the_road.lines[0].id),
        "lines-0-accepted": "30",
        "lines-0-short": "6",
        "lines-0-damaged": "3",
        "lines-0-note": "Caja mojada",
    }
    wrong = client.post(here, data=signed(answer="differences", **rows))
    assert wrong.status_code == 422
    assert 'id="lines-0-accepted-error"' in wrong.text
    assert "Caja mojada" in wrong.text
    tapped = client.post(here, data=signed(answer="well", **rows))
    assert tapped.status_code == 422, "differences typed below are never thrown away"
    rows["lines-0-damaged"] = "4"
    assert client.post(here, data=signed(answer="differences", **rows)).status_code == 303
    line = queries.whole_delivery(on_the_road.id).lines[0]
    assert (line.quantity, line.accepted, line.short, line.damaged) == (40, 30, 6, 4)
    assert line.difference_note == "Caja mojada"


def test_the_second_phone_sees_the_first_answer(client, app, on_the_road):
    other = app.test_client()
    here = client.get(door(on_the_road)).location
    assert other.get(door(on_the_road)).status_code == 303
    client.post(here, data=signed())
    answer = other.post(here, data=signed(receiver_name="Otra Persona"))
    assert answer.status_code == 303
    page = other.get(answer.location).text
    assert "Recibió Laura Peña" in page
    assert "Otra Persona" not in page


def test_bad_answers_change_nothing(client, on_the_road):
    here = client.get(door(on_the_road)).location
    line = str(on_the_road.lines[0].id)
    for data in (
        {},
        signed(receiver_name="\u200b"),
        signed(receiver_name="x" * 200),
        signed(remarks="\U0001f64f"),
        signed(answer="differences"),
        signed(answer="differences", **{"lines-0-line": "x", "lines-0-accepted": "40"}),
        signed(answer="differences", **{"lines-0-line": line, "lines-0-accepted": "-40"}),
        signed(answer="differences", **{"lines-0-line": line, "lines-0-accepted": "9" * 40}),
        signed(answer="weird"),
    ):
        assert client.post(here, data=data).status_code == 422, data
    assert queries.whole_delivery(on_the_road.id).proof is None


def test_expired_foreign_revoked_and_invented_links_say_the_same(client, factories, on_the_road):
    here = client.get(door(on_the_road)).location
    invented = client.get("/d/" + "a" * 26)
    pages = [invented.text]
    assert invented.status_code == 404
    other = factories.delivery(status=DeliveryStatus.DISPATCHED)
    foreign = live_link(LinkKind.HOSPITAL, other.id)
    pages.append(client.get(f"/d/delivery/{foreign.id}").text)
    with transaction():
        link = create(LinkKind.FOLLOW, on_the_road.id, keys=keys())
    pages.append(client.get(f"/d/delivery/{link.id}").text)
    with clock.stopped_at(clock.now() + timedelta(days=91)):
        pages.append(client.get(here).text)
    with transaction():
        actions.fail_delivery(queries.whole_delivery(on_the_road.id), reason="Cerrado")
    answer = client.post(here, data=signed())
    assert answer.status_code == 404
    assert all("Este enlace" in page for page in pages)
    db.session.expire_all()
    assert queries.whole_delivery(on_the_road.id).proof is None


def test_a_signed_link_shows_no_acuse_before_and_no_donor_ever(client, factories, chapter):
    donor = factories.donor(name="Maquiladora Secreta")
    place = factories.place()
    lot = factories.lot(place=place, donor_id=donor.id)
    delivery = factories.delivery(
        place=place, planned=[actions.Planned(lot, 5)], status=DeliveryStatus.DISPATCHED
    )
    here = client.get(door(delivery)).location
    assert client.get(f"{here}/acuse.pdf").status_code == 404
    assert "Secreta" not in client.get(here).text


def test_the_hospital_is_written_to_when_goods_leave_and_when_it_signed(
    client, factories, chapter, jobs
):
    hospital = factories.hospital()
    with transaction():
        add_contact(hospital, name="Laura Peña", email="laura@hospital.test")
        add_contact(hospital, name="Sin Correo")
    delivery = factories.delivery(hospital=hospital, status=DeliveryStatus.DISPATCHED)
    jobs()
    there = door(delivery)
    letters = letters_about(delivery.id)
    assert [letter.to_address for letter in letters] == ["laura@hospital.test"]
    assert there in letters[0].text
    client.post(client.get(there).location, data=signed())
    jobs()
    kinds = {letter.kind: letter for letter in letters_about(delivery.id)}
    assert set(kinds) == {"delivery_dispatched", "delivery_received"}
    assert kinds["delivery_received"].attachments
    assert kinds["delivery_received"].status.value == "sent"
