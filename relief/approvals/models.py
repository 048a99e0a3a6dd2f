"""Acts that one person asks for and another one approves."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from relief.core import clock
from relief.core.db import Base, money_check, money_column, status_type, unique_while
from relief.core.money import Money
from relief.core.tenancy import ChapterOwned


class ApprovalStatus(StrEnum):
    """Where a request for a second pair of eyes stands."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Approval(ChapterOwned, Base):
    """A request to act on `subject_id`. `kind` names the act, as `room:verb`; `payload` its terms.

    One request waits at a time for the same act on the same subject.
    """

    kind: Mapped[str] = mapped_column(sa.String(40))
    subject_id: Mapped[UUID]
    label: Mapped[str]
    amount: Mapped[Money] = money_column("amount")
    reason: Mapped[str]
    payload: Mapped[dict[str, Any]]
    status: Mapped[ApprovalStatus] = mapped_column(
        status_type(ApprovalStatus), default=ApprovalStatus.PENDING
    )
    asked_by_id: Mapped[UUID]
    asked_by: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_by_id: Mapped[UUID | None]
    decided_by: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        *money_check("amount", positive=True),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR status = 'withdrawn' OR decided_by_id <> asked_by_id",
            name="two_people",
        ),
        sa.Index("ix_approval_status", "chapter_id", "status", "asked_at", "id"),
        sa.Index("ix_approval_subject", "chapter_id", "subject_id"),
        unique_while(
            "status = 'pending'", "uq_approval_waiting", "chapter_id", "kind", "subject_id"
        ),
    )
