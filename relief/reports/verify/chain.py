"""The audit chain of each chapter: every entry in place, unchanged, and the head at its end."""

from collections.abc import Iterator
from typing import cast
from uuid import UUID

import sqlalchemy as sa

from relief.audit.chain import GENESIS, link_hash
from relief.audit.models import AuditEntry, AuditHead
from relief.chapters.models import Chapter
from relief.reports.verify.rule import line

AT_ONCE = 2000


def broken_chains(connection: sa.Connection) -> Iterator[str]:
    """Give a line for each chapter whose chain is broken: the first entry that does not fit.

    Whoever can rewrite a whole chain is found only by comparing `flask audit anchor` with a copy
    kept elsewhere.
    """
    heads = {
        row.chapter_id: (row.seq, row.hash)
        for row in connection.execute(sa.select(AuditHead.__table__))
    }
    chapters = connection.execute(sa.select(Chapter.__table__).order_by(Chapter.__table__.c.slug))
    for chapter in chapters.all():
        found = _walk(connection, chapter.id, heads.get(chapter.id, (0, GENESIS)))
        if found:
            yield line("audit", chapter.slug, found)


def _walk(connection: sa.Connection, chapter_id: UUID, head: tuple[int, str]) -> str | None:
    table = AuditEntry.__table__
    statement = sa.select(table).where(table.c.chapter_id == chapter_id).order_by(table.c.seq)
    seq, last = 0, GENESIS
    with connection.execute(statement, execution_options={"yield_per": AT_ONCE}) as entries:
        for entry in entries:
            if entry.seq != seq + 1:
                return f"entry {seq + 1} is missing"
            if entry.prev_hash != last or entry.hash != link_hash(last, cast("AuditEntry", entry)):
                return f"entry {entry.seq} does not fit the chain"
            seq, last = entry.seq, entry.hash
    if (seq, last) != head:
        return f"the chain ends at entry {seq}, its head says {head[0]}"
    return None
