"""What only the database can tell before the doors open in production."""

import os

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from relief.audit.models import AuditEntry
from relief.chapters.models import Chapter
from relief.config import BadSettings, Settings
from relief.core import clock
from relief.core.db import db
from relief.core.schema import schema_at_head


def refuse_unready(app: Flask) -> None:
    """Raise BadSettings when production must not serve from this database.

    Commands are let through: they are how an operator mends what is wrong.
    """
    settings: Settings = app.config["SETTINGS"]
    if not settings.production or os.environ.get("FLASK_RUN_FROM_CLI"):  # noqa: TID251 - set by flask itself
        return
    with app.app_context():
        found = database_faults()
        db.session.remove()
    if found:
        raise BadSettings(found)


def database_faults() -> list[str]:
    """Return one line for each reason why production must not serve from this database."""
    try:
        if not schema_at_head():
            return ["the database schema is not at head: run `flask --app wsgi db upgrade`"]
    except SQLAlchemyError:
        return ["the database cannot be reached, or holds no schema"]
    found = []
    with db.engine.connect() as connection:
        if connection.scalar(sa.select(sa.func.count()).where(Chapter.__table__.c.is_demo)):
            found.append("the demo is loaded: production must not serve invented people")
        last = connection.scalar(sa.select(sa.func.max(AuditEntry.__table__.c.at)))
        if last is not None and last > clock.now():
            found.append("the clock stands before the last audit entry")
        if db.engine.dialect.name == "postgresql" and connection.scalar(
            sa.text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        ):
            found.append("the database role is a superuser: it could switch the triggers off")
    return found
