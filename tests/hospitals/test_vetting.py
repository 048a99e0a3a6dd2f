"""A hospital is vetted step by step; its papers are kept with care, and who took one is known."""

from datetime import date, timedelta
from io import BytesIO

import pytest

from relief.audit.queries import timeline
from relief.core.db import transaction
from relief.hospitals import actions, queries
from relief.hospitals.errors import DocumentExpired, HospitalMoved, SignerMissing
from relief.hospitals.models import HospitalStatus
from relief.needs.queries import whole_need
from relief.stock.queries import today

TODAY = date(2098, 6, 1)
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF\n"


def test_a_record_goes_only_where_it_may(factories, chapter):
    hospital = factories.hospital(status=HospitalStatus.INVITED)
    with pytest.raises(HospitalMoved) as refusal, transaction():
        actions.move_hospital(hospital, HospitalStatus.RECERTIFY)
    assert "invitado" in str(refusal.value)
    assert queries.get_hospital(hospital.id).status is HospitalStatus.INVITED
    for status in (HospitalStatus.UNDER_REVIEW, HospitalStatus.UNDER_REVIEW):
        with transaction():
            actions.move_hospital(hospital, status)
    told = [entry.tag for entry in timeline(hospital.id)]
    assert told == ["hospitals:hospital:moved", "hospitals:hospital:created"]


def test_it_is_approved_once_somebody_may_sign_and_nothing_has_run_out(factories, chapter):
    hospital = factories.hospital(status=HospitalStatus.UNDER_REVIEW)
    contact = factories.hospital_contact(hospital=hospital, may_sign=False)
    document = factories.hospital_document(hospital=hospital, expires_on=date(2098, 5, 31))
    for refusal, remedy in (
        (SignerMissing, lambda: actions.edit_contact(contact, changes={"may_sign": True})),
        (DocumentExpired, lambda: actions.withdraw_document(document)),
    ):
        with pytest.raises(refusal), transaction():
            actions.approve_hospital(hospital, today=TODAY)
        with transaction():
            remedy()
    with transaction():
        actions.approve_hospital(hospital, today=TODAY)
    assert queries.get_hospital(hospital.id).status is HospitalStatus.APPROVED


def test_a_refused_move_is_said_on_the_page(beto, factories, chapter):
    hospital = factories.hospital(status=HospitalStatus.INVITED)
    here = f"/staff/hospitals/{hospital.id}"
    answer = beto.post(f"{here}/state/approved", headers={"Referer": here})
    page = beto.get(answer.location).text if answer.status_code == 303 else answer.text
    assert "nadie puede firmar" in page
    assert "ninguna entrega" in beto.get(here).text


def send(beto, hospital, content=PDF, name="licencia.pdf", **typed):
    data = {"title": "Licencia sanitaria", "expires_on": "2030-01-31", **typed}
    data["file"] = (BytesIO(content), name)
    return beto.post(f"/staff/hospitals/{hospital.id}/documents/new", data=data)


def test_a_paper_is_kept_once_and_who_took_it_is_known(beto, ana, factories, chapter):
    hospital = factories.hospital()
    assert send(beto, hospital).status_code == 303
    assert send(beto, hospital).status_code == 303
    (document,) = queries.documents_of(hospital.id)
    answer = ana.post(f"/staff/hospitals/documents/{document.id}/file")
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    tags = [entry.tag for entry in timeline(document.id)]
    assert tags == ["hospitals:document:taken", "hospitals:document:added"]
    page = beto.get(f"/staff/hospitals/{hospital.id}").text
    assert "Licencia sanitaria" in page
    assert "Copia de un documento de hospital" in page


@pytest.mark.parametrize(
    ("content", "title"), [(b"<script>", "Carta"), (PDF.replace(b"%%EOF", b""), "Carta"), (PDF, "")]
)
def test_what_is_no_paper_is_refused_beside_its_field(content, title, beto, factories, chapter):
    hospital = factories.hospital()
    assert send(beto, hospital, content, title=title).status_code == 422
    assert queries.documents_of(hospital.id) == []


def test_a_clues_has_five_letters_and_six_digits(beto, chapter):
    data = {"name": "Hospital Nuevo", "city": "Tecate", "clues_ssa": "12345"}
    answer = beto.post("/staff/hospitals/new", data=data)
    assert answer.status_code == 422
    assert "cinco letras" in answer.text
    right = beto.post("/staff/hospitals/new", data={**data, "clues_ssa": "bcssa000015"})
    assert right.status_code == 303
    assert "BCSSA000015" in beto.get(right.location).text


def test_goods_are_planned_only_for_an_approved_hospital(beto, factories, chapter):
    hospital = factories.hospital(status=HospitalStatus.RECERTIFY)
    need = factories.need(hospital=hospital)
    place = factories.place()
    lot = factories.lot(item=need.lines[0].item, place=place)
    address = f"/staff/deliveries/new?need={need.id}&place={place.id}&day=2099-04-20"
    answer = beto.post(address, data={"lines-0-lot": str(lot.id), "lines-0-quantity": "5"})
    assert answer.status_code == 422
    assert "por revalidar" in answer.text
    assert whole_need(need.id).deliveries == []


def test_papers_that_end_soon_are_asked_for_again(beto, factories, chapter):
    now = today()
    hospital, later = factories.hospital(), factories.hospital()
    factories.hospital_document(hospital=hospital, expires_on=now + timedelta(days=30))
    factories.hospital_document(hospital=later, expires_on=now + timedelta(days=31))
    gone = factories.hospital(status=HospitalStatus.INACTIVE)
    factories.hospital_document(hospital=gone, expires_on=now)
    assert queries.count_papers_ending(now) == 1
    listed = beto.get("/staff/hospitals/?papers=y").text
    assert hospital.name in listed
    assert later.name not in listed
    assert "hospital con documentos por vencer" in beto.get("/staff/").text
