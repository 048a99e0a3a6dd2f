"""This week at the warehouses: goods on the road, a count that waits, a hold, and a false alarm."""

from datetime import date, timedelta
from functools import partial

from relief.core.rows import get
from relief.counts import actions as counts
from relief.counts.actions import Counted, Explained
from relief.demo.stage import Stage
from relief.recalls import actions as recalls
from relief.recalls.models import RecallOutcome
from relief.stock.actions import set_lot_status
from relief.stock.ledger import Line
from relief.stock.models import Lot, LotStatus, Place, Reason
from relief.stock.queries import lots_of_item
from relief.transfers import actions as transfers

HELD = "EPP-08"
"""Goggles: in no need and on no trip of the story, so that nobody waits for what is held."""

COUNTED = "ALI-06"


def write_down(stage: Stage, *, today: date) -> None:
    """Write the last two evenings at the shelves into the script."""
    before, yesterday = today - timedelta(days=2), today - timedelta(days=1)
    stage.script.at(before, 20, stage.coordinator, partial(_recall, stage))
    stage.script.at(yesterday, 20, stage.coordinator, partial(_tidy, stage))


def _lot(stage: Stage, sku: str) -> tuple[Lot, Place, int]:
    """Return the first lot of an item, where it is, and how much of it may move."""
    balance = lots_of_item(stage.items[sku])[0]
    return balance.lot, balance.place, balance.available


def _other(stage: Stage, place: Place) -> Place:
    return get(Place, next(each for each in stage.places.values() if each != place.id))


def _recall(stage: Stage) -> None:
    """Hold goods on a warning, and let them go when the maker cleared them."""
    lot, _place, _units = _lot(stage, HELD)
    recall = recalls.open_recall(
        lot,
        reason="Aviso del fabricante: la mica puede traer grietas",
        instructions="Apartar las piezas hasta nuevo aviso.",
        nonce=stage.nonce(),
    )
    recalls.close_recall(
        recall, outcome=RecallOutcome.RELEASED, reason="El fabricante confirmó que no es este lote"
    )


def _tidy(stage: Stage) -> None:
    lot, place, units = _lot(stage, HELD)
    transfers.send_transfer(
        source=place,
        target=_other(stage, place),
        lines=[Line(lot, units // 4)],
        nonce=stage.nonce(),
        carrier="Julián Peña",
    )
    set_lot_status(lot, LotStatus.QUARANTINED, reason="Una caja llegó abierta")
    _count(stage)


def _count(stage: Stage) -> None:
    """Count a lot two units short, and leave it to a second person."""
    lot, place, _units = _lot(stage, COUNTED)
    count = counts.start_count(place, nonce=stage.nonce(), item=lot.item)
    (line,) = count.lines
    on_hand = sum(each.on_hand for each in lots_of_item(lot.item_id) if each.place_id == place.id)
    counts.save_counts(count, counted=[Counted(line.id, on_hand - 2, None)])
    why = Explained(Reason.DAMAGED, "Dos bolsas rotas")
    counts.submit_count(count, explained={line.id: why})
