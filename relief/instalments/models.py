"""Schedules: what is due, when; and the reminders that were sent about it.

What was paid of a part is never stored: it follows from what the pledge has counted (`states`).
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from relief.core import clock
from relief.core.db import Base, money_check, money_column, status_type, unique_while
from relief.core.money import Money
from relief.core.tenancy import ChapterOwned, chapter_fk
from relief.pledges.models import Pledge


class InstalmentState(StrEnum):
    """Where a part stands today; derived, never stored."""

    SCHEDULED = "scheduled"
    DUE = "due"
    OVERDUE = "overdue"
    PARTIALLY_PAID = "partially_paid"
    PAID = "paid"
    CANCELLED = "cancelled"
    WRITTEN_OFF = "written_off"


class Age(StrEnum):
    """For how many days a balance is past its date; derived, never stored."""

    NOT_DUE = "not_due"
    UP_TO_30 = "up_to_30"
    UP_TO_60 = "up_to_60"
    UP_TO_90 = "up_to_90"
    OVER_90 = "over_90"


class ReminderKind(StrEnum):
    """What a reminder is for: a date that is near, or one that has passed."""

    BEFORE = "before"
    AFTER_3 = "after_3"
    AFTER_15 = "after_15"
    AFTER_30 = "after_30"


class Schedule(ChapterOwned, Base):
    """One revision of how a promise of money will be paid; the current one has no `superseded_at`.

    Revisions are kept, each with who made it and why, and their parts are never changed.
    """

    pledge_id: Mapped[UUID]
    revision: Mapped[int]
    reason: Mapped[str] = mapped_column(default="")
    made_by: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    superseded_at: Mapped[datetime | None]

    pledge: Mapped[Pledge] = relationship(primaryjoin="Pledge.id == foreign(Schedule.pledge_id)")
    parts: Mapped[list["Instalment"]] = relationship(
        primaryjoin="Schedule.id == foreign(Instalment.schedule_id)",
        back_populates="schedule",
        order_by="Instalment.position",
    )

    __table_args__ = (
        chapter_fk("pledge_id", "pledge"),
        sa.UniqueConstraint("chapter_id", "pledge_id", "revision"),
        sa.CheckConstraint("revision > 0", name="revision_positive"),
        unique_while("superseded_at IS NULL", "uq_schedule_current", "chapter_id", "pledge_id"),
    )


class Instalment(ChapterOwned, Base):
    """A parcialidad: so much, on a local date of the chapter. Positions begin at 1."""

    schedule_id: Mapped[UUID]
    position: Mapped[int]
    due_on: Mapped[date]
    amount: Mapped[Money] = money_column("amount")

    schedule: Mapped[Schedule] = relationship(
        primaryjoin="Schedule.id == foreign(Instalment.schedule_id)", back_populates="parts"
    )

    __table_args__ = (
        chapter_fk("schedule_id", "schedule"),
        sa.UniqueConstraint("chapter_id", "schedule_id", "position"),
        sa.UniqueConstraint("chapter_id", "schedule_id", "due_on"),
        sa.CheckConstraint("position > 0", name="position_positive"),
        *money_check("amount", positive=True),
        sa.Index("ix_instalment_due", "chapter_id", "due_on", "id"),
    )


class ReminderLetter(ChapterOwned, Base):
    """One letter of reminders. An address receives at most one in a day of the chapter."""

    pledge_id: Mapped[UUID]
    to_address: Mapped[str]
    sent_on: Mapped[date]

    __table_args__ = (
        chapter_fk("pledge_id", "pledge"),
        sa.UniqueConstraint("chapter_id", "to_address", "sent_on"),
        sa.Index("ix_reminder_letter_pledge", "chapter_id", "pledge_id", "sent_on"),
    )


class Reminder(ChapterOwned, Base):
    """That a letter spoke of what is due on a date: once for each date and kind of reminder.

    The date stands for the part, so that a schedule made anew does not remind again of the same.
    """

    letter_id: Mapped[UUID]
    pledge_id: Mapped[UUID]
    due_on: Mapped[date]
    kind: Mapped[ReminderKind] = mapped_column(status_type(ReminderKind))

    __table_args__ = (
        chapter_fk("letter_id", "reminder_letter"),
        chapter_fk("pledge_id", "pledge"),
        sa.UniqueConstraint("chapter_id", "pledge_id", "due_on", "kind"),
    )


class ReminderStop(ChapterOwned, Base):
    """That a pledge gets no reminders, since when and by whose wish; lifted, it stays as history."""

    pledge_id: Mapped[UUID]
    by_donor: Mapped[bool]
    stopped_by: Mapped[str]
    stopped_at: Mapped[datetime] = mapped_column(default=clock.now)
    lifted_at: Mapped[datetime | None]

    __table_args__ = (
        chapter_fk("pledge_id", "pledge"),
        unique_while("lifted_at IS NULL", "uq_reminder_stop_standing", "chapter_id", "pledge_id"),
    )
