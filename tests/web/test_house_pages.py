"""The chapter, the bitácora, the first page of each role, the mailbox, the notice."""

import re

import pytest
import sqlalchemy as sa
from flask_babel import force_locale

from relief.accounts.permissions import Role
from relief.audit.field_words import FIELDS
from relief.audit.models import AuditEntry
from relief.audit.story import shown
from relief.campaigns.models import Campaign
from relief.chapters.models import Chapter
from relief.core import mail, outbox
from relief.core.db import db, transaction
from relief.core.mail import Letter, LetterStatus
from relief.core.outbox import Job, JobStatus
from relief.donors.models import Contact, Donor
from relief.hospitals.models import Hospital, HospitalContact
from relief.stock.models import Item, Place
from tests.conftest import new_house

CHAPTER = {
    "name": "Index Zona Costa",
    "legal_name": "Asociación de Prueba Zona Costa, A.C.",
    "rfc": "APZ800101AB1",
    "address": "Calle Nueva 1",
    "city": "Tijuana",
    "state": "Baja California",
    "email": "donativos@zonacosta.test",
    "signatory_name": "Ana Peñúñuri",
    "signatory_title": "Tesorera",
    "clabe": "032180000118359719",
    "privacy_version": "2025-03",
    "second_person_mxn": "50,000",
    "second_person_usd": "3,000",
}


def test_an_edited_chapter_tells_its_history(admin, chapter):
    assert "032180000118359719" in admin.get("/staff/chapter/").text
    assert admin.post("/staff/chapter/edit", data=CHAPTER).status_code == 303
    page = admin.get("/staff/chapter/").text
    assert "Calle Nueva 1" in page
    assert "Capítulo editado" in page
    entry = db.session.scalars(sa.select(AuditEntry)).one()
    assert entry.data["before"]["address"] == "Av. de Prueba 100, Zona Río"


@pytest.mark.parametrize(
    ("field", "value"),
    [("clabe", "032180000118359710"), ("rfc", "NO"), ("is_donataria", "y"), ("email", "x")],
)
def test_a_wrong_identity_is_refused(admin, chapter, field, value):
    answer = admin.post("/staff/chapter/edit", data={**CHAPTER, field: value})
    assert answer.status_code == 422
    kept = db.session.scalars(sa.select(Chapter)).one()
    assert kept.address == "Av. de Prueba 100, Zona Río"
    assert kept.is_donataria is False


def test_a_treasurer_reads_the_chapter_but_may_not_change_it(ana, chapter):
    assert ana.get("/staff/chapter/").status_code == 200
    assert ana.post("/staff/chapter/edit", data=CHAPTER).status_code == 403


def test_the_audit_log_is_narrowed_by_room_person_and_days(dora, factories, chapter):
    factories.hospital(name="Hospital Canario")
    page = dora.get("/staff/audit/").text
    assert "Hospital creado" in page
    assert "Canario" in page
    assert "Hospital creado" in dora.get("/staff/audit/?room=hospitals&actor=Relief").text
    assert "Hospital creado" not in dora.get("/staff/audit/?room=payments").text
    assert "Hospital creado" not in dora.get("/staff/audit/?until=2020-01-01").text
    assert dora.get("/staff/audit/?room=xyz&since=ayer&after=¿&sort=;").status_code == 200


def test_the_audit_log_makes_the_same_queries_for_any_number_of_entries(
    dora, factories, chapter, count_queries
):
    factories.hospital()
    dora.get("/staff/audit/")
    count_queries()
    dora.get("/staff/audit/")
    one = count_queries()
    for _ in range(12):
        factories.hospital()
    count_queries()
    dora.get("/staff/audit/")
    assert count_queries() == one


@pytest.mark.parametrize("role", list(Role))
def test_each_role_has_a_first_page(as_role, factories, role):
    factories.hospital()
    assert as_role(role).get("/staff/").status_code == 200
    assert as_role(role, language="en").get("/staff/").status_code == 200


def test_the_administrator_sees_what_failed_and_tries_again(admin, carla, chapter, jobs):
    with transaction():
        db.session.add(
            Job(
                chapter_id=chapter.id,
                task="core.mail.deliver",
                payload={"letter_id": str(chapter.id)},
                status=JobStatus.FAILED,
                last_error="<script>alert(1)</script>",
            )
        )
        refused = Letter(
            kind="x", to_address="a@b.test", language="es", subject="Canario", text="x", html="x",
            attachments=[], status=LetterStatus.FAILED, error="550 no such mailbox",
        )  # fmt: skip
        db.session.add(refused)
        db.session.flush()
        letter_id, job_id = refused.id, db.session.scalars(sa.select(Job.id)).one()
    page = admin.get("/staff/work/").text
    assert "550 no such mailbox" in page
    assert "<script>alert" not in page
    assert "Canario" not in carla.get("/staff/work/").text
    assert carla.post(f"/staff/work/letters/{letter_id}/again").status_code == 404
    assert carla.post(f"/staff/work/jobs/{job_id}/again").status_code == 404
    assert admin.post(f"/staff/work/letters/{letter_id}/again").status_code == 303
    assert admin.post(f"/staff/work/jobs/{job_id}/again").status_code == 303
    jobs()
    assert db.session.get(Letter, letter_id).status is LetterStatus.SENT
    assert outbox.failed_jobs() == []


def test_an_auditor_sees_what_failed_but_tries_nothing_again(dora, chapter):
    with transaction():
        failed = Job(
            chapter_id=chapter.id, task="core.mail.deliver", payload={}, status=JobStatus.FAILED
        )
        db.session.add(failed)
        db.session.flush()
        job_id = failed.id
    page = dora.get("/staff/work/").text
    assert "core.mail.deliver" in page
    assert "/again" not in page
    assert dora.post(f"/staff/work/jobs/{job_id}/again").status_code == 403


def test_the_mailbox_of_the_demonstration_shows_what_would_be_sent(client, chapter, jobs):
    with transaction():
        mail.queue(
            Letter(
                kind="x",
                to_address="eva@b.test",
                language="es",
                subject="Tu recibo ñ",
                text="Hola <b>Eva</b>\nhttp://relief.test/v/abc\n",
                html="<p>Hola</p>",
                attachments=[],
            )
        )
    jobs()
    listed = client.get("/dev/mail/").text
    assert "Tu recibo ñ" in listed
    name = re.search(r'href="/dev/mail/([^"]+\.eml)">Tu recibo ñ', listed)[1]
    page = client.get(f"/dev/mail/{name}").text
    assert "Hola &lt;b&gt;Eva" in page
    for odd in ("..%2f..%2fsecret.eml", "x.txt", f"{name}/7", f"{name}/999999999999"):
        assert client.get(f"/dev/mail/{odd}").status_code == 404


def test_production_has_no_mailbox(app, tmp_path):
    from tests.house.test_settings import production

    assert "mailbox.index" not in new_house(production(tmp_path)).view_functions


def test_the_privacy_notice_names_who_answers_and_its_version(client, chapter):
    page = client.get("/privacy").text
    assert "Asociación de Prueba Zona Costa" in page
    assert "Versión 2025-03" in page
    assert "INAI" not in page


def test_robots_and_icon(client, chapter):
    assert "Disallow: /staff/" in client.get("/robots.txt").text
    assert client.get("/favicon.ico").status_code == 301


def test_the_first_page_draws_a_campaign_that_has_a_goal(beto, factories, chapter):
    factories.campaign(name="Campaña Termómetro", goal_units=500, unit_label="piezas")
    page = beto.get("/staff/")
    assert page.status_code == 200
    assert "thermometer-picture" in page.text


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("2020-04-10", "10 abr 2020"),
        ("2020-02-31", "2020-02-31"),
        (12500, "12,500"),
        (True, "sí"),
        ("1500000 MXN", "$15,000.00 MXN"),
        ("meal", "comidas"),
    ],
)
def test_a_timeline_shows_values_as_people_read_them(app, kept, said):
    with app.test_request_context(), force_locale("es_MX"):
        assert shown(kept, "stock") == said


def test_every_column_that_people_edit_has_a_name_in_the_timeline():
    kept_quiet = {"id", "chapter_id", "created_at", "name_key", "search_key", "reviewed_at"}
    kept_quiet |= {"donor_id", "hospital_id", "latitude", "longitude", "zone"}
    kept_quiet |= {"is_default", "is_demo"}
    for model in (Campaign, Chapter, Contact, Donor, Hospital, HospitalContact, Item, Place):
        columns = {
            re.sub("_(minor|currency)$", "", column.name) for column in model.__table__.columns
        }
        assert columns - kept_quiet <= set(FIELDS), model
