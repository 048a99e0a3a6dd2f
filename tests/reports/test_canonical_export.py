"""`flask export --canonical`: equal content gives equal bytes."""

import json

import pytest
import sqlalchemy as sa

from relief.core import tenancy
from relief.core.db import db
from relief.reports.canonical import LEFT_OUT, NAMES, canonical_lines


@pytest.fixture
def world(chapter, factories):
    return factories.world()


def exported(app) -> str:
    result = app.test_cli_runner().invoke(args=["export", "--canonical"])
    assert result.exit_code == 0, result.output
    return result.output


def test_it_is_json_with_every_table_sorted(app, world):
    content = json.loads(exported(app))
    every = {table.name for table in db.metadata.sorted_tables}
    assert set(content) == every - LEFT_OUT
    assert list(content) == sorted(content)
    assert content["payment"][0]["pledge"] == "PRO-2020-00001"
    assert content["receipt"][0]["facts"]["folio"] == "DON-2020-00001"


def test_every_row_that_others_refer_to_has_a_name():
    referred = {
        key.referred_table.name
        for table in db.metadata.sorted_tables
        if table.name not in LEFT_OUT
        for key in table.foreign_key_constraints
    }
    assert referred <= set(NAMES)


def test_it_holds_no_ids_and_no_codes(app, world):
    text = exported(app)
    with db.engine.connect() as connection:
        code = connection.scalar(sa.text("SELECT check_code FROM receipt"))
    for secret in (str(world.pledge.id), world.pledge.id.hex, str(world.pledge.nonce), code):
        assert secret not in text


def test_both_engines_and_two_loads_give_the_same_bytes(stores, factories):
    seen = set()
    for name in ("sqlite", "postgresql", "sqlite"):
        stores[name].empty()
        with stores[name].app.app_context():
            chapter = factories.chapter()
            with tenancy.in_chapter(chapter.id):
                factories.world()
            seen.add("\n".join(canonical_lines()).encode())
            db.session.remove()
    assert len({_plain(text.decode()) for text in seen}) == 1


def _plain(text: str) -> str:
    import re

    return re.sub(r"(Prueba|prueba|de-prueba) ?-?\d+", "Prueba N", text)


def test_changed_content_changes_the_bytes(app, world):
    before = exported(app)
    with db.engine.begin() as connection:
        connection.execute(sa.text("UPDATE payment SET bank_reference = 'SPEI-1'"))
    assert exported(app) != before
