"""Log lines: JSON, one a line, and nothing in them that belongs to a person or opens a door."""

import io
import json
import logging
import re

import pytest
import sqlalchemy as sa
import structlog

from relief.core import logs
from relief.core.db import db, transaction
from relief.core.mail import Letter
from relief.hospitals.models import Hospital
from tests.factories.house import PASSWORD

RFC, EMAIL, SURNAME = "CAN800101AB1", "canaria@empresa.test", "Canarianez"


@pytest.fixture
def written():
    """What is written while production's level holds."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    logs.set_up(level=logging.DEBUG)
    stream = io.StringIO()
    root.handlers[0].setStream(stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)


def lines(stream):
    """Each line as what it says."""
    return [json.loads(line) for line in stream.getvalue().split("\n") if line]


def test_nobody_is_in_the_log_from_sign_in_to_letter(client, chapter, factories, jobs, written):
    person = factories.staff(chapter=chapter, email="canaria.staff@relief.test")
    factories.campaign(slug="unidos")
    client.post("/staff/login", data={"email": person.email, "password": "otra " + PASSWORD})
    client.post("/staff/login", data={"email": person.email, "password": PASSWORD})
    client.post("/staff/forgot", data={"email": person.email})
    sent = client.post(
        "/c/unidos/pledge",
        data={
            "nonce": "0190a000-0000-7000-8000-000000000001", "amount": "100", "currency": "MXN",
            "name": f"{SURNAME} S.A.", "rfc": RFC, "contact_name": f"Eva {SURNAME}", "email": EMAIL,
            "language": "es", "wants_receipt": "y", "consent": "y",
        },
    )  # fmt: skip
    assert sent.status_code == 303, sent.text
    jobs()
    letters = " ".join(db.session.scalars(sa.select(Letter.text)))
    tokens = re.findall(r"/d/([\w-]{16,})", letters)
    assert tokens, "the letters hold no link"
    for token in tokens:
        assert client.get(f"/d/{token}").status_code == 303
    client.get("/d/canary-token-that-is-invented")
    told = written.getvalue()
    assert len(lines(written)) > 5
    secrets = [
        *tokens,
        RFC,
        EMAIL,
        SURNAME,
        PASSWORD,
        person.email,
        "canary-token",
        person.password,
    ]
    assert [secret for secret in secrets if secret in told] == []


def test_an_error_tells_no_values(app, chapter, written):
    with pytest.raises(sa.exc.IntegrityError) as broken, transaction():
        db.session.add(Hospital(name=None, search_key=f"{EMAIL} {SURNAME}", city="Tijuana"))
    assert SURNAME not in str(broken.value).partition("DETAIL")[0]
    structlog.get_logger("x").error("failed", exc_info=broken.value)
    logging.getLogger("library").warning("refused %s of %s at /d/%s", EMAIL, RFC, "canary-token")
    told = written.getvalue()
    assert "IntegrityError" in told
    for secret in (EMAIL, RFC, "canary-token"):
        assert secret not in told


def test_a_line_break_makes_no_second_line(written):
    forged = 'x"}\n{"event": "forged", "level": "info"}\r\n\x1b[31m\u2028'
    structlog.get_logger("x").warning(forged, other=forged)
    logging.getLogger("library").warning("%s", forged)
    told = lines(written)
    assert len(told) == 2
    assert all(line["event"] == forged for line in told)
    for line in told:
        assert line["timestamp"].endswith("Z")
        assert line["level"] == "warning"


def test_a_forged_request_id_is_not_taken(client, chapter, written):
    for forged in ("a b", "x" * 500, 'x","event":"y', "ñ"):
        answer = client.get("/privacy", headers={"X-Request-Id": forged.encode().decode("latin-1")})
        assert re.fullmatch(r"[0-9a-f-]{36}", answer.headers["X-Request-Id"])
    assert forged not in written.getvalue()


def test_named_secrets_are_masked(written):
    structlog.get_logger("x").warning(
        "signed in", password="abc1", reset_token="abc2", email="abc3"
    )
    assert "abc" not in written.getvalue()
