"""References that people read and say on the telephone: PRO-2026-00123. They may have gaps.

Folios of receipts may not, and are numbered elsewhere.
"""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from relief.core import tenancy
from relief.core.db import Base, db, insert_into


class ReferenceCounter(Base):
    """The last number given out for one prefix and year of one chapter."""

    chapter_id: Mapped[UUID] = mapped_column(sa.ForeignKey("chapter.id"), primary_key=True)
    prefix: Mapped[str] = mapped_column(sa.String(8), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


def next_reference(prefix: str, year: int) -> str:
    """Return the chapter's next reference, such as PRO-2026-00001; its row stays locked until commit."""
    statement = insert_into(ReferenceCounter).values(
        chapter_id=tenancy.chapter_id(), prefix=prefix, year=year, last=1
    )
    last = db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["chapter_id", "prefix", "year"],
            set_={"last": ReferenceCounter.last + 1},
        ).returning(ReferenceCounter.last)
    ).scalar_one()
    return f"{prefix}-{year}-{last:05d}"


def take_turn(prefix: str, year: int) -> None:
    """Wait until nobody else is numbering records of a kind, and let nobody until commit.

    For who must look at what such records promised before making several of them.
    """
    statement = insert_into(ReferenceCounter).values(
        chapter_id=tenancy.chapter_id(), prefix=prefix, year=year, last=0
    )
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["chapter_id", "prefix", "year"], set_={"last": ReferenceCounter.last}
        )
    )
