"""Kits and their assemblies."""

from typing import Any
from uuid import uuid4

from relief.core.db import transaction
from relief.kits import actions
from relief.kits.actions import Holds
from relief.kits.models import KitAssembly
from relief.stock.models import Category, Item


def kit(f: Any, **values: Any) -> Item:
    """A pantry kit of `holds`, pairs of an item and its units; two of one new item unless told."""
    holds = values.pop("holds", None) or [(f.item(), 2)]
    made = f.item(
        **{
            "name": f"Despensa {f.number()}",
            "category": Category.PANTRY_KIT,
            "unit": "despensa",
            **values,
        }
    )
    with transaction():
        actions.set_components(made, components=[Holds(item, units) for item, units in holds])
    return made


def assembly(f: Any, **values: Any) -> KitAssembly:
    """Ten kits of `kit`, put together of a lot with enough of each component, made at `place`."""
    kit = values.pop("kit", None)
    place = values.pop("place", None) or f.place()
    if kit is None:
        part = f.item()
        f.lot(item=part, place=place)
        kit = f.kit(holds=[(part, 2)])
    with transaction():
        return actions.assemble(kit, place=place, **{"kits": 10, "nonce": uuid4(), **values})
