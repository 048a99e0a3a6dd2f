"""Items, places and lots."""

from typing import Any

from relief.core.db import db, transaction
from relief.stock import actions, ledger
from relief.stock.models import Category, Item, Lot, Place, PlaceKind, Reason


def item(f: Any, **values: Any) -> Item:
    """An item of the catalogue of the chosen chapter, that does not expire."""
    number = f.number()
    with transaction():
        return actions.create_item(
            **{
                "sku": f"ART-{number}",
                "name": f"Cubrebocas {number}",
                "category": Category.PPE,
                "unit": "pieza",
                **values,
            }
        )


def place(f: Any, **values: Any) -> Place:
    """A warehouse of the chosen chapter."""
    with transaction():
        return actions.create_place(
            **{"name": f"Almacén {f.number()}", "kind": PlaceKind.WAREHOUSE, **values}
        )


def lot(f: Any, **values: Any) -> Lot:
    """A lot with `quantity` units on hand (100 unless told) at `place`, both made if not given."""
    quantity = values.pop("quantity", 100)
    item = values.pop("item", None) or f.item()
    place = values.pop("place", None) or f.place()
    with transaction():
        made = Lot(**{"item_id": item.id, "code": f"L-{f.number()}", **values})
        db.session.add(made)
        db.session.flush()
        if quantity:
            ledger.move(
                [ledger.Line(made, quantity)], source=None, target=place, reason=Reason.RECEIVED
            )
    return made
