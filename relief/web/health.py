"""Is the process alive, and can it work? Neither answer shows versions."""

import shutil
import threading
from datetime import timedelta

from flask import Blueprint, Flask, current_app
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from relief.accounts.access import anyone
from relief.config import ROOT, Settings
from relief.core import clock, outbox
from relief.core.db import db
from relief.core.schema import schema_at_head

bp = Blueprint("health", __name__)
LATE = timedelta(minutes=30)
LEAST_FREE = 0.05
PATIENCE_SECONDS = 2.0
_questions = threading.BoundedSemaphore(3)


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


def _asked_in_time(app: Flask) -> list[str]:
    """Ask the database from a thread: over a silent network its driver waits longer than we may.

    Few questions may hang at once, so that watching does not eat the connections.
    """
    if not _questions.acquire(timeout=PATIENCE_SECONDS):
        return ["database"]
    answers: list[list[str]] = []
    thread = threading.Thread(target=_ask, args=(app, answers), daemon=True)
    thread.start()
    thread.join(PATIENCE_SECONDS)
    return answers[0] if answers else ["database"]


def _ask(app: Flask, answers: list[list[str]]) -> None:
    try:
        with app.app_context():
            answers.append(_database_troubles())
            db.session.remove()
    finally:
        _questions.release()


def _database_troubles() -> list[str]:
    try:
        late = outbox.oldest_due()
        found = [] if schema_at_head() else ["schema"]
    except SQLAlchemyError:
        return ["database"]
    if late is not None and clock.now() - late > LATE:
        found.append("outbox")
    return found


def troubles() -> list[str]:
    """Return the names of what does not work now."""
    settings: Settings = current_app.config["SETTINGS"]
    found = _asked_in_time(current_app._get_current_object())  # type: ignore[attr-defined]  # a LocalProxy, typed as what it stands for
    folder = settings.files_folder
    usage = shutil.disk_usage(folder if folder.exists() else ROOT)
    if usage.free < usage.total * LEAST_FREE:
        found.append("disk")
    return found
