"""Which schema the code expects, and which the database has."""

from pathlib import Path

import sqlalchemy as sa

from relief.config import ROOT
from relief.core.db import db, reading_only


def head_revision() -> str:
    """Return the revision that the code expects of the schema."""
    path: Path = ROOT / "migrations" / ".current-alembic-head"
    return path.read_text(encoding="ascii").strip()


def database_head(connection: sa.Connection) -> str:
    """Return the revision of the schema that the database has."""
    return str(connection.scalar(sa.text("SELECT version_num FROM alembic_version")))


def schema_at_head() -> bool:
    """Say whether the database has the schema of this release."""
    with reading_only(), db.engine.connect() as connection:
        return database_head(connection) == head_revision()
