"""A database put back to where a test began, quickly, as often as a test likes."""

import shutil
from typing import Any

import sqlalchemy as sa

from relief.core.db import db
from tests.conftest import Store


class Beginning:
    """What every table held when this was made."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.copy = store.folder / "beginning.sqlite3"
        db.session.remove()
        if store.name == "sqlite":
            # Closing the last connection carries the log into the file.
            db.engine.dispose()
            shutil.copy(store.folder / "test.sqlite3", self.copy)
            return
        self.rows: dict[str, list[dict[str, Any]]] = {}
        with db.engine.begin() as connection:
            for table in db.metadata.sorted_tables:
                found = connection.execute(sa.select(table)).mappings()
                self.rows[table.name] = [dict(row) for row in found]

    def again(self) -> None:
        """Go back to it."""
        db.session.remove()
        if self.store.name == "sqlite":
            db.engine.dispose()
            for ending in ("-wal", "-shm"):
                (self.store.folder / f"test.sqlite3{ending}").unlink(missing_ok=True)
            shutil.copy(self.copy, self.store.folder / "test.sqlite3")
            return
        with db.engine.begin() as connection:
            connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
            names = reversed([table.name for table in db.metadata.sorted_tables])
            connection.exec_driver_sql("; ".join(f'DELETE FROM "{name}"' for name in names))
            for table in db.metadata.sorted_tables:
                if self.rows[table.name]:
                    connection.execute(sa.insert(table), self.rows[table.name])
