"""What hospitals ask for and what reaches them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from relief.core.rows import get
from relief.deliveries import actions as deliveries
from relief.deliveries.models import Delivery, ProofSource
from relief.demo import names
from relief.demo.ground import signatory
from relief.demo.stage import Stage
from relief.hospitals.models import Hospital
from relief.needs import actions as needs
from relief.needs import hospital_link
from relief.needs.models import OPEN_NEEDS, Need, Priority
from relief.stock.models import Balance, Item, Place

VEHICLES = ("Nissan NP300", "Ford Transit", "Isuzu ELF 300", "Toyota Hilux")


@dataclass
class Asking:
    """A hospital's request; `asked` maps ids of items to units."""

    hospital: UUID
    asked: dict[UUID, int]
    by: date
    priority: Priority = Priority.NORMAL
    notes: str = ""
    by_link: bool = False


def ask(asking: Asking) -> UUID:
    """Write a request down, or let the hospital send it by its own link; return the need's id."""
    name, title = signatory(asking.hospital)
    hospital = get(Hospital, asking.hospital)
    need = needs.create_need(
        hospital,
        link_id=hospital_link.make_link(hospital).id if asking.by_link else None,
        priority=asking.priority,
        needed_by=asking.by,
        lines=[needs.Asked(get(Item, item), units) for item, units in asking.asked.items()],
        requested_by=f"{name}, {title}",
        notes=asking.notes,
    )
    return need.id


def approve(need_id: UUID) -> None:
    """Let deliveries be planned for a request."""
    needs.approve_need(get(Need, need_id))


def reject(need_id: UUID, *, reason: str) -> None:
    """Say no to a request."""
    needs.reject_need(get(Need, need_id), reason=reason)


def expire_if_open(need_id: UUID) -> None:
    """Close a request that was never wholly met once the campaign is over."""
    need = get(Need, need_id)
    if need.status in OPEN_NEEDS:
        needs.expire_need(need)


def still_wanted(need_id: UUID) -> dict[UUID, int]:
    """Return what a request still misses, by id of item; nothing if it is not open."""
    need = get(Need, need_id)
    if need.status not in OPEN_NEEDS:
        return {}
    return {line.item_id: line.requested - line.fulfilled for line in need.lines}


@dataclass
class Trip:
    """A delivery to plan: how much of which balance, for which request."""

    hospital: UUID
    place: UUID
    on: date
    cargo: Sequence[tuple[Balance, int]] = field(default_factory=tuple)
    need: UUID | None = None
    why_later_lots: str = ""


def plan(stage: Stage, trip: Trip) -> UUID:
    """Plan a delivery and reserve its goods; return its id."""
    random = stage.script.random
    need = get(Need, trip.need) if trip.need else None
    wanted = {line.item_id: line for line in need.lines} if need else {}
    delivery = deliveries.plan_delivery(
        get(Hospital, trip.hospital),
        place=get(Place, trip.place),
        planned_for=trip.on,
        lines=[
            deliveries.Planned(balance.lot, units, wanted.get(balance.lot.item_id))
            for balance, units in trip.cargo
        ],
        need=need,
        order_reason=trip.why_later_lots,
        driver_name=names.person(random),
        driver_phone=names.telephone(random),
        vehicle=random.choice(VEHICLES),
        plates=f"BC-{random.randrange(1000, 9999)}",
    )
    return delivery.id


def pick(delivery_id: UUID) -> None:
    """Begin to gather the goods."""
    deliveries.start_picking(get(Delivery, delivery_id))


def pack(delivery_id: UUID) -> None:
    """Gather the goods and close the boxes."""
    pick(delivery_id)
    deliveries.pack_delivery(get(Delivery, delivery_id))


def leave(delivery_id: UUID) -> None:
    """Gather, close, and let the goods leave."""
    pack(delivery_id)
    delivery = get(Delivery, delivery_id)
    deliveries.dispatch_delivery(delivery)
    deliveries.mark_in_transit(delivery)


def sign(stage: Stage, delivery_id: UUID, *, differs: bool = False) -> None:
    """Let the hospital confirm line by line; when it differs, something of the first line does."""
    random = stage.script.random
    delivery = get(Delivery, delivery_id)
    name, title = signatory(delivery.hospital_id)
    answers = [deliveries.Answer(line, line.quantity) for line in delivery.lines]
    if differs:
        line = delivery.lines[0]
        lost = max(line.quantity // 50, 1)
        short = random.randrange(lost + 1)
        note = "Caja mojada" if lost > short else "Faltó en la caja"
        accepted = line.quantity - lost
        answers[0] = deliveries.Answer(line, accepted, short, lost - short, note)
    deliveries.confirm_delivery(
        delivery,
        receiver_name=name,
        receiver_title=title,
        lines=answers,
        remarks="Recibido con diferencias." if differs else "Muchas gracias.",
        source=ProofSource.STAFF if random.random() < 0.1 else ProofSource.LINK,
    )


def fail(delivery_id: UUID) -> None:
    """Bring the goods back: nobody could receive them."""
    deliveries.fail_delivery(
        get(Delivery, delivery_id), reason="El almacén del hospital estaba cerrado."
    )


def cancel(delivery_id: UUID) -> None:
    """Give the goods back to the others."""
    deliveries.cancel_delivery(
        get(Delivery, delivery_id), reason="El hospital pidió recibir en otra fecha."
    )
