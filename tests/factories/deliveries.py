"""Deliveries."""

from datetime import date
from typing import Any

from relief.core.db import transaction
from relief.deliveries import actions, queries
from relief.deliveries.actions import Answer, Planned
from relief.deliveries.models import Delivery, DeliveryStatus, ProofSource

_ORDER = (
    DeliveryStatus.PLANNED,
    DeliveryStatus.PICKING,
    DeliveryStatus.PACKED,
    DeliveryStatus.DISPATCHED,
    DeliveryStatus.IN_TRANSIT,
)


def delivery(f: Any, **values: Any) -> Delivery:
    """A delivery in any state, of 40 units of one new lot unless `planned` lines are given."""
    status = values.pop("status", DeliveryStatus.PLANNED)
    need = values.pop("need", None)
    hospital = values.pop("hospital", None) or (need.hospital if need else f.hospital())
    place = values.pop("place", None) or f.place()
    lines = values.pop("planned", None)
    if lines is None:
        need_line = need.lines[0] if need else None
        item = need_line.item if need_line else f.item()
        lines = [Planned(f.lot(item=item, place=place), 40, need_line)]
    with transaction():
        made = actions.plan_delivery(
            hospital,
            place=place,
            lines=lines,
            need=need,
            **{"planned_for": date(2099, 4, 20), "driver_name": "Jorge Medina", **values},
        )
        _bring(made, status)
    return queries.whole_delivery(made.id)


def _bring(delivery: Delivery, status: DeliveryStatus) -> None:
    if status is DeliveryStatus.CANCELLED:
        actions.cancel_delivery(delivery, reason="Se reprogramó")
        return
    steps = (
        actions.start_picking,
        actions.pack_delivery,
        actions.dispatch_delivery,
        actions.mark_in_transit,
    )
    count = _ORDER.index(status) if status in _ORDER else len(steps)
    for step in steps[:count]:
        step(delivery)
    if status is DeliveryStatus.FAILED:
        actions.fail_delivery(delivery, reason="Nadie abrió en el hospital")
    elif status not in _ORDER:
        lost = 1 if status is DeliveryStatus.DELIVERED_WITH_DIFFERENCES else 0
        actions.confirm_delivery(
            delivery,
            receiver_name="Laura Peña",
            receiver_title="Jefa de enfermería",
            lines=[
                Answer(line, accepted=line.quantity - lost, short=lost) for line in delivery.lines
            ],
            source=ProofSource.LINK,
        )
