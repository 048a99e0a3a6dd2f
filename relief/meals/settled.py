"""Which days of meals the books have: one gift in kind for a company's month, and its days."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from relief.core import clock
from relief.core.db import Base, money_check, money_column
from relief.core.money import Money
from relief.core.tenancy import ChapterOwned, chapter_fk
from relief.intake.models import Intake


class MealSettlement(ChapterOwned, Base):
    """A month of one company for one campaign as one arrival; donor and campaign are the arrival's.

    `month` is its first day. `unit_value` is what the company says that a portion is worth.
    """

    intake_id: Mapped[UUID]
    month: Mapped[date]
    portions: Mapped[int]
    unit_value: Mapped[Money] = money_column("unit_value")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    intake: Mapped[Intake] = relationship(
        primaryjoin="Intake.id == foreign(MealSettlement.intake_id)"
    )

    __table_args__ = (
        chapter_fk("intake_id", "intake"),
        sa.UniqueConstraint("chapter_id", "intake_id"),
        sa.CheckConstraint("portions > 0", name="portions_positive"),
        *money_check("unit_value", positive=True),
    )


class SettledSlot(ChapterOwned, Base):
    """A day that is in the books; its key keeps it from being there twice."""

    settlement_id: Mapped[UUID]
    slot_id: Mapped[UUID]

    __table_args__ = (
        chapter_fk("settlement_id", "meal_settlement"),
        chapter_fk("slot_id", "meal_slot"),
        sa.UniqueConstraint("chapter_id", "slot_id"),
        sa.Index("ix_settled_slot_settlement", "chapter_id", "settlement_id"),
    )
