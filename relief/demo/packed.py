"""What a pantry kit holds when the chapter packs it, and in what some goods come."""

from datetime import date, timedelta
from functools import partial

from relief.core.rows import get
from relief.demo.stage import Stage
from relief.kits.actions import Holds, set_components
from relief.stock import packs
from relief.stock.models import Item

KIT = "DES-01"
HOLDS = (("ALI-01", 2), ("ALI-02", 1), ("ALI-03", 1), ("ALI-04", 2), ("ALI-05", 1), ("ALI-06", 1))
PACK = ("EPP-03", "tarima", 20_000)


def write_down(stage: Stage, *, today: date) -> None:
    """Write an evening at the catalogue into the script."""
    evening = today - timedelta(days=1)
    stage.script.at(evening, 21, stage.coordinator, partial(_describe, stage))


def _describe(stage: Stage) -> None:
    parts = [Holds(get(Item, stage.items[sku]), units) for sku, units in HOLDS]
    set_components(get(Item, stage.items[KIT]), components=parts)
    sku, label, units = PACK
    packs.add_pack(get(Item, stage.items[sku]), label=label, units=units)
