"""What brings a card of the board to its next column: the same for a button and for dragging."""

from flask import url_for
from flask_babel import gettext as _

from relief.deliveries.models import Delivery, DeliveryStatus

Step = tuple[str, str, str, list[tuple[str, str]]]
"""The state it leads to, the button's word, where it is posted, and the fields that go along."""


def next_step(delivery: Delivery) -> Step | None:
    """Return the act of a card; None once it is on the road, where only an acuse leads on."""
    status = delivery.status
    if status is DeliveryStatus.PICKING:
        packed = [("answer", "pack"), *(("picked", str(line.id)) for line in delivery.lines)]
        there = url_for("deliveries.pick", delivery_id=delivery.id)
        return DeliveryStatus.PACKED.value, _("All is packed"), there, packed
    ready = DeliveryStatus.PLANNED if delivery.direct else DeliveryStatus.PACKED
    ways = {
        DeliveryStatus.PLANNED: (DeliveryStatus.PICKING, "start", _("Begin picking")),
        ready: (DeliveryStatus.DISPATCHED, "dispatch", _("Dispatch")),
        DeliveryStatus.DISPATCHED: (DeliveryStatus.IN_TRANSIT, "transit", _("On the road")),
    }
    if status not in ways:
        return None
    target, step, word = ways[status]
    there = url_for("deliveries.move", delivery_id=delivery.id, step=step)
    return target.value, word, there, []
