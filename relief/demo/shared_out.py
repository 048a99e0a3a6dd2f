"""This morning's proposal: who gets what of what the open needs miss, with one number changed by hand."""

from datetime import date, timedelta

from relief.allocation import actions
from relief.allocation.actions import Typed
from relief.core.rows import get
from relief.demo.stage import Stage
from relief.stock.models import Place

WHY = "El resto le llega mañana con otro donativo."


def write_down(stage: Stage, *, today: date) -> None:
    """Propose yesterday evening what may leave today."""
    evening = today - timedelta(days=1)
    stage.script.at(evening, 20, stage.coordinator, lambda: _propose(stage, today))


def _propose(stage: Stage, today: date) -> None:
    places = [get(Place, place) for place in stage.places.values()]
    allocation = actions.propose(places=places, planned_for=today)
    typed = {share.need_line_id: Typed(share.quantity) for share in allocation.shares}
    first = allocation.shares[0]
    typed[first.need_line_id] = Typed(first.quantity // 2, WHY)
    actions.share_again(allocation, typed=typed)
