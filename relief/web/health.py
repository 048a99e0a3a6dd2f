"""Is the process alive, and can it work? Neither answer shows versions."""

import shutil
from datetime import timedelta

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from relief.accounts.access import anyone
from relief.config import ROOT, Settings
from relief.core import clock, outbox
from relief.core.schema import schema_at_head

bp = Blueprint("health", __name__)
LATE = timedelta(minutes=30)
LEAST_FREE = 0.05


@bp.get("/healthz")
@anyone
def alive() -> ResponseReturnValue:
    """Answer that the process lives; touches nothing."""
    return {"status": "ok"}


@bp.get("/readyz")
@anyone
def ready() -> ResponseReturnValue:
    """Answer 200 when database, schema, disk and worker are well, else 503 with what is not."""
    failing = troubles()
    return {"status": "failing" if failing else "ok", "failing": failing}, 503 if failing else 200


def troubles() -> list[str]:
    """Return the names of what does not work now."""
    settings: Settings = current_app.config["SETTINGS"]
    found = []
    try:
        if not schema_at_head():
            found.append("schema")
        oldest = outbox.oldest_due()
        if oldest is not None and clock.now() - oldest > LATE:
            found.append("outbox")
    except SQLAlchemyError:
        found.append("database")
    folder = settings.files_folder
    usage = shutil.disk_usage(folder if folder.exists() else ROOT)
    if usage.free < usage.total * LEAST_FREE:
        found.append("disk")
    return found
