"""Allocations."""

from datetime import date
from typing import Any

from relief.allocation import actions, queries
from relief.allocation.models import Allocation, AllocationStatus
from relief.core.db import transaction


def allocation(f: Any, **values: Any) -> Allocation:
    """A proposal over `places`; without them 60 units at one place for a need of 100."""
    status = values.pop("status", AllocationStatus.PROPOSED)
    places = values.pop("places", None)
    if places is None:
        need, places = f.need(), [f.place()]
        f.lot(item=need.lines[0].item, place=places[0], quantity=60)
    with transaction():
        made = actions.propose(places=places, **{"planned_for": date(2099, 4, 20), **values})
        if status is AllocationStatus.RESERVED:
            actions.reserve(queries.whole_allocation(made.id))
    return queries.whole_allocation(made.id)
