"""The way of goods that came: where every unit is, or how it ended, inside kits too.

The ledger tells it: what was received of a lot, and found when counting, equals what left for
hospitals, what was lost or damaged, what is on the road and what is still in stock. Units that
went into kits travel with them, so many to a kit.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from relief.core.db import db
from relief.deliveries.models import ON_THE_ROAD, Delivery, DeliveryLine
from relief.intake.models import Customs, IntakeStatus
from relief.reports.corrections import without_corrected
from relief.stock.genealogy import kits_with
from relief.stock.models import Balance, Item, Movement, Place, PlaceKind, Reason
from relief.transfers.models import Transfer, TransferLine, TransferStatus

REPACKED = (Reason.ASSEMBLED, Reason.DISASSEMBLED)
"""Movements between a lot and the kits that hold it: no unit came or left by them."""


class StopKind(StrEnum):
    """Where some of the units are, or how they ended."""

    HANDED_OVER = "handed_over"
    ON_THE_ROAD = "on_the_road"
    IN_STOCK = "in_stock"
    GONE = "gone"


@dataclass(frozen=True)
class Stop:
    """So many units at a place or hospital; `at` is the acuse's moment, `reason` why they are gone.

    `inside` is the kit that holds them, if any.
    """

    kind: StopKind
    quantity: int
    where: str = ""
    at: datetime | None = None
    reason: Reason | None = None
    inside: Item | None = None


@dataclass
class GoodsCame:
    """One line of an arrival. `received` is None until it was counted; `found` came up in counts.

    `straight` goods are brought to the hospital by their donor; its acuse counts them.
    """

    item: Item
    declared: int
    received: int | None
    status: IntakeStatus
    arrived_on: date
    received_at: datetime | None
    customs: Customs | None = None
    lot: str = ""
    straight: bool = False
    found: int = 0
    stops: list[Stop] = field(default_factory=list)

    @property
    def adds_up(self) -> bool:
        """Say whether every unit received or found is at a stop; what is not ours yet has none."""
        if self.received is None:
            return True
        return self.received + self.found == sum(stop.quantity for stop in self.stops)


@dataclass(frozen=True)
class Thread:
    """How one unit of a lot belongs to what came: so many units of it, inside a kit or loose."""

    came: GoodsCame
    units: int = 1
    inside: Item | None = None

    def put(self, stop: Stop) -> None:
        """Note where units of the lot are, in units of what came."""
        self.came.stops.append(
            replace(stop, quantity=stop.quantity * self.units, inside=self.inside)
        )


Threads = dict[UUID, list[Thread]]
"""Of each lot that holds something of what came."""


def follow(came: dict[UUID, GoodsCame]) -> None:
    """Put every unit of these lots at its stop."""
    threads = _threads(came)
    _put_what_ended(threads)
    _put_what_is_left(threads)
    for each in came.values():
        each.stops = list(_joined(each.stops))


def _put_what_ended(threads: Threads) -> None:
    ends = without_corrected(_ends(set(threads)))
    deliveries = _deliveries({move.source_id for move, _quantity in ends if move.source_id})
    for move, quantity in ends:
        for thread in threads[move.lot_id]:
            if move.from_place_id is not None:
                delivery = deliveries.get(move.source_id or move.id)
                thread.put(_end(move, delivery, quantity=quantity))
            elif move.reason is not Reason.RECEIVED:
                thread.came.found += quantity * thread.units


def _put_what_is_left(threads: Threads) -> None:
    on_road = _on_the_road(set(threads))
    for balance in _balances(set(threads)):
        stops = [Stop(StopKind.IN_STOCK, balance.on_hand, balance.place.name)]
        if balance.place.kind is PlaceKind.TRANSIT:
            stops = on_road[balance.lot_id]
        for thread in threads[balance.lot_id]:
            for stop in stops:
                thread.put(stop)
    # What its donor brings to a hospital is on the road without lying in any place of ours.
    for lot_id, held in threads.items():
        for stop in on_road[lot_id] if held[0].came.straight else ():
            held[0].put(stop)


def _threads(came: dict[UUID, GoodsCame]) -> Threads:
    """Return what each lot means to what came: the lots themselves and the kits that hold them."""
    threads = {lot_id: [Thread(each)] for lot_id, each in came.items()}
    for lot_id, kits in kits_with(set(came)).items():
        for part in kits:
            thread = Thread(came[lot_id], part.quantity, part.kit_lot.item)
            threads.setdefault(part.kit_lot_id, []).append(thread)
    return threads


def _ends(lots: set[UUID]) -> list[Movement]:
    """Return the movements by which units came from outside or left for good."""
    return list(
        db.session.scalars(
            sa.select(Movement)
            .where(
                Movement.lot_id.in_(lots),
                Movement.reason.not_in(REPACKED),
                Movement.from_place_id.is_(None) | Movement.to_place_id.is_(None),
            )
            .order_by(Movement.at, Movement.id)
        )
    )


def _end(move: Movement, delivery: Delivery | None, *, quantity: int) -> Stop:
    hospital = delivery.hospital.name if delivery is not None else ""
    proof = delivery.proof if delivery is not None else None
    at = proof.confirmed_at if proof is not None else move.at
    if move.reason is Reason.DELIVERED:
        return Stop(StopKind.HANDED_OVER, quantity, hospital, at)
    return Stop(StopKind.GONE, quantity, hospital, at, move.reason)


def _deliveries(ids: set[UUID]) -> dict[UUID, Delivery]:
    found = db.session.scalars(
        sa.select(Delivery)
        .where(Delivery.id.in_(ids))
        .options(joinedload(Delivery.hospital), selectinload(Delivery.proof))
    )
    return {delivery.id: delivery for delivery in found}


def _on_the_road(lots: set[UUID]) -> dict[UUID, list[Stop]]:
    found = db.session.scalars(
        sa.select(DeliveryLine)
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(DeliveryLine.lot_id.in_(lots), Delivery.status.in_(ON_THE_ROAD))
        .order_by(Delivery.planned_for, DeliveryLine.id)
        .options(joinedload(DeliveryLine.delivery).joinedload(Delivery.hospital))
    )
    stops: dict[UUID, list[Stop]] = defaultdict(list)
    for line in found:
        hospital = line.delivery.hospital.name
        stops[line.lot_id].append(Stop(StopKind.ON_THE_ROAD, line.quantity, hospital))
    for lot_id, quantity, place in _between_places(lots):
        stops[lot_id].append(Stop(StopKind.ON_THE_ROAD, quantity, place))
    return stops


def _between_places(lots: set[UUID]) -> list[tuple[UUID, int, str]]:
    """Return what travels from one place of ours to another: lot, units, and where it goes."""
    found = db.session.execute(
        sa.select(TransferLine.lot_id, TransferLine.quantity, Place.name)
        .join(Transfer, Transfer.id == TransferLine.transfer_id)
        .join(Place, Place.id == Transfer.target_id)
        .where(TransferLine.lot_id.in_(lots), Transfer.status == TransferStatus.IN_TRANSIT)
        .order_by(Transfer.reference, TransferLine.position)
    )
    return [(lot_id, quantity, place) for lot_id, quantity, place in found]


def _balances(lots: set[UUID]) -> list[Balance]:
    return list(
        db.session.scalars(
            sa.select(Balance)
            .where(Balance.lot_id.in_(lots), Balance.on_hand > 0)
            .order_by(Balance.lot_id, Balance.id)
            .options(joinedload(Balance.place))
        )
    )


def _joined(stops: list[Stop]) -> Iterator[Stop]:
    """Add up the stops that a reader would take for one, in the order of the way."""
    totals: dict[Stop, int] = {}
    for stop in stops:
        key = replace(stop, quantity=0)
        totals[key] = totals.get(key, 0) + stop.quantity
    order = list(StopKind)
    for stop, quantity in sorted(totals.items(), key=lambda each: order.index(each[0].kind)):
        yield replace(stop, quantity=quantity)
