"""Close a month, and keep what is dated in it as it is."""

from datetime import date

import sqlalchemy as sa

from relief.audit.actions import record
from relief.chapters.models import Chapter
from relief.chapters.queries import get_chapter
from relief.core import clock, context, rows, tenancy
from relief.core.db import db
from relief.core.text import has_substance
from relief.periods import queries
from relief.periods.errors import (
    AlreadyClosed,
    AlreadyReopened,
    MonthClosed,
    MonthNotOver,
    ReasonMissing,
)
from relief.periods.models import ClosedMonth
from relief.periods.months import Month


def refuse_closed(*days: date) -> None:
    """Raise MonthClosed when one of these local dates of the chapter lies in a closed month.

    Until the end of the transaction nobody closes a month of the chapter: what is written after
    this check is dated in a month that is still open when it is committed.
    """
    # Shared with all who write; only close_month takes the row for itself.
    db.session.execute(
        sa.select(Chapter.id)
        .where(Chapter.id == tenancy.chapter_id())
        .with_for_update(read=True, key_share=True)
    )
    for month in sorted({Month.of(day) for day in days}):
        if queries.standing(month) is not None:
            raise MonthClosed(month=month.named())


def close_month(*, year: int, month: int) -> ClosedMonth:
    """Close a month that is over on the chapter's wall; who and when is kept.

    Raise MonthNotOver, AlreadyClosed, which names who was first, or ValueError for a month that is
    in no calendar.
    """
    asked = Month(year, month)
    chapter = rows.lock(get_chapter(tenancy.chapter_id()))
    if asked >= Month.of(clock.today(chapter.zone)):
        raise MonthNotOver(month=asked.named())
    known = queries.standing(asked)
    if known is not None:
        raise AlreadyClosed(who=known.closed_by, month=asked.named())
    closed = ClosedMonth(year=year, month=month, closed_by=context.current_actor().label)
    db.session.add(closed)
    db.session.flush()
    record("periods:month:closed", closed, after={"month": str(asked)})
    return closed


def reopen_month(closed: ClosedMonth, *, reason: str) -> None:
    """Open a month again; its closing stays on record, with who undid it and why.

    Raise AlreadyReopened, which names who was first, or ReasonMissing.
    """
    rows.lock(closed)
    month = Month(closed.year, closed.month)
    if closed.reopened_at is not None:
        raise AlreadyReopened(who=closed.reopened_by, month=month.named())
    if not has_substance(reason):
        raise ReasonMissing
    closed.reopened_by = context.current_actor().label
    closed.reopened_at = clock.now()
    closed.reopened_reason = reason
    db.session.flush()
    record("periods:month:reopened", closed, after={"month": str(month), "reason": reason})
