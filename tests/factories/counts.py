"""Cycle counts."""

from typing import Any
from uuid import uuid4

from relief.core import rows
from relief.core.db import transaction
from relief.counts import actions, queries
from relief.counts.models import StockCount
from relief.stock.models import Place


def count(f: Any, **values: Any) -> StockCount:
    """The sheet of a place with one new lot, unless told which place."""
    place_id = values.pop("place_id", None)
    if place_id is None:
        place = f.place()
        f.lot(place=place)
        place_id = place.id
    with transaction():
        made = actions.start_count(rows.get(Place, place_id), **{"nonce": uuid4(), **values})
    return queries.whole_count(made.id)
