"""Goods called back."""

from typing import Any
from uuid import uuid4

from relief.core import rows
from relief.core.db import transaction
from relief.recalls import actions, queries
from relief.recalls.models import Recall
from relief.stock.models import Lot


def recall(f: Any, **values: Any) -> Recall:
    """The recall of a new lot, unless told which."""
    lot_id = values.pop("lot_id", None) or f.lot().id
    with transaction():
        told = {"reason": "Aviso del fabricante", "nonce": uuid4(), **values}
        made = actions.open_recall(rows.get(Lot, lot_id), **told)
    return queries.whole_recall(made.id)
