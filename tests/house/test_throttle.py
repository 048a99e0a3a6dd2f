"""Doors that robots try: so often and no more, counted once for all workers."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from relief.core import clock, throttle
from relief.core.db import db
from relief.core.throttle import ThrottleCount, TooOften
from relief.web.throttling import RULES
from tests.conftest import new_house
from tests.people import WatchfulClient

NOON = datetime(2026, 3, 1, 12, 0, 1, tzinfo=UTC)


def tries(many, *, who="eva", seconds=900):
    """How many of so many tries were let in."""
    let_in = 0
    for _ in range(many):
        try:
            throttle.count("door", who, limit=3, seconds=seconds)
        except TooOften:
            continue
        let_in += 1
    return let_in


def test_the_limit_holds_for_one_window_and_one_person(app):
    with clock.stopped_at(NOON):
        assert tries(5) == 3
        assert tries(5, who="otra") == 3
    with clock.stopped_at(NOON + timedelta(seconds=880)):
        assert tries(1) == 0, "still the same quarter of an hour"
    with clock.stopped_at(NOON + timedelta(seconds=900)):
        assert tries(5) == 3


def test_what_is_counted_names_nobody(app, chapter):
    throttle.count("door", "eva@empresa.test", limit=3, seconds=900)
    (key,) = db.session.scalars(sa.select(ThrottleCount.key))
    assert "eva" not in key


def test_two_instances_count_together(app, client, chapter):
    other = new_house(app.config["SETTINGS"])
    other.config.update(WTF_CSRF_ENABLED=False)
    other.test_client_class = WatchfulClient
    typed = {"email": "eva@relief.test", "password": "no es esta"}
    limit = RULES["security.login"].per_field
    with clock.stopped_at(NOON):
        for number in range(limit):
            browser = (client, other.test_client())[number % 2]
            assert browser.post("/staff/login", data=typed).status_code == 200
        for browser in (client, other.test_client()):
            told = browser.post("/staff/login", data=typed)
            assert told.status_code == 429
            assert "Demasiados intentos" in told.text
        elsewhere = client.post("/staff/login", data={**typed, "email": "ana@relief.test"})
        assert elsewhere.status_code == 200
    with other.app_context():
        db.session.remove()
        db.engine.dispose()


def test_a_door_that_cannot_be_counted_stays_shut(app, client, chapter):
    table = "ALTER TABLE throttle_count RENAME TO {}"
    with db.engine.begin() as connection:
        connection.execute(sa.text(table.format("throttle_away")))
    try:
        with pytest.raises(SQLAlchemyError):
            throttle.count("door", "eva", limit=3, seconds=900)
        answer = client.post("/staff/login", data={"email": "a@b.test", "password": "x"})
        assert answer.status_code in {500, 503}
    finally:
        with db.engine.begin() as connection:
            connection.execute(sa.text("ALTER TABLE throttle_away RENAME TO throttle_count"))


def test_old_windows_are_forgotten_and_new_ones_kept(app, chapter):
    with clock.stopped_at(NOON):
        tries(1)
    with clock.stopped_at(NOON + timedelta(hours=25)):
        tries(1, who="otra")
        throttle.forget_old()
    assert len(db.session.scalars(sa.select(ThrottleCount)).all()) == 1


def test_every_rule_guards_a_door_that_there_is(app):
    assert set(RULES) <= set(app.view_functions)
