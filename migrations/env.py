"""Run migrations: one at a time, one transaction, sequential names, and a file that names the head."""

from pathlib import Path
from typing import Any

from alembic import context
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import text

config = context.config
HEAD_FILE = Path(__file__).parent / ".current-alembic-head"
LOCK = 7_264_150_926  # any number that nobody else uses


def name_in_sequence(migration_context: Any, revision: Any, directives: list[Any]) -> None:
    """Call a new revision 0002, 0003 …, and write down which is the head."""
    del migration_context, revision
    # `db check` comes by here too; it only looks, and has no message.
    if not directives or directives[0].message is None:
        return
    script = directives[0]
    if (
        script.upgrade_ops is not None
        and script.upgrade_ops.is_empty()
        and getattr(config.cmd_opts, "autogenerate", False)
    ):
        directives[:] = []
        return
    head = ScriptDirectory.from_config(config).get_current_head()
    script.rev_id = f"{int(head or 0) + 1:04d}"
    HEAD_FILE.write_text(script.rev_id + "\n", encoding="ascii")


def render_item(kind: str, item: Any, autogen_context: Any) -> str | bool:
    """Write our column types as plain SQLAlchemy: a migration imports nothing from relief."""
    del autogen_context
    if kind == "type" and type(item).__name__ == "UtcDateTime":
        return "sa.DateTime(timezone=True)"
    return False


def compare_type(
    _context: Any, _inspected: Any, _meta: Any, _kind: Any, meta_type: Any
) -> bool | None:
    """Take our moments for what they are in the database."""
    return False if type(meta_type).__name__ == "UtcDateTime" else None


def run() -> None:
    """Upgrade or downgrade under a lock, so that two starts at once wait for one another."""
    migrate = current_app.extensions["migrate"]
    engine = migrate.db.engine
    options = {
        key: value
        for key, value in migrate.configure_args.items()
        if key != "process_revision_directives"
    }
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            # SQLite changes a constraint by making the table anew, which dropping with foreign
            # keys on would forbid; inside a transaction this switch does nothing.
            connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=migrate.db.metadata,
            process_revision_directives=name_in_sequence,
            render_item=render_item,
            # SQLite can, though Alembic does not expect it: half a step would stay behind otherwise,
            # and a second start would meet tables that the first is still making.
            transactional_ddl=True,
            **{**options, "compare_type": compare_type},
        )
        with context.begin_transaction():
            if engine.dialect.name == "postgresql":
                connection.execute(text("SET LOCAL lock_timeout = 0"))
                connection.execute(text("SET LOCAL statement_timeout = 0"))
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            context.run_migrations()
            if engine.dialect.name == "sqlite":
                broken = connection.execute(text("PRAGMA foreign_key_check")).all()
                if broken:
                    raise RuntimeError(f"rows without their parents: {broken[:5]}")
        connection.invalidate()  # the next one has its foreign keys on


run()
