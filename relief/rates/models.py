"""Exchange rates as they were published."""

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from relief.core import clock
from relief.core.db import Base
from relief.core.tenancy import ChapterOwned

MICROS = 1_000_000


class Rate(ChapterOwned, Base):
    """Pesos for one dollar on a date, in millionths; `source` says who published it (FIX, DOF …)."""

    published_on: Mapped[date]
    micros: Mapped[int]
    source: Mapped[str] = mapped_column(sa.String(40))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        sa.UniqueConstraint("chapter_id", "published_on", "source", info={"field": "day"}),
        sa.CheckConstraint("micros > 0", name="micros_positive"),
    )

    @property
    def pesos(self) -> Decimal:
        """Return the rate in pesos for one dollar."""
        return Decimal(self.micros) / MICROS
