"""Goods between places."""

from typing import Any
from uuid import uuid4

from relief.core.db import transaction
from relief.stock.ledger import Line
from relief.transfers import actions, queries
from relief.transfers.models import Transfer


def transfer(f: Any, **values: Any) -> Transfer:
    """40 units of a new lot on the road between two new places, unless told otherwise."""
    source = values.pop("source", None) or f.place()
    target = values.pop("target", None) or f.place()
    lines = values.pop("lines", None) or [Line(f.lot(place=source), 40)]
    with transaction():
        made = actions.send_transfer(
            source=source, target=target, lines=lines, **{"nonce": uuid4(), **values}
        )
    return queries.whole_transfer(made.id)
