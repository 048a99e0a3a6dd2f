"""Merged donors: nothing goes on under an alias, and no alias leads to another one.

Which tables follow is read from the schema, so that a new one is included; what stays (printed
papers) is what a room said stays.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from relief.chapters.models import Chapter
from relief.core.outbox import Job, JobStatus
from relief.donors.merging import SWEEP, references
from relief.donors.models import Donor, DonorMerge
from relief.reports.verify.rule import Rule, line

RULES = (
    Rule(
        "donors",
        "{donor}: merged into {other}, which is merged itself",
        """
        SELECT c.slug AS chapter, a.name AS donor, d.name AS other
        FROM donor_merge m
        JOIN donor_merge further ON further.donor_id = m.into_id
        JOIN donor a ON a.id = m.donor_id
        JOIN donor d ON d.id = m.into_id
        JOIN chapter c ON c.id = m.chapter_id
        """,
    ),
)


def left_behind(connection: sa.Connection) -> Iterator[str]:
    """Give a line for each merged donor and table whose rows still refer to it.

    While the job that gathers what was being written during the merge is due, they may.
    """
    waiting = connection.scalars(
        sa.select(Job.payload).where(Job.task == SWEEP, Job.status == JobStatus.PENDING)
    )
    swept_later = {payload["old"] for payload in waiting}
    for kind, column in references():
        for row in connection.execute(_referring(kind, column)):
            if str(row.id) not in swept_later:
                words = (
                    f"{row.name}: merged, and {row.found} rows of {kind.__tablename__} refer to it"
                )
                yield line("donors", row.slug, words)


def _referring(kind: type[Any], column: str) -> sa.Select[UUID, str, str, int]:
    return (
        sa.select(Donor.id, Donor.name, Chapter.slug, sa.func.count().label("found"))
        .select_from(DonorMerge)
        .join(Donor, Donor.id == DonorMerge.donor_id)
        .join(Chapter, Chapter.id == DonorMerge.chapter_id)
        .join(kind, getattr(kind, column) == DonorMerge.donor_id)
        .group_by(Chapter.slug, Donor.name, Donor.id)
        .order_by(Chapter.slug, Donor.name, Donor.id)
    )
