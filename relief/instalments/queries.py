"""What is due of a pledge, and how its schedule came to be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from relief.chapters.queries import get_chapter
from relief.core import clock, tenancy
from relief.core.db import db
from relief.core.money import Money
from relief.instalments.dates import Planned, plan_of, waterfall
from relief.instalments.models import (
    Instalment,
    InstalmentState,
    Reminder,
    ReminderLetter,
    ReminderStop,
    Schedule,
)
from relief.instalments.states import CLOSED, state_of
from relief.pledges.models import OPEN_PLEDGES, STANDING, LineKind, Pledge, PledgeStatus

LEFT_OPEN = (
    InstalmentState.OVERDUE,
    InstalmentState.PARTIALLY_PAID,
    InstalmentState.DUE,
    InstalmentState.SCHEDULED,
)


@dataclass(frozen=True)
class Part:
    """One part of a promise as it stands today; `due_on` is a local date of the chapter."""

    position: int
    due_on: date
    amount: Money
    paid: Money
    state: InstalmentState

    @property
    def left(self) -> Money:
        """Return what is still to be paid of it."""
        return self.amount - self.paid


def local_today() -> date:
    """Return the date on the chapter's wall."""
    return clock.today(get_chapter(tenancy.chapter_id()).zone)


def current_schedule(pledge_id: UUID) -> Schedule | None:
    """Return the schedule that counts, with its parts; None before the first."""
    return db.session.scalars(
        sa.select(Schedule)
        .where(Schedule.pledge_id == pledge_id, Schedule.superseded_at.is_(None))
        .options(selectinload(Schedule.parts))
    ).first()


def revisions_of(pledge_id: UUID) -> list[Schedule]:
    """Return every schedule that a pledge has had, with its parts, newest first."""
    return list(
        db.session.scalars(
            sa.select(Schedule)
            .where(Schedule.pledge_id == pledge_id)
            .options(selectinload(Schedule.parts))
            .order_by(Schedule.revision.desc())
        )
    )


def parts_of(pledge: Pledge) -> list[Part]:
    """Return the parts of a promise of money, in their order; none before it is accepted.

    What is paid fills them from the first on. Until the worker has made the schedule of a pledge
    just accepted, the parts are those that it will make.
    """
    return parts_of_pledges([pledge])[pledge.id]


def parts_of_pledges(pledges: Sequence[Pledge]) -> dict[UUID, list[Part]]:
    """Return the parts of several pledges (loaded with their lines), in one query."""
    found = db.session.scalars(
        sa.select(Instalment)
        .join(Schedule, Schedule.id == Instalment.schedule_id)
        .where(
            Schedule.pledge_id.in_([pledge.id for pledge in pledges]),
            Schedule.superseded_at.is_(None),
        )
        .options(joinedload(Instalment.schedule))
        .order_by(Instalment.schedule_id, Instalment.position)
    )
    planned: dict[UUID, list[Planned]] = {pledge.id: [] for pledge in pledges}
    for row in found:
        planned[row.schedule.pledge_id].append((row.due_on, row.amount))
    return {
        pledge.id: as_parts(pledge, planned[pledge.id] or first_plan(pledge)) for pledge in pledges
    }


def as_parts(pledge: Pledge, planned: Sequence[Planned]) -> list[Part]:
    """Let what the pledge has counted fill a plan, and say where each part stands today."""
    line, today = pledge.cash_line, local_today()
    if line is None or pledge.status not in {*STANDING, *CLOSED}:
        return []
    filled = waterfall([amount.minor for _day, amount in planned], line.paid_minor)
    return [
        Part(
            position=position,
            due_on=due_on,
            amount=amount,
            paid=Money(paid, amount.currency),
            state=state_of(
                due_on, amount=amount.minor, paid=paid, pledge=pledge.status, today=today
            ),
        )
        for position, ((due_on, amount), paid) in enumerate(
            zip(planned, filled, strict=True), start=1
        )
    ]


def next_part(pledge: Pledge) -> Part | None:
    """Return the first part that is not paid, of a pledge that waits for money; None when all is."""
    return next((part for part in parts_of(pledge) if part.state in LEFT_OPEN), None)


def next_amount(pledge: Pledge) -> Money | None:
    """Return what is to be paid next; None when nothing is.

    Of a pledge that nobody has answered yet, the first of the payments that its donor asked for.
    """
    part = next_part(pledge)
    if part is not None:
        return part.left
    asked = pledge.wished_payments if pledge.status is PledgeStatus.SUBMITTED else []
    return asked[0] if asked else None


def first_plan(pledge: Pledge) -> list[Planned]:
    """Return the plan of a pledge as its donor wished it, from the day it was accepted.

    The first part is due after the chapter's payment term, which is set on the chapter's page;
    nothing for a pledge that promises no money or that nobody has accepted.
    """
    line = pledge.cash_line
    if line is None or line.amount is None or pledge.status not in STANDING:
        return []
    chapter = get_chapter(tenancy.chapter_id())
    accepted_on = clock.local(pledge.decided_at or clock.now(), chapter.zone).date()
    return plan_of(
        line.amount,
        frequency=pledge.plan_frequency,
        count=pledge.plan_count,
        first=accepted_on + timedelta(days=chapter.payment_term_days),
    )


def standing_stop(pledge_id: UUID) -> ReminderStop | None:
    """Return who stopped the reminders of a pledge, None while they go on."""
    return db.session.scalars(
        sa.select(ReminderStop).where(
            ReminderStop.pledge_id == pledge_id, ReminderStop.lifted_at.is_(None)
        )
    ).first()


def reminders_of(pledge_id: UUID) -> list[tuple[ReminderLetter, Reminder]]:
    """Return what a pledge was reminded of, newest first."""
    found = db.session.execute(
        sa.select(ReminderLetter, Reminder)
        .join(Reminder, Reminder.letter_id == ReminderLetter.id)
        .where(ReminderLetter.pledge_id == pledge_id)
        .order_by(ReminderLetter.sent_on.desc(), Reminder.due_on, Reminder.kind)
    )
    return [(row.ReminderLetter, row.Reminder) for row in found]


def without_schedule(*, limit: int) -> list[UUID]:
    """Return open pledges of money that have no schedule, oldest first."""
    scheduled = sa.select(Schedule.pledge_id).where(Schedule.superseded_at.is_(None))
    return list(
        db.session.scalars(
            sa.select(Pledge.id)
            .where(
                Pledge.status.in_(OPEN_PLEDGES),
                Pledge.lines.any(kind=LineKind.CASH),
                Pledge.id.not_in(scheduled),
            )
            .order_by(Pledge.submitted_at, Pledge.id)
            .limit(limit)
        )
    )
