"""The demo: the story of 2020, loaded once for this file on SQLite and only read."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask

from relief.config import ROOT
from relief.core.db import db
from relief.demo import juarez
from relief.demo.load import AlreadyLoaded, load, tell
from relief.demo.summary import summary
from relief.reports.canonical import canonical_lines
from relief.reports.verify import violations
from tests.conftest import OPENED, Store

CANARIES = ("Chuvíscar", "chuviscar", "CHU-01", "Ciudad Juárez")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The whole demo in a database of its own, loaded as an operator would, in an app context."""
    folder = tmp_path_factory.mktemp("demo")
    kept = Store("sqlite", folder, f"sqlite:///{folder / 'test.sqlite3'}")
    settings = kept.app.config["SETTINGS"]
    environment = {
        **os.environ,
        "DATABASE_URL": kept.url,
        "FILES_URL": settings.files_url,
        "SECRET_KEY": settings.secret_key,
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "demo"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    with kept.app.app_context():
        yield kept.app
        db.session.remove()
    assert kept.app in OPENED


def value(sql: str) -> int:
    with db.engine.connect() as connection:
        return int(connection.scalar(sa.text(sql)) or 0)


FIRST = " chapter_id = (SELECT id FROM chapter WHERE slug = 'zona-costa')"


def test_every_invariant_holds(demo):
    assert violations() == []


@pytest.mark.parametrize(
    ("table", "least", "most"),
    [
        ("donor", 115, 125),
        ("pledge", 302, 302),
        ("delivery", 190, 210),
        ("hospital", 15, 15),
        ("item", 18, 18),
        ("receipt", 280, 400),
    ],
)
def test_it_has_the_size_of_the_story(demo, table, least, most):
    assert least <= value(f"SELECT count(*) FROM {table} WHERE {FIRST}") <= most


def test_about_twenty_two_million_pesos_came_in(demo):
    money = value(
        "SELECT sum(amount_minor) FROM payment"
        f" WHERE status = 'confirmed' AND amount_currency = 'MXN' AND {FIRST}"
    )
    goods = value(f"SELECT sum(approved_value_minor) FROM intake_line WHERE {FIRST}")
    assert 21_000_000_00 <= money + goods <= 23_000_000_00
    assert value(f"SELECT count(*) FROM payment WHERE amount_currency = 'USD' AND {FIRST}") > 10


def test_the_published_handover_and_meals_are_there(demo):
    assert (
        value(
            "SELECT sum(il.approved_value_minor) FROM delivery_line dl"
            " JOIN intake_line il ON il.lot_id = dl.lot_id AND il.received = dl.accepted"
            " JOIN intake i ON i.id = il.intake_id WHERE i.delivered_by LIKE 'Convoy%'"
        )
        == 3_634_391_00
    )
    assert (
        value(
            "SELECT sum(dl.accepted) FROM delivery_line dl JOIN item ON item.id = dl.item_id"
            " JOIN delivery d ON d.id = dl.delivery_id"
            " WHERE item.sku = 'COM-01' AND d.planned_for <= '2020-04-20'"
        )
        == 3_000
    )


@pytest.mark.parametrize(
    ("table", "statuses"),
    [
        ("pledge", {"submitted", "accepted", "partially_fulfilled", "fulfilled", "declined", "cancelled"}),
        ("payment", {"pending", "confirmed", "failed"}),
        ("intake", {"arrived", "received", "received_with_differences"}),
        ("need", {"submitted", "approved", "rejected", "expired", "fulfilled"}),
        ("delivery", {"planned", "picking", "packed", "in_transit", "delivered", "delivered_with_differences", "failed", "cancelled"}),
        ("receipt", {"issued", "voided"}),
        ("online_session", {"paid", "awaiting", "expired", "failed"}),
        ("bank_line", {"matched", "unmatched"}),
        ("thanks_letter", {"sending"}),
    ],
)  # fmt: skip
def test_every_state_can_be_seen(demo, table, statuses):
    with db.engine.connect() as connection:
        found = set(connection.scalars(sa.text(f"SELECT status FROM {table} WHERE {FIRST}")))
    assert statuses <= found


def test_no_letter_waits_to_be_mailed(demo):
    assert value("SELECT count(*) FROM letter WHERE status <> 'sent'") == 0
    assert value("SELECT count(*) FROM job WHERE status = 'pending' AND task LIKE '%mail%'") == 0


def test_the_summary_names_people_links_and_ids(demo):
    told = summary()
    assert json.loads(json.dumps(told)) == told
    assert [chapter["slug"] for chapter in told["chapters"]] == ["zona-costa", "juarez"]
    assert [each["ref"] for each in told["online"]] == [f"pi_demo_{n}" for n in (1, 2, 3)]
    roles = {(user["role"], user["chapter"]) for user in told["users"]}
    assert len(roles) == 8
    for slug in ("zona-costa", "juarez"):
        assert {"donor portal", "follow", "hospital", "verification"} <= set(told["links"][slug])
        assert {"pledge", "payment", "receipt", "delivery", "need", "lot"} <= set(told["ids"][slug])


def test_each_person_signs_in(demo):
    users = summary()["users"]
    db.session.remove()  # its reading would keep the browser from writing
    for user in users:
        with demo.app_context(), demo.test_client() as client:
            typed = {"email": user["email"], "password": user["password"]}
            answer = client.post("/staff/login", data=typed)
            assert answer.status_code in {302, 303}, user


def test_pledges_can_be_tried_today(demo):
    with demo.test_client() as client:
        assert client.get("/c/sigamos-juntos/pledge").status_code == 200


def test_nothing_of_the_second_chapter_shows_in_the_first(demo):
    with demo.test_client() as client:
        for page in ("/", "/c/sigamos-juntos", "/c/hospitales-2020"):
            answer = client.get(page)
            assert answer.status_code == 200, page
            text = answer.get_data(as_text=True)
            assert not [word for word in CANARIES if word in text], page
        assert client.get("/c/chuviscar").status_code == 404


def test_a_second_load_is_refused(demo):
    with pytest.raises(AlreadyLoaded):
        load()
    runner = demo.test_cli_runner()
    assert runner.invoke(args=["demo"]).exit_code == 1
    quiet = runner.invoke(args=["demo", "--if-empty", "--json"])
    assert (quiet.exit_code, quiet.output) == (0, "")


def test_production_refuses_it(demo, monkeypatch):
    settings = demo.config["SETTINGS"]
    monkeypatch.setitem(demo.config, "SETTINGS", replace(settings, env="production"))
    result = demo.test_cli_runner().invoke(args=["demo"])
    assert result.exit_code == 1
    assert "production" in result.output


def _second_chapter(folder) -> bytes:
    """Load the whole of the second chapter and what is on today, without the long story."""
    kept = Store("sqlite", folder, f"sqlite:///{folder / 'test.sqlite3'}")
    with kept.app.app_context():
        tell({"juarez": juarez.write_down})
        text = "\n".join(canonical_lines()).encode()
        db.session.remove()
    return text


def test_two_loads_give_the_same_content(tmp_path_factory):
    first, second = (_second_chapter(tmp_path_factory.mktemp("again")) for _ in range(2))
    assert first == second
    assert "Chuvíscar".encode() in first
