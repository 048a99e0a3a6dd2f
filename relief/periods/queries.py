"""Questions about closed months."""

from uuid import UUID

import sqlalchemy as sa

from relief.core import rows
from relief.core.db import db
from relief.periods.models import ClosedMonth
from relief.periods.months import Month


def standing(month: Month) -> ClosedMonth | None:
    """Return the closing of a month that still holds, None while the month is open."""
    return db.session.scalars(
        sa.select(ClosedMonth).where(
            ClosedMonth.year == month.year,
            ClosedMonth.month == month.month,
            ClosedMonth.reopened_at.is_(None),
        )
    ).first()


def get_closing(closing_id: UUID) -> ClosedMonth:
    """Return a closing of the chapter, whether or not it still holds. Raise RowMissing."""
    return rows.get(ClosedMonth, closing_id)


def closings_since(month: Month) -> list[ClosedMonth]:
    """Return every closing of that month and later ones, undone ones too, the latest first."""
    return list(
        db.session.scalars(
            sa.select(ClosedMonth)
            .where(
                sa.tuple_(ClosedMonth.year, ClosedMonth.month)
                >= sa.tuple_(sa.literal(month.year), sa.literal(month.month))
            )
            .order_by(
                ClosedMonth.year.desc(),
                ClosedMonth.month.desc(),
                ClosedMonth.closed_at.desc(),
                ClosedMonth.id.desc(),
            )
        )
    )
