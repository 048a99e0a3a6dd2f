"""Work to do, written with its cause; run what is due; retry with patience.

A job is claimed by a lease in a short transaction of its own, so that any number of workers may
run on PostgreSQL (`FOR UPDATE SKIP LOCKED`) and none holds a lock while it draws or sends.
"""

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Mapped, mapped_column

from relief.core import clock, tenancy
from relief.core.context import SYSTEM, acting_as
from relief.core.db import Base, after_rollback, db, new_id, status_type, transaction

log = structlog.get_logger(__name__)

LEASE = timedelta(minutes=2)
MAX_ATTEMPTS = 12
ADDED = "jobs added"


class JobStatus(StrEnum):
    """Where a job stands."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


class Job(Base):
    """One thing to do, for one chapter. `due_at` moves forward while a worker holds the lease."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    chapter_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("chapter.id"))
    task: Mapped[str]
    payload: Mapped[dict[str, Any]]
    status: Mapped[JobStatus] = mapped_column(status_type(JobStatus), default=JobStatus.PENDING)
    due_at: Mapped[datetime] = mapped_column(default=clock.now)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    finished_at: Mapped[datetime | None]

    __table_args__ = (
        sa.Index(
            "ix_job_due",
            "due_at",
            "id",
            postgresql_where=sa.text("status = 'pending'"),
            sqlite_where=sa.text("status = 'pending'"),
        ),
    )


@dataclass(frozen=True)
class Task:
    """What the worker calls. An atomic task runs inside one transaction with its job's end."""

    run: Callable[..., None]
    atomic: bool


Handler = TypeVar("Handler", bound=Callable[..., None])
_tasks: dict[str, Task] = {}


def task(name: str, *, atomic: bool = True) -> Callable[[Handler], Handler]:
    """Register the function that does `name`. Not atomic: it opens its own transactions."""

    def register(function: Handler) -> Handler:
        _tasks[name] = Task(function, atomic)
        return function

    return register


def add(name: str, payload: dict[str, Any], *, due_at: datetime | None = None) -> None:
    """Write a job for the chosen chapter into the running transaction. Raise KeyError if unknown."""
    if name not in _tasks:
        raise KeyError(name)
    job = Job(
        chapter_id=tenancy.chosen(),
        task=name,
        payload=payload,
        status=JobStatus.PENDING,
        due_at=due_at or clock.now(),
        created_at=clock.now(),
    )
    db.session.add(job)
    db.session.info.setdefault(ADDED, []).append(job)


@after_rollback
def forget_added() -> None:
    """Drop the list of what was added: a failed deed leaves nothing to do."""
    db.session.info.pop(ADDED, None)


@dataclass(frozen=True)
class Claimed:
    """A job in a worker's hands, as plain values: the session that claimed it is gone."""

    id: UUID
    chapter_id: UUID | None
    task: str
    payload: dict[str, Any]
    attempts: int


def claim() -> Claimed | None:
    """Take the next due job under a lease, or None when nothing is due."""
    with tenancy.all_chapters(), transaction():
        job = db.session.scalars(
            sa.select(Job)
            .where(Job.status == JobStatus.PENDING, Job.due_at <= clock.now())
            .order_by(Job.due_at, Job.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if job is None:
            return None
        job.attempts += 1
        job.due_at = clock.now() + LEASE
        return Claimed(job.id, job.chapter_id, job.task, job.payload, job.attempts)


def run(job: Claimed) -> bool:
    """Do one claimed job; put it back with a longer wait when it fails. Say whether it went well."""
    known = _tasks.get(job.task)
    scope = tenancy.in_chapter(job.chapter_id) if job.chapter_id else tenancy.all_chapters()
    try:
        if known is None:
            raise KeyError(job.task)
        with scope, acting_as(SYSTEM):
            if known.atomic:
                with transaction():
                    known.run(**job.payload)
                    _finish(job)
            else:
                known.run(**job.payload)
                with transaction():
                    _finish(job)
    except Exception as error:  # noqa: BLE001 - whatever one job does, the worker goes on
        log.warning(
            "job failed",
            task=job.task,
            job=str(job.id),
            attempts=job.attempts,
            error=type(error).__name__,
        )
        _put_back(job, "".join(traceback.format_exception_only(error)).strip()[:2000])
        return False
    finally:
        db.session.remove()
    return True


class JobTakenTwice(RuntimeError):
    """Another worker finished this job after our lease ran out: our work is rolled back."""


def _finish(job: Claimed) -> None:
    done = db.session.scalars(
        sa.update(Job)
        .where(Job.id == job.id, Job.status == JobStatus.PENDING)
        .values(status=JobStatus.DONE, finished_at=clock.now(), last_error=None)
        .returning(Job.id)
    ).first()
    if done is None:
        raise JobTakenTwice


def _put_back(job: Claimed, error: str) -> None:
    wait = timedelta(seconds=min(2**job.attempts, 3600))
    ended = job.attempts >= MAX_ATTEMPTS
    with tenancy.all_chapters(), transaction():
        db.session.execute(
            sa.update(Job)
            .where(Job.id == job.id, Job.status == JobStatus.PENDING)
            .values(
                status=JobStatus.FAILED if ended else JobStatus.PENDING,
                due_at=clock.now() + wait,
                last_error=error,
            )
        )


def run_due(*, limit: int = 10_000) -> int:
    """Do what is due, at most `limit` jobs, and return how many were tried."""
    for count in range(limit):
        job = claim()
        if job is None:
            return count
        run(job)
    return limit


def run_inside() -> int:
    """Do the atomic jobs that the running transaction has added and that are due; return how many.

    For loads that make many deeds at once. What is not atomic (drawing, sending) stays for the
    worker. An error ends the whole transaction: there is nobody to try again.
    """
    count = 0
    while added := db.session.info.pop(ADDED, None):
        for job in added:
            if not _tasks[job.task].atomic or job.due_at > clock.now():
                continue
            with acting_as(SYSTEM):
                _tasks[job.task].run(**job.payload)
            job.status, job.finished_at = JobStatus.DONE, clock.now()
            count += 1
    db.session.flush()
    return count


def oldest_due() -> datetime | None:
    """Return since when (UTC) the oldest due job waits, None when nothing waits."""
    with tenancy.all_chapters():
        return db.session.scalar(
            sa.select(sa.func.min(Job.due_at)).where(
                Job.status == JobStatus.PENDING, Job.due_at <= clock.now()
            )
        )


def failed_jobs(*, limit: int = 50) -> list[Job]:
    """Return the chosen chapter's jobs that were given up, newest first."""
    return list(
        db.session.scalars(
            sa.select(Job)
            .where(Job.status == JobStatus.FAILED, Job.chapter_id == tenancy.chapter_id())
            .order_by(Job.created_at.desc(), Job.id)
            .limit(limit)
        )
    )


def try_again(job_id: UUID) -> bool:
    """Put a job of the chosen chapter that was given up back in the queue; say whether it was one."""
    found = db.session.scalars(
        sa.update(Job)
        .where(
            Job.id == job_id,
            Job.chapter_id == tenancy.chapter_id(),
            Job.status == JobStatus.FAILED,
        )
        .values(status=JobStatus.PENDING, due_at=clock.now(), attempts=0)
        .returning(Job.id)
    ).first()
    return found is not None
