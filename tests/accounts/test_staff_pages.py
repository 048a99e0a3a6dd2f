"""The administrator lets people in and out; everybody keeps their own account."""

import pytest
import sqlalchemy as sa

from relief.accounts import sessions
from relief.accounts.models import Membership, StaffSession
from relief.accounts.permissions import Role
from relief.audit.models import AuditEntry
from relief.core import tenancy
from relief.core.db import db
from relief.core.mail import Letter

NEW = {"name": "Eva Ñúñez", "email": "eva@empresa.test", "role": "coordinator"}


def tags():
    """Every tag in the chapter's chain."""
    return list(db.session.scalars(sa.select(AuditEntry.tag).order_by(AuditEntry.seq)))


def test_an_invitation_leads_to_a_password_and_to_the_first_page(admin, client, chapter, jobs):
    assert admin.post("/staff/people/new", data=NEW).status_code == 303
    letter = db.session.scalars(sa.select(Letter)).one()
    link = next(word for word in letter.text.split() if "/staff/reset/" in word)
    path = link.removeprefix("http://relief.test")
    words = {"password": "una frase de Eva", "password_confirm": "una frase de Eva"}
    assert client.post(path, data=words).status_code == 302
    client.post("/staff/login", data={"email": NEW["email"], "password": "una frase de Eva"})
    assert client.get("/staff/").status_code == 200
    assert tags()[0] == "accounts:membership:added"
    assert jobs() >= 1


@pytest.mark.parametrize(
    ("field", "value"), [("email", "no es correo"), ("name", "​​"), ("role", "emperor")]
)
def test_what_cannot_be_is_told_beside_the_field_and_the_rest_is_kept(admin, chapter, field, value):
    answer = admin.post("/staff/people/new", data={**NEW, field: value})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    kept = "name" if field != "name" else "email"
    assert f'value="{NEW[kept]}"' in answer.text


def test_the_same_person_is_not_added_twice(admin, chapter):
    admin.post("/staff/people/new", data=NEW)
    answer = admin.post("/staff/people/new", data={**NEW, "email": "EVA@Empresa.test"})
    assert answer.status_code == 422
    assert "ya tiene un papel" in answer.text


def test_the_last_administrator_stays(admin, chapter):
    only = db.session.scalars(sa.select(Membership)).one()
    path = f"/staff/people/{only.id}"
    assert admin.post(path, data={"role": "auditor"}).status_code == 422
    admin.post(f"{path}/remove", headers={"Referer": "http://localhost" + path})
    assert db.session.scalars(sa.select(Membership.role)).one() is Role.ADMINISTRATOR


def test_removing_somebody_closes_their_browser_at_once(admin, factories, chapter, sign_in):
    person = factories.staff(chapter=chapter, role=Role.TREASURER)
    browser = sign_in(person)
    assert browser.get("/staff/").status_code == 200
    member = db.session.scalars(sa.select(Membership).where(Membership.user_id == person.id)).one()
    assert admin.post(f"/staff/people/{member.id}/remove").status_code == 303
    assert browser.get("/staff/").status_code == 303
    assert tags() == ["accounts:membership:removed"]


def test_a_changed_role_works_at_the_next_click(admin, factories, chapter, sign_in):
    person = factories.staff(chapter=chapter, role=Role.AUDITOR)
    browser = sign_in(person)
    assert browser.get("/staff/hospitals/new").status_code == 403
    member = db.session.scalars(sa.select(Membership).where(Membership.user_id == person.id)).one()
    admin.post(f"/staff/people/{member.id}", data={"role": "coordinator"})
    assert browser.get("/staff/hospitals/new").status_code == 200
    assert tags() == ["accounts:membership:role_changed"]


def test_another_chapter_cannot_touch_our_people(carla, factories, chapter):
    person = factories.staff(chapter=chapter)
    member = db.session.scalars(sa.select(Membership).where(Membership.user_id == person.id)).one()
    assert carla.get(f"/staff/people/{member.id}").status_code == 404
    assert carla.post(f"/staff/people/{member.id}/remove").status_code == 404
    assert person.email not in carla.get("/staff/people").text


def test_two_chapters_are_worked_in_one_at_a_time(
    factories, chapter, other_chapter, sign_in, client
):
    person = factories.staff(chapter=chapter, role=Role.COORDINATOR)
    with tenancy.all_chapters():
        db.session.add(
            Membership(user_id=person.id, chapter_id=other_chapter.id, role=Role.AUDITOR)
        )
        db.session.commit()
    hospital = factories.hospital(name="Hospital Canario")
    browser = sign_in(person)
    assert "Canario" in browser.get("/staff/hospitals/").text
    assert (
        browser.post("/staff/chapter/switch", data={"chapter": other_chapter.id}).status_code == 303
    )
    assert "Canario" not in browser.get("/staff/hospitals/").text
    assert browser.get(f"/staff/hospitals/{hospital.id}").status_code == 404
    assert browser.get("/staff/hospitals/new").status_code == 403


def test_nobody_switches_to_a_chapter_without_a_role(ana, other_chapter):
    answer = ana.post("/staff/chapter/switch", data={"chapter": other_chapter.id})
    assert answer.status_code == 404


def test_the_other_sessions_end_by_one_button(factories, chapter, sign_in):
    person = factories.staff(chapter=chapter, role=Role.TREASURER)
    here, elsewhere = sign_in(person), sign_in(person)
    assert "Cerrar las demás" in here.get("/staff/account").text
    assert here.post("/staff/account/sessions/end").status_code == 303
    assert here.get("/staff/account").status_code == 200
    assert elsewhere.get("/staff/account").status_code == 303
    assert len(sessions.live(person.id)) == 1
    assert db.session.scalar(sa.select(sa.func.count(StaffSession.id))) == 2


def test_the_language_is_kept_on_the_account(ana):
    assert "Mi cuenta" in ana.get("/staff/account").text
    ana.post("/staff/account/language/en")
    assert "My account" in ana.get("/staff/account").text
