"""Closed months."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from relief.core import clock
from relief.core.db import Base, unique_while
from relief.core.tenancy import ChapterOwned


class ClosedMonth(ChapterOwned, Base):
    """A month in which nothing may change any more, until it is opened again with a reason."""

    year: Mapped[int]
    month: Mapped[int]
    closed_by: Mapped[str]
    closed_at: Mapped[datetime] = mapped_column(default=clock.now)
    reopened_by: Mapped[str] = mapped_column(default="")
    reopened_at: Mapped[datetime | None]
    reopened_reason: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        sa.CheckConstraint("month BETWEEN 1 AND 12", name="month_of_a_year"),
        unique_while(
            "reopened_at IS NULL", "uq_closed_month_standing", "chapter_id", "year", "month"
        ),
    )
