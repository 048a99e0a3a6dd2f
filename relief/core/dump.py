"""The database as files, at one moment, and back again; each engine in its own way.

SQLite is copied by its backup API, PostgreSQL table by table through COPY in one snapshot. A
copy goes back into the engine that it came from.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa

from relief.core.db import Base, db, is_postgresql
from relief.core.schema import database_head
from relief.core.snapshot import snapshot

DATABASE = "database.sqlite3"
UNCOUNTED = {"throttle_count"}  # a visitor's tries do not make an installation worth keeping


class CannotRestore(RuntimeError):
    """The copy does not belong into this database."""


def dump(folder: Path) -> dict[str, str]:
    """Write the committed content of one moment into `folder`; say of which engine and schema."""
    if is_postgresql():
        return _dump_postgresql(folder)
    with closing(sqlite3.connect(folder / DATABASE)) as copy:
        with closing(sqlite3.connect(_sqlite_file())) as source:
            source.backup(copy)
        # One plain file: the copy must not depend on a log beside it.
        copy.execute("PRAGMA journal_mode = DELETE")
        head = copy.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    return {"engine": "sqlite", "schema": str(head)}


def _sqlite_file() -> Path:
    return Path(str(db.engine.url.database))


def _dump_postgresql(folder: Path) -> dict[str, str]:
    with snapshot() as connection:
        cursor = _driver(connection).cursor()
        for table in Base.metadata.sorted_tables:
            with (
                (folder / f"{table.name}.copy").open("wb") as file,
                cursor.copy(_copy(table, "TO STDOUT")) as pieces,
            ):
                for piece in pieces:
                    file.write(piece)
        head = database_head(connection)
    return {"engine": "postgresql", "schema": head}


def _driver(connection: sa.Connection) -> psycopg.Connection[Any]:
    driver: psycopg.Connection[Any] = connection.connection.driver_connection  # type: ignore[assignment]  # we open psycopg only
    return driver


def _copy(table: sa.Table, direction: str) -> psycopg.sql.Composed:
    """Name every column: two databases may hold them in different orders."""
    columns = psycopg.sql.SQL(", ").join(psycopg.sql.Identifier(c.name) for c in table.columns)
    return psycopg.sql.SQL("COPY {} ({}) " + direction).format(
        psycopg.sql.Identifier(table.name), columns
    )


def is_empty() -> bool:
    """Say whether no table holds a row; a database without a schema is empty too."""
    present = set(sa.inspect(db.engine).get_table_names())
    with db.engine.connect() as connection:
        return not any(
            connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first()
            for table in Base.metadata.sorted_tables
            if table.name in present - UNCOUNTED
        )


def load(folder: Path, about: dict[str, str]) -> None:
    """Put a copy in the place of everything the database holds, all or nothing.

    Raise CannotRestore for another engine's copy, or for another schema's on PostgreSQL; SQLite's
    copy brings its own schema, which `flask db upgrade` then brings to head.
    """
    engine = "postgresql" if is_postgresql() else "sqlite"
    if about.get("engine") != engine:
        raise CannotRestore(f"this is a copy of {about.get('engine')}, the database is {engine}")
    if is_postgresql():
        _load_postgresql(folder, about)
        return
    db.session.remove()
    db.engine.dispose()
    with (
        closing(sqlite3.connect(folder / DATABASE)) as copy,
        closing(sqlite3.connect(_sqlite_file(), timeout=30)) as target,
    ):
        copy.backup(target)
        target.execute("PRAGMA journal_mode = WAL")


def _load_postgresql(folder: Path, about: dict[str, str]) -> None:
    tables = Base.metadata.sorted_tables
    names = ", ".join(f'"{table.name}"' for table in tables)
    with db.engine.begin() as connection:
        if database_head(connection) != about.get("schema"):
            raise CannotRestore(
                f"the copy has schema {about.get('schema')}, the database another: "
                "run `flask --app wsgi db upgrade` with the release that made the copy"
            )
        connection.execute(sa.text("SET LOCAL statement_timeout = 0"))
        # The triggers that keep papers and ledger from being emptied yield to the owner only.
        for table in tables:
            connection.execute(sa.text(f'ALTER TABLE "{table.name}" DISABLE TRIGGER USER'))
        connection.execute(sa.text(f"TRUNCATE {names}"))
        for table in tables:
            connection.execute(sa.text(f'ALTER TABLE "{table.name}" ENABLE TRIGGER USER'))
        cursor = _driver(connection).cursor()
        for table in tables:
            with (
                (folder / f"{table.name}.copy").open("rb") as file,
                cursor.copy(_copy(table, "FROM STDIN")) as into,
            ):
                while piece := file.read(1024 * 1024):
                    into.write(piece)
