"""Closed months."""

from typing import Any

from relief.core.db import transaction
from relief.periods import actions
from relief.periods.models import ClosedMonth


def closing(f: Any, **values: Any) -> ClosedMonth:
    """A closed month: January of 2020 unless said otherwise."""
    with transaction():
        return actions.close_month(**{"year": 2020, "month": 1, **values})
