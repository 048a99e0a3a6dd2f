"""Questions about closed months."""

from datetime import date

import sqlalchemy as sa

from relief.core.db import db
from relief.periods.models import ClosedMonth


def is_closed(day: date) -> bool:
    """Say whether the month of a local date of the chapter is closed."""
    found = db.session.scalar(
        sa.select(ClosedMonth.id).where(
            ClosedMonth.year == day.year,
            ClosedMonth.month == day.month,
            ClosedMonth.reopened_at.is_(None),
        )
    )
    return found is not None
