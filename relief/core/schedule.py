"""What is done once a day for each chapter, at an hour of its own clock.

The worker asks every minute what has come due. A row with a unique key says that a job was
started for a chapter and a day; whoever writes it first also writes the job, in one transaction,
so that any number of workers start it once. The job then runs from the outbox like any other.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from relief.core import clock, outbox, tenancy
from relief.core.db import Base, db, reading_only, transaction


class DailyRun(Base):
    """A daily job that was started for a chapter and one of its days (its own zone's date)."""

    task: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    chapter_id: Mapped[UUID] = mapped_column(sa.ForeignKey("chapter.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    started_at: Mapped[datetime] = mapped_column(default=clock.now)


@dataclass(frozen=True)
class Daily:
    """A job of every day, due from `hour` on the wall of the chapter's zone."""

    task: str
    hour: int


_dailies: dict[str, Daily] = {}


def daily(
    name: str, *, hour: int, atomic: bool = True
) -> Callable[[outbox.Handler], outbox.Handler]:
    """Register a function without arguments to run once per chapter and local day, from `hour` on.

    It runs in the chapter, as SYSTEM, inside one transaction unless `atomic` is false. A day on
    which no worker ran is not made up for: the function looks at dates, not at the last run. Like
    every job it may run twice after a crash, so it is safe to repeat.
    """

    def register(function: outbox.Handler) -> outbox.Handler:
        _dailies[name] = Daily(name, hour)
        return outbox.task(name, atomic=atomic)(function)

    return register


def dailies() -> list[Daily]:
    """Return what is done every day, by name."""
    return [_dailies[name] for name in sorted(_dailies)]


def start_due(chapters: Iterable[tuple[UUID, str]]) -> int:
    """Write a job for each daily task that has come due; return how many this call started.

    `chapters` are ids with their IANA zones. Call it outside any transaction: each start commits
    by itself.
    """
    due = [
        (each.task, chapter, moment.date())
        for chapter, zone in chapters
        for moment in [clock.local(clock.now(), zone)]
        for each in dailies()
        if moment.hour >= each.hour
    ]
    started = _started({day for _task, _chapter, day in due})
    return sum(_start(*key) for key in due if key not in started)


def _started(days: set[date]) -> set[tuple[str, UUID, date]]:
    """Return what was started on these days: most ticks find everything here and write nothing."""
    with tenancy.all_chapters(), reading_only():
        found = db.session.execute(
            sa.select(DailyRun.task, DailyRun.chapter_id, DailyRun.day).where(
                DailyRun.day.in_(days)
            )
        ).all()
        db.session.rollback()
    return {(row.task, row.chapter_id, row.day) for row in found}


def _start(task: str, chapter: UUID, day: date) -> bool:
    """Claim one day of a task and write its job; say whether nobody else had claimed it."""
    claim = sa.text(
        "INSERT INTO daily_run (task, chapter_id, day, started_at) "
        "VALUES (:task, :chapter_id, :day, :started_at) "
        "ON CONFLICT (task, chapter_id, day) DO NOTHING RETURNING task"
    ).bindparams(
        sa.bindparam("chapter_id", chapter, type_=sa.Uuid()),
        sa.bindparam("day", day, type_=sa.Date()),
        sa.bindparam("started_at", clock.now(), type_=DailyRun.__table__.c.started_at.type),
        task=task,
    )
    with tenancy.in_chapter(chapter), transaction():
        claimed = db.session.connection().execute(claim).first() is not None
        if claimed:
            outbox.add(task, {})
    return claimed
