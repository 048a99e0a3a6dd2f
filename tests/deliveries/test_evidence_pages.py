"""The pages around drivers' reports and signed sheets: what waits, both versions, and pictures."""

import io

import pytest
from PIL import Image

from relief.core import files
from relief.core.db import db
from relief.deliveries.evidence import DriverReport, Evidence, ReportStatus
from relief.deliveries.models import DeliveryStatus, ProofSource, ProofStatus
from relief.deliveries.queries import whole_delivery
from relief.links.actions import live_link
from relief.links.address import address
from relief.links.models import LinkKind
from tests.factories import papers
from tests.factories.phones import heard, photograph


@pytest.fixture
def disputed(factories, chapter):
    delivery = factories.delivery(status=DeliveryStatus.DELIVERED)
    return heard(delivery, rejected=3, reason="wrong_item")


def test_a_report_that_differs_is_on_the_start_page_and_is_settled_with_a_note(beto, disputed):
    assert "reporte de operador por aclarar" in beto.get("/staff/").text
    assert "el hospital ya había confirmado otra cosa" in beto.get("/staff/deliveries/reports").text
    here = f"/staff/deliveries/reports/{disputed.id}"
    page = beto.get(here).text
    assert "Laura Peña" in page
    assert "no es lo solicitado" in page
    assert beto.post(here, data={"answer": "take", "note": ""}).status_code == 422
    answer = beto.post(here, data={"answer": "take", "note": "Llamé a la enfermera"})
    assert answer.status_code == 303
    again = beto.post(here, data={"answer": "keep", "note": "Otra vez"})
    assert (again.status_code, "ya aclaró" in again.text) == (422, True)
    assert db.session.get(DriverReport, disputed.id).status is ReportStatus.TAKEN
    delivery = whole_delivery(disputed.delivery_id)
    assert (delivery.lines[0].returned, delivery.proof.status) == (3, ProofStatus.CONFIRMED)


def test_the_list_asks_as_often_for_one_report_as_for_many(beto, factories, chapter, count_queries):
    asked = []
    for many in (1, 4):
        for _ in range(many):
            heard(factories.delivery())
        count_queries()
        beto.get("/staff/deliveries/reports")
        asked.append(count_queries())
    assert asked[0] == asked[1]


def test_a_signed_sheet_is_typed_and_attached_at_once(beto, factories, chapter):
    delivery = factories.delivery(status=DeliveryStatus.IN_TRANSIT)
    line = delivery.lines[0]
    data = {
        "receiver_name": "Nora Ibarra",
        "receiver_title": "Enfermera",
        "lines-0-line": str(line.id),
        "lines-0-accepted": "38",
        "lines-0-rejected": "2",
        "lines-0-note": "No cabían",
        "answer": "differences",
    }
    here = f"/staff/deliveries/{delivery.id}/acuse"
    bad = {**data, "file": (io.BytesIO(b"\xff\xd8\xff hostile"), "hoja.jpg")}
    answer = beto.post(here, data=bad)
    assert (answer.status_code, "dañado" in answer.text) == (422, True)
    answer = beto.post(here, data={**data, "file": (io.BytesIO(photograph()), "hoja.jpg")})
    assert answer.status_code == 303
    delivery = whole_delivery(delivery.id)
    assert (delivery.proof.source, delivery.lines[0].returned) == (ProofSource.PAPER, 2)
    evidence = db.session.query(Evidence).one()
    assert not Image.open(io.BytesIO(files.fetch(evidence.file_hash))).getexif()
    assert str(evidence.id) in beto.get(f"/staff/deliveries/{delivery.id}").text


def test_a_sheet_can_follow_later(beto, factories, chapter):
    delivery = factories.delivery(status=DeliveryStatus.DELIVERED)
    here = f"/staff/deliveries/{delivery.id}/sheet"
    assert beto.get(here).status_code == 200
    assert beto.post(here).status_code == 422
    sent = beto.post(here, data={"file": (io.BytesIO(photograph()), "hoja.jpg")})
    assert sent.status_code == 303


def test_the_hospital_sees_the_pictures_of_its_own_delivery_only(client, factories, chapter):
    mine, other = factories.evidence(), factories.evidence()
    link = live_link(LinkKind.HOSPITAL, mine.delivery_id)
    here = client.get(address(link).removeprefix("http://relief.test")).location
    assert str(mine.id) in client.get(here).text
    picture = client.get(f"{here}/evidence/{mine.id}")
    assert (picture.mimetype, "sandbox" in picture.headers["Content-Security-Policy"]) == (
        "image/jpeg",
        True,
    )
    assert client.get(f"{here}/evidence/{other.id}").status_code == 404


def test_the_acuse_shows_who_signed_on_the_phone_and_what_was_photographed(
    client, factories, chapter
):
    delivery = factories.delivery(status=DeliveryStatus.IN_TRANSIT)
    link = live_link(LinkKind.HOSPITAL, delivery.id)
    heard(delivery, pictures=[photograph(300, 90), photograph(), photograph(600, 900)], rejected=2)
    here = client.get(address(link).removeprefix("http://relief.test")).location
    paper = client.get(f"{here}/acuse.pdf").data
    text = " ".join(papers.read_pages(paper))
    for words in ("En el teléfono", "firmó", "Nora Ibarra", "Rechazado"):
        assert words in text
    assert paper.count(b"/Subtype /Image") == 3
