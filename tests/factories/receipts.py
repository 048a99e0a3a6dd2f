"""Goods as plain rows, and receipts by the room's own actions."""

from typing import Any

from relief.core.db import db, transaction
from relief.core.text import search_key
from relief.stock.models import Category, Item


def catalogue_item(f: Any, **values: Any) -> Item:
    """An item of the catalogue, written as a plain row."""
    name = values.pop("name", "Cubrebocas N95")
    item = Item(
        **{
            "sku": f"EPP-{f.number():05d}",
            "name": name,
            "name_en": "N95 respirator",
            "search_key": search_key(name),
            "category": Category.PPE,
            "unit": "pieza",
            **values,
        }
    )
    with transaction():
        db.session.add(item)
    return item
