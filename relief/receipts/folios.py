"""Receipt numbers without gaps or repeats.

The counter's row is locked from here to the commit, so an action takes its number as late as it
can: after every check, after a trial drawing, as one of its last writes. A transaction that
fails gives the number back.
"""

import sqlalchemy as sa

from relief.core import tenancy
from relief.core.db import db, insert_into, new_id
from relief.receipts.models import FolioSeries


def next_number(code: str, year: int) -> int:
    """Return the chapter's next number of a series in a year, beginning with 1."""
    statement = insert_into(FolioSeries).values(
        id=new_id(), chapter_id=tenancy.chapter_id(), code=code, year=year, last=1
    )
    return db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["chapter_id", "code", "year"], set_={"last": FolioSeries.last + 1}
        ).returning(sa.column("last"))
    ).scalar_one()


def spelled(code: str, year: int, number: int) -> str:
    """Return the folio as people read it, such as DON-2026-00001."""
    return f"{code}-{year}-{number:05d}"
