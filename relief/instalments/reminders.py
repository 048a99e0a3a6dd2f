"""Which parts a donor is reminded of, and when: 7 days before, and 3, 15 and 30 days after.

One letter speaks of everything that a pledge owes. The rows say what was spoken of: their unique
keys, and not the memory of a worker, keep a repeated job from writing twice.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa

from relief.audit.actions import record
from relief.core import rows, tenancy
from relief.core.db import db, new_id
from relief.donors.queries import may_write
from relief.instalments import emails, queries
from relief.instalments.models import (
    Reminder,
    ReminderKind,
    ReminderLetter,
    ReminderStop,
)
from relief.instalments.queries import LEFT_OPEN, Part
from relief.instalments.states import parts_today
from relief.pledges.models import OPEN_PLEDGES, Pledge

# From how many days past the date (before it, below zero) to how many, both included. A day on
# which nobody worked, or on which another letter went, is made up for within the span.
SPANS = {
    ReminderKind.BEFORE: (-7, 0),
    ReminderKind.AFTER_3: (3, 14),
    ReminderKind.AFTER_15: (15, 29),
    ReminderKind.AFTER_30: (30, 44),
}
MOST_LETTERS = 24
"""Of reminders about one pledge, ever: whoever did not answer so many wants a call."""


def kind_on(due_on: date, *, today: date) -> ReminderKind | None:
    """Return what a part that is due on a date is reminded of today, if anything."""
    late = (today - due_on).days
    return next((kind for kind, (since, until) in SPANS.items() if since <= late <= until), None)


def pledges_to_remind(today: date) -> list[UUID]:
    """Return the open pledges with a part to speak of today, of which nothing was said yet."""
    part = parts_today(today).c
    spans = [
        (kind, part.due_on.between(today - timedelta(days=until), today - timedelta(days=since)))
        for kind, (since, until) in SPANS.items()
    ]
    kind = sa.case(*((span, each.value) for each, span in spans))
    said = sa.exists().where(
        Reminder.pledge_id == part.pledge_id, Reminder.due_on == part.due_on, Reminder.kind == kind
    )
    stopped = sa.exists().where(
        ReminderStop.pledge_id == part.pledge_id, ReminderStop.lifted_at.is_(None)
    )
    statement = (
        sa.select(part.pledge_id)
        .where(
            part.pledge_status.in_(OPEN_PLEDGES),
            part.left > 0,
            sa.or_(*(span for _kind, span in spans)),
            ~said,
            ~stopped,
        )
        .distinct()
        .order_by(part.pledge_id)
    )
    return list(db.session.scalars(statement))


def remind(pledge: Pledge) -> ReminderLetter | None:
    """Write the donor one letter about what is due and was not spoken of; None if there is no need.

    Nothing goes out for a pledge that is paid or closed, whose reminders were stopped by staff or
    by the donor, that had MOST_LETTERS already, or to a mailbox that had one today.
    """
    rows.lock(pledge)
    today = queries.local_today()
    parts = _unsaid(pledge, today)
    if not parts or not _may_remind(pledge):
        return None
    letter = _claim_day(pledge, today)
    if letter is None:
        return None
    for part in parts:
        db.session.add(
            Reminder(
                letter_id=letter.id,
                pledge_id=pledge.id,
                due_on=part.due_on,
                kind=kind_on(part.due_on, today=today),
            )
        )
    db.session.flush()
    emails.remind(pledge, owed=_owed(pledge, today), today=today)
    told = {"instalments": len(parts), "email": pledge.contact_email}
    record("instalments:reminders:sent", letter, about=pledge, after=told)
    return letter


def _unsaid(pledge: Pledge, today: date) -> list[Part]:
    """Return the parts that today's letter would be the first to speak of in their present state."""
    if pledge.status not in OPEN_PLEDGES:
        return []
    said = {
        (row.due_on, row.kind)
        for row in db.session.execute(
            sa.select(Reminder.due_on, Reminder.kind).where(Reminder.pledge_id == pledge.id)
        )
    }
    return [
        part
        for part in queries.parts_of(pledge)
        if part.state in LEFT_OPEN
        and (kind := kind_on(part.due_on, today=today)) is not None
        and (part.due_on, kind) not in said
    ]


def _owed(pledge: Pledge, today: date) -> Sequence[Part]:
    """Return all that the letter lists: what is late, and what falls due within the week."""
    soon = today + timedelta(days=-SPANS[ReminderKind.BEFORE][0])
    return [
        part for part in queries.parts_of(pledge) if part.state in LEFT_OPEN and part.due_on <= soon
    ]


def _may_remind(pledge: Pledge) -> bool:
    letters = sa.select(sa.func.count(ReminderLetter.id)).where(
        ReminderLetter.pledge_id == pledge.id
    )
    return (
        queries.standing_stop(pledge.id) is None
        and may_write(pledge.contact_email, "reminders")
        and (db.session.scalar(letters) or 0) < MOST_LETTERS
    )


def _claim_day(pledge: Pledge, today: date) -> ReminderLetter | None:
    """Take today's one letter to this mailbox; None when it has had it."""
    claim = (
        sa.text(
            "INSERT INTO reminder_letter (id, chapter_id, pledge_id, to_address, sent_on) "
            "VALUES (:id, :chapter_id, :pledge_id, :to_address, :sent_on) "
            "ON CONFLICT (chapter_id, to_address, sent_on) DO NOTHING RETURNING id"
        )
        .bindparams(
            sa.bindparam("id", new_id(), type_=sa.Uuid()),
            sa.bindparam("chapter_id", tenancy.chapter_id(), type_=sa.Uuid()),
            sa.bindparam("pledge_id", pledge.id, type_=sa.Uuid()),
            sa.bindparam("sent_on", today, type_=sa.Date()),
            to_address=pledge.contact_email.strip().lower(),
        )
        .columns(sa.column("id", sa.Uuid()))
    )
    claimed = db.session.connection().execute(claim).scalar()
    return db.session.get(ReminderLetter, claimed) if claimed is not None else None
