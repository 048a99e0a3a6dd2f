"""Plan a delivery, bring it out of the warehouse, and undo it while nobody has signed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from relief.audit.actions import record
from relief.core import clock, rows
from relief.core.db import db
from relief.core.events import announce
from relief.core.references import next_reference
from relief.core.words import word
from relief.deliveries import goods, queries
from relief.deliveries.errors import (
    AlreadyConfirmed,
    DeliveryMoved,
    LinesNotPicked,
    LostTooMuch,
    NothingPlanned,
    NothingToPick,
    ReasonMissing,
)
from relief.deliveries.events import DeliveryCalledOff, DeliveryCameBack, DeliveryDispatched
from relief.deliveries.goods import Answer
from relief.deliveries.handover import confirm_delivery
from relief.deliveries.models import (
    ON_THE_ROAD,
    RESERVING,
    Delivery,
    DeliveryLine,
    DeliveryStatus,
)
from relief.deliveries.rules import check_expiry, check_hospital, check_order
from relief.hospitals.models import Hospital
from relief.links import actions as links
from relief.links.address import keys
from relief.links.models import LinkKind
from relief.needs.models import Need, NeedLine
from relief.stock import ledger
from relief.stock.ledger import Line
from relief.stock.models import Lot, Place
from relief.stock.queries import available_at, today

__all__ = [
    "Answer",
    "Planned",
    "cancel_delivery",
    "confirm_delivery",
    "dispatch_delivery",
    "fail_delivery",
    "mark_in_transit",
    "pack_delivery",
    "pick_lines",
    "plan_delivery",
    "return_delivery",
    "start_picking",
]

LINK_LIFE = timedelta(days=90)
"""How long a hospital's link opens its page, counted from the dispatch."""


@dataclass(frozen=True)
class Planned:
    """So many units of a lot, for a line of the need or for none."""

    lot: Lot
    quantity: int
    need_line: NeedLine | None = None


def plan_delivery(
    hospital: Hospital,
    *,
    place: Place,
    planned_for: date,
    lines: Sequence[Planned],
    need: Need | None = None,
    **details: Any,
) -> Delivery:
    """Plan a trip and reserve its goods. `planned_for` is a local date of the chapter.

    `details`: driver_name, driver_phone, vehicle, plates, notes, order_reason, nonce. The same nonce
    gives the same delivery. Raise NothingPlanned, OrderReasonMissing, HospitalNotApproved,
    NeedNotOpen, NeedOfAnother, ExpiresBefore, and the ledger's NotEnoughStock, LotHeld and
    LotExpired, which say what is left.
    """
    if not lines:
        raise NothingPlanned
    # The counter's lock lets one of two equal forms through; the other finds it done.
    reference = next_reference("ENT", today().year)
    known = queries.delivery_of_form(details.get("nonce"))
    if known is not None:
        return known
    check_hospital(hospital, need)
    check_expiry(lines, planned_for)
    check_order(lines, available_at(place.id, planned_for), details.get("order_reason", ""))
    delivery = Delivery(
        reference=reference,
        hospital_id=hospital.id,
        place_id=place.id,
        need_id=need.id if need is not None else None,
        status=DeliveryStatus.PLANNED,
        planned_for=planned_for,
        **details,
    )
    db.session.add(delivery)
    db.session.flush()
    _write_lines(delivery, lines)
    ledger.reserve([Line(line.lot, line.quantity) for line in lines], place=place)
    record(
        "deliveries:delivery:planned",
        delivery,
        about=need,
        after={
            "reference": delivery.reference,
            "hospital": hospital.name,
            "quantity": sum(line.quantity for line in lines),
            "reason": delivery.order_reason,
        },
    )
    return delivery


def _write_lines(delivery: Delivery, lines: Sequence[Planned]) -> None:
    db.session.add_all(
        DeliveryLine(
            delivery_id=delivery.id,
            position=position,
            need_line_id=line.need_line.id if line.need_line is not None else None,
            item_id=line.lot.item_id,
            lot_id=line.lot.id,
            quantity=line.quantity,
        )
        for position, line in enumerate(lines, 1)
    )
    db.session.flush()


def start_picking(delivery: Delivery) -> None:
    """Begin to gather the goods. Raise DeliveryMoved."""
    _lock(delivery, allowed=(DeliveryStatus.PLANNED,))
    if delivery.direct:
        raise NothingToPick(reference=delivery.reference)
    _set(delivery, DeliveryStatus.PICKING, tag="deliveries:delivery:picked")


def pick_lines(delivery: Delivery, *, picked: Collection[UUID]) -> None:
    """Keep which lines lie in the box by now; `picked` are ids of lines. Raise DeliveryMoved."""
    _lock(delivery, allowed=(DeliveryStatus.PICKING,))
    before = sum(line.picked for line in delivery.lines)
    changed = False
    for line in delivery.lines:
        changed = changed or line.picked is not (line.id in picked)
        line.picked = line.id in picked
    db.session.flush()
    if changed:
        record(
            "deliveries:delivery:checked",
            delivery,
            before={"picked": before},
            after={"picked": sum(line.picked for line in delivery.lines)},
        )


def pack_delivery(delivery: Delivery, *, picked: Collection[UUID] | None = None) -> None:
    """Close the boxes. `picked` are the ids of the lines that were checked, all unless given.

    Raise DeliveryMoved, or LinesNotPicked when a line is missing.
    """
    _lock(delivery, allowed=(DeliveryStatus.PICKING,))
    missing = [line for line in delivery.lines if picked is not None and line.id not in picked]
    if missing:
        raise LinesNotPicked(missing=len(missing))
    for line in delivery.lines:
        line.picked = True
    _set(delivery, DeliveryStatus.PACKED, tag="deliveries:delivery:packed")


def dispatch_delivery(delivery: Delivery) -> None:
    """Let the goods leave: out of the place, onto the road, and a link for the hospital.

    What a donor brings there itself leaves unpacked. Raise DeliveryMoved; LotHeld or LotExpired
    when a lot may no longer go; RegimeNotChanged for direct goods under a temporary one.
    """
    ready = DeliveryStatus.PLANNED if delivery.direct else DeliveryStatus.PACKED
    _lock(delivery, allowed=(ready,))
    goods.send(delivery)
    delivery.dispatched_at = clock.now()
    links.create(LinkKind.HOSPITAL, delivery.id, keys=keys(), expires_at=clock.now() + LINK_LIFE)
    _set(delivery, DeliveryStatus.DISPATCHED, tag="deliveries:delivery:dispatched")
    announce(DeliveryDispatched(delivery_id=delivery.id))


def mark_in_transit(delivery: Delivery) -> None:
    """Say that the driver is on the way. Raise DeliveryMoved."""
    _lock(delivery, allowed=(DeliveryStatus.DISPATCHED,))
    _set(delivery, DeliveryStatus.IN_TRANSIT, tag="deliveries:delivery:in_transit")


def fail_delivery(
    delivery: Delivery, *, reason: str, lost: Mapping[UUID, int] | None = None
) -> None:
    """Bring the goods back to the lots and place they left: nobody could take them.

    `lost` are the units that did not come back, by id of line. Raise DeliveryMoved, ReasonMissing
    or LostTooMuch.
    """
    _come_back(delivery, DeliveryStatus.FAILED, reason=reason, lost=lost or {})


def return_delivery(
    delivery: Delivery, *, reason: str, lost: Mapping[UUID, int] | None = None
) -> None:
    """Bring goods back that the hospital did not want; otherwise as `fail_delivery`."""
    _come_back(delivery, DeliveryStatus.RETURNED, reason=reason, lost=lost or {})


def cancel_delivery(delivery: Delivery, *, reason: str) -> None:
    """Give the reserved goods back to the others. Raise DeliveryMoved, ReasonMissing."""
    _close(delivery, DeliveryStatus.CANCELLED, allowed=RESERVING, reason=reason)
    goods.free(delivery, reason=reason)
    announce(DeliveryCalledOff(delivery_id=delivery.id))


def _come_back(
    delivery: Delivery, status: DeliveryStatus, *, reason: str, lost: Mapping[UUID, int]
) -> None:
    for line in delivery.lines:
        if not 0 <= lost.get(line.id, 0) <= line.quantity:
            raise LostTooMuch(item=line.item.name, sent=line.quantity, line=line.id)
    more = {"lost": sum(lost.values())} if any(lost.values()) else {}
    _close(delivery, status, allowed=ON_THE_ROAD, reason=reason, **more)
    goods.bring_back(delivery, lost=lost, reason=reason)
    announce(DeliveryCameBack(delivery_id=delivery.id))


def _lock(delivery: Delivery, *, allowed: Sequence[DeliveryStatus]) -> None:
    rows.lock(delivery)
    if delivery.proof is not None:
        raise AlreadyConfirmed(name=delivery.proof.receiver_name)
    if delivery.status not in allowed:
        raise DeliveryMoved(reference=delivery.reference, status=word(delivery.status))


def _close(
    delivery: Delivery,
    status: DeliveryStatus,
    *,
    allowed: Sequence[DeliveryStatus],
    reason: str,
    **more: int,
) -> None:
    if not reason.strip():
        raise ReasonMissing
    _lock(delivery, allowed=allowed)
    delivery.closing_reason = reason
    delivery.closed_at = clock.now()
    _set(delivery, status, tag=f"deliveries:delivery:{status.value}", reason=reason, **more)


def _set(delivery: Delivery, status: DeliveryStatus, *, tag: str, **more: Any) -> None:
    before = delivery.status
    delivery.status = status
    db.session.flush()
    record(tag, delivery, before={"status": before}, after={"status": status, **more})
