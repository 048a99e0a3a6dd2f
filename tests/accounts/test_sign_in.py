"""Staff sign in, out, and find every old door closed."""

import re
import time
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from relief.accounts import sessions
from relief.accounts.models import Membership, StaffSession
from relief.accounts.models import User as StaffUser
from relief.accounts.permissions import Role
from relief.audit.models import AuditEntry
from relief.core import clock, tenancy
from relief.core.db import db, transaction
from relief.core.mail import Letter
from tests.accounts import otp
from tests.factories.house import PASSWORD


@pytest.fixture
def person(factories, chapter):
    """A treasurer who signs in by the form."""
    return factories.staff(chapter=chapter, role=Role.TREASURER)


def enter(client, person, *, password=PASSWORD, onward=""):
    """Send the sign-in form."""
    return client.post(
        "/staff/login", data={"email": person.email, "password": password, "next": onward}
    )


def test_the_right_password_opens_the_home_page_in_spanish(client, person):
    assert "Acceso del personal" in client.get("/staff/login").text
    answer = enter(client, person)
    assert answer.status_code == 302
    assert client.get("/staff/").status_code == 200


def test_wrong_password_unknown_address_and_disabled_account_hear_the_same(
    client, person, factories, chapter
):
    disabled = factories.staff(chapter=chapter, active=False)
    answers = [
        enter(client, person, password="otra contraseña larga").text,
        client.post("/staff/login", data={"email": "x@relief.test", "password": PASSWORD}).text,
        enter(client, disabled).text,
    ]
    shown = {re.sub(r'value="[^"]*"', "", text) for text in answers}
    assert len(shown) == 1
    assert "Traceback" not in answers[0]


def test_signing_in_takes_the_same_time_for_known_and_unknown_addresses(client, person):
    def seconds(email):
        begun = time.perf_counter()
        client.post("/staff/login", data={"email": email, "password": "no es la buena"})
        return time.perf_counter() - begun

    known = min(seconds(person.email) for _ in range(3))
    unknown = min(seconds("nadie@relief.test") for _ in range(3))
    assert known / unknown < 4
    assert unknown / known < 4


def test_the_cookie_of_before_signing_out_opens_nothing(app, client, person):
    enter(client, person)
    kept = client.get_cookie("relief").value
    client.post("/staff/logout")
    thief = app.test_client()
    thief.set_cookie("relief", kept)
    assert thief.get("/staff/").status_code == 303


def test_signing_out_takes_a_post(client, person):
    enter(client, person)
    assert client.get("/staff/logout").status_code == 405
    assert client.get("/staff/").status_code == 200


def test_each_sign_in_has_a_token_of_its_own(client, person):
    with client.session_transaction() as cookie:
        cookie["staff_session"] = "a token that an attacker left here"
    enter(client, person)
    with client.session_transaction() as cookie:
        first = cookie["staff_session"]
    client.post("/staff/logout")
    enter(client, person)
    with client.session_transaction() as cookie:
        assert cookie["staff_session"] not in {first, "a token that an attacker left here"}


def test_a_disabled_person_loses_access_at_the_next_request(client, person):
    enter(client, person)
    with transaction():
        db.session.execute(
            sa.update(StaffUser).where(StaffUser.id == person.id).values(active=False)
        )
    assert client.get("/staff/").status_code == 303


def test_a_role_taken_away_works_at_the_next_request(client, person, factories, chapter):
    enter(client, person)
    with transaction():
        db.session.execute(sa.delete(Membership).where(Membership.user_id == person.id))
    assert client.get("/staff/").status_code == 403


@pytest.mark.parametrize(("seen", "begun"), [(61, 61), (1, 12 * 60 + 1)])
def test_an_idle_and_an_old_session_end(client, person, seen, begun):
    enter(client, person)
    now = clock.now()
    with transaction():
        db.session.execute(
            sa.update(StaffSession).values(
                seen_at=now - timedelta(minutes=seen), created_at=now - timedelta(minutes=begun)
            )
        )
    assert client.get("/staff/").status_code == 303


def test_a_new_password_ends_the_other_sessions_and_is_remembered(app, client, person, chapter):
    enter(client, person)
    other = app.test_client()
    enter(other, person)
    answer = client.post(
        "/staff/change",
        data={
            "password": PASSWORD,
            "new_password": "otra frase muy larga",
            "new_password_confirm": "otra frase muy larga",
        },
    )
    assert answer.status_code == 302
    assert client.get("/staff/").status_code == 200
    assert other.get("/staff/").status_code == 303
    assert len(sessions.live(person.id)) == 1
    tags = list(db.session.scalars(sa.select(AuditEntry.tag)))
    assert tags.count("accounts:user:password_changed") == 1
    letter = db.session.scalars(sa.select(Letter)).one()
    assert letter.subject == "Tu contraseña cambió"


def test_a_forgotten_password_is_chosen_anew_by_a_link_that_works_once(
    app, client, person, chapter
):
    known = client.post("/staff/reset", data={"email": person.email})
    unknown = client.post("/staff/reset", data={"email": "nadie@relief.test"})
    strip = lambda page: re.sub(r'value="[^"]*"|persona\d+@|nadie@', "", page.text)  # noqa: E731
    assert strip(known) == strip(unknown)
    letter = db.session.scalars(sa.select(Letter)).one()
    link = re.search(r"http://relief\.test(/staff/reset/\S+)", letter.text)[1]
    assert client.get(link).status_code == 200
    words = {"password": "una frase nueva y larga", "password_confirm": "una frase nueva y larga"}
    assert client.post(link, data=words).status_code == 302
    assert client.post(link, data=words).location.endswith("/staff/reset")
    assert enter(client, person, password="una frase nueva y larga").status_code == 302


def test_the_link_of_a_letter_never_follows_the_host_of_the_request(client, person, chapter):
    client.post("/staff/reset", data={"email": person.email}, headers={"Host": "evil.example"})
    assert "evil" not in db.session.scalars(sa.select(Letter.text)).one()


@pytest.mark.parametrize(
    "onward", ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example"]
)
def test_the_way_onward_stays_on_this_site(client, person, onward):
    assert enter(client, person, onward=onward).status_code == 400
    assert enter(client, person, onward="/staff/hospitals/").location == "/staff/hospitals/"


def test_neither_json_nor_tokens_open_a_second_door(client, person):
    answer = client.post("/staff/login", json={"email": person.email, "password": PASSWORD})
    assert answer.status_code == 400 or answer.status_code == 415
    answer = client.get("/staff/", headers={"Authentication-Token": "anything"})
    assert answer.status_code == 303
    assert client.get("/staff/tf-rescue").status_code == 404


def test_guessing_is_slowed_down_for_one_address_whatever_its_capitals(client, person):
    for _ in range(10):
        enter(client, person, password="equivocada del todo")
    assert enter(client, person).status_code == 429
    shouted = client.post(
        "/staff/login", data={"email": person.email.upper(), "password": PASSWORD}
    )
    assert shouted.status_code == 429


def set_up_factor(client):
    """Set a second factor up on a signed-in browser; return its key."""
    page = client.post("/staff/tf-setup", data={"setup": "authenticator"})
    key = otp.key_on(page.text)
    assert "data:image/svg+xml;base64," in page.text
    action = re.search(r'action="(/staff/tf-setup/[^"]+)"', page.text)[1]
    assert client.post(action, data={"code": otp.code(key)}).status_code == 302
    return key


def test_a_second_factor_is_set_up_asked_for_and_each_code_works_once(app, client, person):
    enter(client, person)
    key = set_up_factor(client)
    client.post("/staff/logout")
    assert enter(client, person).location.startswith("/staff/tf-validate")
    assert client.get("/staff/").status_code == 303, "the password alone opens nothing"
    page = client.get("/staff/tf-validate")
    assert "Cada código sirve una vez" in page.text
    used = otp.code(key)
    assert client.post("/staff/tf-validate", data={"code": used}).status_code == 200
    fresh = otp.code(key, steps=1)
    assert client.post("/staff/tf-validate", data={"code": fresh}).status_code == 302
    assert client.get("/staff/").status_code == 200
    thief = app.test_client()
    enter(thief, person)
    assert thief.post("/staff/tf-validate", data={"code": fresh}).status_code == 200
    assert thief.get("/staff/").status_code == 303


def test_a_recovery_code_works_once_and_is_not_kept_in_clear(app, client, person):
    enter(client, person)
    set_up_factor(client)
    page = client.post("/staff/mf-recovery-codes")
    codes = re.findall(r"<li>([0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4})</li>", page.text)
    assert len(codes) == 10
    with tenancy.all_chapters():
        kept = db.session.get(StaffUser, person.id).mf_recovery_codes
    assert not set(codes) & set(kept)
    client.post("/staff/logout")
    enter(client, person)
    assert client.post("/staff/mf-recovery", data={"code": codes[0]}).status_code == 302
    assert client.get("/staff/").status_code == 200
    client.post("/staff/logout")
    enter(client, person)
    assert client.post("/staff/mf-recovery", data={"code": codes[0]}).status_code == 200
    assert client.get("/staff/").status_code == 303


@pytest.mark.parametrize("role", list(Role))
def test_production_asks_a_second_factor_of_all_who_may_write(
    app, client, factories, chapter, role
):
    person = factories.staff(chapter=chapter, role=role)
    settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(settings, require_totp=True)
    try:
        enter(client, person)
        answer = client.get("/staff/hospitals/")
        if role is Role.AUDITOR:
            assert answer.status_code == 200
        else:
            assert answer.location == "/staff/tf-setup"
            set_up_factor(client)
            assert client.get("/staff/hospitals/").status_code == 200
    finally:
        app.config["SETTINGS"] = settings


def test_the_demo_lists_its_people_on_the_sign_in_page(client, factories, app):
    demo = factories.chapter(is_demo=True)
    person = factories.staff(chapter=demo, role=Role.TREASURER)
    assert person.email in client.get("/staff/login").text


def test_no_demo_no_list(client, person):
    assert person.email not in client.get("/staff/login").text
