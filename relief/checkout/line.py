"""A place in a line: whoever does something about the same name comes one after the other."""

import sqlalchemy as sa

from relief.core.db import db, is_postgresql


def wait_in_line(*names: str | None) -> None:
    """Wait, until the end of the running transaction, behind everybody who gave one of these names.

    To be called before any row is locked, the names always in the same order. SQLite has one
    writer at a time anyway.
    """
    if not is_postgresql():
        return
    for name in names:
        if name is not None:
            number = sa.func.hashtextextended(f"checkout:{name}", 0)
            db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(number)))
