"""The two answers for the machine that watches, while the database is well, away or silent."""

import socket
import threading
import time
from dataclasses import replace
from importlib.metadata import version

import pytest

from relief.core.db import db
from tests.conftest import new_house
from tests.people import WatchfulClient


@pytest.fixture
def silent():
    """A server that takes every call and never says a word, as a network that swallows packets."""
    server = socket.create_server(("127.0.0.1", 0), backlog=50)
    calls = []

    def take():
        while True:
            try:
                calls.append(server.accept())
            except OSError:
                return

    threading.Thread(target=take, daemon=True).start()
    yield server.getsockname()[1]
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    for line, _address in calls:
        line.close()


def watched(app, url):
    """A browser of an application whose database is at `url`."""
    made = new_house(replace(app.config["SETTINGS"], database_url=url))
    made.test_client_class = WatchfulClient
    return made


def test_a_well_house_says_so_and_names_no_version(client, chapter):
    for path in ("/healthz", "/readyz"):
        answer = client.get(path)
        assert answer.status_code == 200, answer.text
        assert answer.json["status"] == "ok"
        told = answer.text + str(answer.headers)
        for package in ("flask", "werkzeug", "sqlalchemy"):
            assert version(package) not in told
            assert package not in told.lower()
        assert "0010" not in told


@pytest.mark.parametrize("fault", ["closed", "silent"])
def test_a_database_that_is_away_is_told_within_five_seconds(app, silent, fault):
    port = silent if fault == "silent" else 9
    built = watched(app, f"postgresql+psycopg://relief@127.0.0.1:{port}/relief")
    with built.app_context():
        begun = time.monotonic()
        answer = built.test_client().get("/readyz")
        assert time.monotonic() - begun < 5
        assert answer.status_code == 503
        assert answer.json["failing"] == ["database"]
        begun = time.monotonic()
        assert built.test_client().get("/healthz").status_code == 200
        assert time.monotonic() - begun < 1
        db.session.remove()
        db.engine.dispose()


def test_a_file_that_is_gone_is_told(app, tmp_path):
    built = watched(app, f"sqlite:///{tmp_path / 'gone' / 'x.sqlite3'}")
    with built.app_context():
        answer = built.test_client().get("/readyz")
        assert (answer.status_code, answer.json["failing"]) == (503, ["database"])
        assert built.test_client().get("/healthz").status_code == 200


def test_an_empty_database_is_not_ready(app, tmp_path):
    built = watched(app, f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    with built.app_context():
        assert built.test_client().get("/readyz").status_code == 503
        db.engine.dispose()
