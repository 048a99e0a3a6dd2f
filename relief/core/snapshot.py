"""One look at the whole database as it stood at one moment, while others go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from relief.core.db import db, is_postgresql, reading_only


@contextmanager
def snapshot() -> Iterator[sa.Connection]:
    """Open a connection whose every statement sees the same moment, all chapters together.

    Writers are not held up. For the verifier, the exporter and the backup, which read the whole
    content and would take a payment between two statements for a missing one.
    """
    with reading_only(), db.engine.connect() as plain:
        connection = plain
        if is_postgresql():
            connection = plain.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            if is_postgresql():
                # Reading everything may take longer than any page is allowed to.
                connection.execute(sa.text("SET LOCAL statement_timeout = 0"))
            yield connection
