"""A letter opens the portal: once, for ten minutes, in the browser that asked or with its code."""

import re
from datetime import timedelta
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from relief.core import clock, tenancy
from relief.core.db import db
from relief.core.mail import Letter
from relief.links import sign_in
from relief.links.models import DonorSession, SignInLink
from tests.factories.portal import MAIL


@pytest.fixture
def known(chapter, factories):
    """A mailbox that is a contact."""
    donor = factories.giver()
    factories.contact(donor=donor, email="Paty@ensambles.test")
    return donor


def letters() -> list[Letter]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(Letter).order_by(Letter.created_at, Letter.id)))


def asked(browser, jobs, email: str = MAIL) -> tuple[str, str]:
    """Ask at the door; return the path of the link and the code of the letter."""
    assert browser.post("/portal", data={"email": email}).status_code == 303
    jobs()
    text = letters()[-1].text
    found = re.search(r"http://relief\.test(/portal/in/\S+)", text)
    code = re.search(r"\b([0-9]{3} [0-9]{3})\b", text)
    assert found
    assert code
    return found[1], code[1]


def sessions() -> int:
    db.session.rollback()
    with tenancy.all_chapters():
        return db.session.scalar(sa.select(sa.func.count(DonorSession.id))) or 0


def is_in(browser) -> bool:
    return browser.get("/portal/companies").status_code in {200, 303} and (
        "/portal/" in (browser.get("/portal").location or "")
    )


def test_the_link_of_the_letter_opens_once(client, known, jobs):
    link, _code = asked(client, jobs)
    assert client.post(link).status_code == 303
    assert is_in(client)
    again = client.post(link)
    assert again.status_code == 404
    assert client.get(link).status_code == 404
    assert sessions() == 1


def test_the_letter_goes_to_the_address_on_record(client, known, jobs):
    asked(client, jobs, "PATY@ensambles.test")
    assert letters()[-1].to_address == "Paty@ensambles.test"


def test_an_unknown_mailbox_gets_the_same_answer_and_no_letter(client, known, jobs):
    first = client.post("/portal", data={"email": MAIL})
    second = client.post("/portal", data={"email": "nadie@fuera.test"})
    jobs()
    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert len(letters()) == 1


def test_opening_the_link_changes_nothing_however_often(client, app, known, jobs):
    link, _code = asked(client, jobs)
    scanner = app.test_client()
    for browser in (client, scanner):
        for method in ("GET", "HEAD", "GET"):
            answer = browser.open(link, method=method)
            assert answer.status_code == 200
            assert "relief_portal=" not in str(answer.headers)
    assert sessions() == 0
    assert client.post(link).status_code == 303


def test_another_browser_needs_the_code(client, app, known, jobs):
    link, code = asked(client, jobs)
    phone = app.test_client()
    assert "code" in phone.get(link).get_data(as_text=True)
    assert phone.post(link).status_code == 422
    assert phone.post(link, data={"code": "000 000"}).status_code in {404, 422}
    assert sessions() == 0
    assert phone.post(link, data={"code": code}).status_code == 303
    assert is_in(phone)
    assert client.post(link).status_code == 404


def test_the_browser_that_asked_may_type_the_code_of_the_phone(client, known, jobs):
    _link, code = asked(client, jobs)
    assert client.post("/portal/sent", data={"code": code.replace(" ", "")}).status_code == 303
    assert is_in(client)


def test_a_code_is_not_guessed(client, app, known, jobs):
    link, code = asked(client, jobs)
    wrong = "111111" if code != "111 111" else "222222"
    stranger = app.test_client()
    for _try in range(sign_in.TRIES_A_LINK):
        assert stranger.post(link, data={"code": wrong}).status_code == 422
    assert stranger.post(link, data={"code": code}).status_code == 404
    assert client.post(link).status_code == 404


def test_a_mailbox_guessed_at_all_day_takes_no_code_until_tomorrow(client, app, known, jobs):
    for _letter in range(2):
        link, code = asked(client, jobs)
        wrong = "111111" if code != "111 111" else "222222"
        for _try in range(sign_in.TRIES_A_LINK):
            app.test_client().post(link, data={"code": wrong})
    link, code = asked(client, jobs)
    assert app.test_client().post(link, data={"code": code}).status_code == 422
    assert client.post(link).status_code == 303


def test_after_ten_minutes_the_link_is_dead(client, known, jobs):
    link, _code = asked(client, jobs)
    with clock.stopped_at(clock.now() + timedelta(minutes=10, seconds=1)):
        assert client.post(link).status_code == 404
    assert client.get("/portal/in/invented-token").status_code == 404


def test_six_letters_in_an_hour_are_too_many(client, known, jobs):
    for _letter in range(5):
        assert client.post("/portal", data={"email": MAIL}).status_code == 303
    # However it is written: the mailbox counts, not the text.
    assert client.post("/portal", data={"email": f"{MAIL}\u200b "}).status_code == 429
    assert client.post("/portal", data={"email": "otra@fuera.test"}).status_code == 303


def test_a_session_ends_for_good(client, known, jobs):
    link, _code = asked(client, jobs)
    client.post(link)
    kept = client.get_cookie("relief_portal", path="/portal")
    assert kept is not None
    client.post("/portal/out")
    client.set_cookie("relief_portal", kept.value, path="/portal")
    assert client.get("/portal/companies").location == "/portal"


@pytest.mark.parametrize(
    ("later", "seen"), [(timedelta(hours=12, minutes=1), 0), (timedelta(days=30, minutes=1), 30)]
)
def test_a_session_falls_asleep(client, known, jobs, later, seen):
    link, _code = asked(client, jobs)
    client.post(link)
    start = clock.now()
    for day in range(seen * 4):
        with clock.stopped_at(start + timedelta(hours=6 * day)):
            client.get("/portal/companies")
    with clock.stopped_at(start + later):
        assert client.get("/portal/companies").location == "/portal"


def test_what_is_kept_opens_nothing(client, known, jobs):
    link, code = asked(client, jobs)
    token = link.rpartition("/")[2]
    with tenancy.all_chapters():
        row = db.session.scalars(sa.select(SignInLink)).one()
    kept = f"{row.token_hash} {row.code_hash} {row.browser_hash}"
    assert token not in kept
    assert code.replace(" ", "") not in kept


def test_old_links_and_the_words_of_their_letters_are_forgotten(client, known, jobs):
    asked(client, jobs)
    with clock.stopped_at(clock.now() + timedelta(days=1, minutes=1)):
        db.session.remove()
        sign_in.forget_old()
    assert letters()[-1].text == ""
    with tenancy.all_chapters():
        assert db.session.scalars(sa.select(SignInLink)).all() == []


def test_twenty_at_once_make_one_session(client, app, known, jobs):
    link, code = asked(client, jobs)
    gate, answers = Barrier(20), []

    def press() -> None:
        browser = FlaskClient(app, app.response_class)
        gate.wait()
        answers.append(browser.post(link, data={"code": code}).status_code)

    db.session.remove()
    threads = [Thread(target=press) for _number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [303, *[404] * 19]
    assert sessions() == 1
