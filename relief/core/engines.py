"""How both engines are opened: SQLite with the manners of a server, PostgreSQL with bounds."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine

from relief.core.db import reads_only


def prepare_engine(engine: Engine) -> None:
    """Give SQLite the manners of a server: WAL, foreign keys, writers in a queue.

    Without BEGIN IMMEDIATE two writers that both read first lose one another's updates.
    """
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            # First, for the next line may have to wait as well: twenty writers on a slow disk.
            "busy_timeout=25000",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "cache_size=-16000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN" if reads_only() else "BEGIN IMMEDIATE")


def engine_options(url: str) -> dict[str, Any]:
    """Return bounds for every wait on the database, so that no request hangs on a silent network."""
    # What people typed stays out of logs and of the errors that jobs keep.
    hidden = {"hide_parameters": True}
    if not url.startswith("postgresql"):
        return hidden
    settings = {
        "statement_timeout": "20s",
        "lock_timeout": "10s",
        "idle_in_transaction_session_timeout": "60s",
    }
    return {
        **hidden,
        "pool_pre_ping": True,
        "pool_recycle": 1800,
        "pool_size": 8,
        "connect_args": {
            "connect_timeout": 5,
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "tcp_user_timeout": 10000,
            "options": " ".join(f"-c {key}={value}" for key, value in settings.items()),
        },
    }
