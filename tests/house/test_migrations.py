"""The schema's steps: they end where the models are, go back, and may be started twice at once."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from relief.config import ROOT
from relief.core.db import db
from relief.core.schema import head_revision, schema_at_head
from tests.conftest import new_house, settings_for

STEPS = str(ROOT / "migrations")


@pytest.fixture
def empty(store, tmp_path) -> Iterator[str]:
    """The address of a database without any table, on the test's engine."""
    if store.name == "sqlite":
        yield f"sqlite:///{tmp_path / 'new.sqlite3'}"
        return
    name = f"steps_{os.getpid()}"
    root = sa.create_engine(store.url, isolation_level="AUTOCOMMIT")
    with root.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield sa.make_url(store.url).set(database=name).render_as_string(hide_password=False)
    with root.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    root.dispose()


@pytest.fixture
def house(empty, tmp_path):
    """An application over the empty database."""
    app = new_house(settings_for(empty, tmp_path))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def same_type(_context, _inspected, _meta, _found, wanted):
    """As migrations/env.py: a moment is a moment."""
    return False if type(wanted).__name__ == "UtcDateTime" else None


def differences():
    """What the models have and the database has not, or the other way round."""
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": same_type})
        return compare_metadata(context, db.metadata)


def tables():
    """The names of the tables there are."""
    return set(sa.inspect(db.engine).get_table_names())


def test_the_steps_lead_to_the_models_and_back(house):
    flask_migrate.upgrade(directory=STEPS)
    assert differences() == []
    assert schema_at_head()
    made = tables()
    assert len(made) > 20
    flask_migrate.downgrade(directory=STEPS, revision="base")
    assert tables() <= {"alembic_version"}
    flask_migrate.upgrade(directory=STEPS)
    assert tables() == made
    assert differences() == []


def test_the_file_names_the_last_of_one_line_of_steps():
    script = ScriptDirectory(STEPS)
    assert script.get_heads() == [head_revision()]
    names = sorted(path.name[:4] for path in Path(STEPS, "versions").glob("*.py"))
    assert names == [f"{number:04d}" for number in range(1, len(names) + 1)]


def test_two_starts_at_once_both_end_well(house, empty, tmp_path):
    environment = {
        **os.environ,
        "DATABASE_URL": empty,
        "FILES_URL": str(tmp_path / "files"),
        "SECRET_KEY": "a key that only tests use, long enough to sign with",
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade"]
    started = [
        subprocess.Popen(
            command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for _ in range(2)
    ]
    told = [each.communicate(timeout=120)[1].decode() for each in started]
    assert [each.returncode for each in started] == [0, 0], "\n".join(told)[-3000:]
    assert schema_at_head()
    assert differences() == []
