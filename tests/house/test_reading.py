"""Reading changes nothing: a GET writes no row, but for the moment a person was last seen."""

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from relief.core.db import db
from tests.house.open_doors import OPEN
from tests.house.permission_table import STAFF
from tests.house.test_permission_table import address
from tests.house.things import ids

WRITES = ("INSERT", "UPDATE", "DELETE")
# The session's touch, and the count of doors that robots try.
ALLOWED = ("UPDATE staff_session SET seen_at", "INSERT INTO throttle_count")


@pytest.fixture
def written(app):
    """Every statement that writes, as it is sent."""
    sent = []

    def seen(_connection, _cursor, statement, *_rest):
        if statement.lstrip().upper().startswith(WRITES) and not statement.startswith(ALLOWED):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", seen)
    yield sent
    event.remove(db.engine, "before_cursor_execute", seen)


def everything():
    """All rows of all tables, without what reading may change."""
    db.session.remove()
    found = {}
    with db.engine.connect() as connection:
        for table in db.metadata.sorted_tables:
            if table.name == "throttle_count":
                continue
            columns = [each for each in table.columns if each.name != "seen_at"]
            rows = connection.execute(sa.select(*columns)).all()
            found[table.name] = sorted(repr(tuple(row)) for row in rows)
    return found


def test_no_page_writes_when_it_is_read(app, admin, factories, chapter, written):
    factories.world()
    pages = [
        (rule, address(app, rule, factories, real=True))
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods
        and (rule.endpoint in STAFF or rule.endpoint in OPEN)
        and all(name in ids for name in rule.arguments if rule.endpoint not in STAFF)
    ]
    before = everything()
    guilty, broken = {}, {}
    for rule, path in pages:
        written.clear()
        answer = admin.get(path)
        if written:
            guilty[rule.endpoint] = written[0]
        if answer.status_code >= 500:
            broken[rule.endpoint] = answer.status_code
    assert (guilty, broken) == ({}, {})
    after = everything()
    assert [name for name in before if before[name] != after[name]] == []
    assert len(pages) > 60
    assert sum(len(rows) for rows in before.values()) > 60, "there was too little to change"
