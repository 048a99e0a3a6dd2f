"""The story of one pledge: promised, paid, received, and what became of every unit.

The ledger tells it: what was received of a lot, and found when counting, equals what left for
hospitals, what was lost or damaged, what is on the road and what is still in stock.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from relief.core.db import db
from relief.core.money import Money
from relief.core.rows import RowMissing
from relief.deliveries.models import ON_THE_ROAD, Delivery, DeliveryLine
from relief.holds.models import Aim
from relief.holds.queries import aims_of_pledge
from relief.intake.models import CustomsEntry, Intake, IntakeLine, IntakeStatus
from relief.payments.models import Payment
from relief.pledges.models import STANDING, Pledge, PledgeStatus
from relief.receipts.models import PaperKind, Receipt, ReceiptPaper
from relief.reports.corrections import without_corrected
from relief.stock.models import Balance, Item, Movement, PlaceKind, Reason


class StopKind(StrEnum):
    """Where some of the units are, or how they ended."""

    HANDED_OVER = "handed_over"
    ON_THE_ROAD = "on_the_road"
    IN_STOCK = "in_stock"
    GONE = "gone"


@dataclass(frozen=True)
class Stop:
    """So many units at a place or hospital; `at` is the acuse's moment, `reason` why they are gone."""

    kind: StopKind
    quantity: int
    where: str = ""
    at: datetime | None = None
    reason: Reason | None = None


@dataclass
class GoodsCame:
    """One line of an arrival. `received` is None until it was counted; `found` came up in counts."""

    item: Item
    declared: int
    received: int | None
    status: IntakeStatus
    arrived_on: date
    received_at: datetime | None
    customs: CustomsEntry | None = None
    lot: str = ""
    found: int = 0
    stops: list[Stop] = field(default_factory=list)

    @property
    def adds_up(self) -> bool:
        """Say whether every unit received or found is at a stop."""
        return (self.received or 0) + self.found == sum(stop.quantity for stop in self.stops)


@dataclass(frozen=True)
class ReceiptSeen:
    """A receipt of the pledge, and whether its paper was drawn already."""

    id: UUID
    folio: str
    total: Money
    issued_on: date
    status: str
    drawn: bool


@dataclass(frozen=True)
class PledgeStory:
    """All that a donor may know of their own pledge, and nothing of anybody else's."""

    pledge: Pledge
    payments: list[Payment]
    goods: list[GoodsCame]
    receipts: list[ReceiptSeen]
    aims: list[Aim]

    @property
    def outstanding(self) -> Money | None:
        """Return what is still to be paid of a pledge that waits or stands; None when nothing is."""
        line = self.pledge.cash_line
        rest = line.outstanding if line is not None else None
        waits = self.pledge.status in {*STANDING, PledgeStatus.SUBMITTED}
        return rest if rest is not None and rest.minor > 0 and waits else None

    @property
    def awaits_goods(self) -> bool:
        """Say whether promised goods are still to arrive."""
        waits = self.pledge.status in {*STANDING, PledgeStatus.SUBMITTED}
        return waits and any(line.missing for line in self.pledge.goods_lines)

    @property
    def may_take_back(self) -> bool:
        """Say whether the donor may still cancel by themselves."""
        return self.pledge.status is PledgeStatus.SUBMITTED


def story_of_pledge(pledge: Pledge) -> PledgeStory:
    """Tell the story of a pledge, in the same number of queries however long it is."""
    return PledgeStory(
        pledge=pledge,
        payments=_payments(pledge),
        goods=_goods(pledge),
        receipts=_receipts(pledge),
        aims=aims_of_pledge(pledge.id),
    )


def paper_of_pledge(pledge: Pledge, receipt_id: UUID) -> tuple[str, bytes]:
    """Return the folio and the stored bytes of a receipt of this pledge. Raise RowMissing."""
    found = db.session.execute(
        sa.select(Receipt.folio, ReceiptPaper.content)
        .join(ReceiptPaper, ReceiptPaper.receipt_id == Receipt.id)
        .where(
            Receipt.id == receipt_id,
            Receipt.pledge_id == pledge.id,
            ReceiptPaper.kind == PaperKind.ORIGINAL,
        )
    ).first()
    if found is None:
        raise RowMissing("ReceiptPaper")
    return found.folio, found.content


def _payments(pledge: Pledge) -> list[Payment]:
    return list(
        db.session.scalars(
            sa.select(Payment)
            .where(Payment.pledge_id == pledge.id)
            .order_by(Payment.received_on, Payment.id)
        )
    )


def _receipts(pledge: Pledge) -> list[ReceiptSeen]:
    found = db.session.scalars(
        sa.select(Receipt)
        .where(Receipt.pledge_id == pledge.id)
        .order_by(Receipt.issued_at, Receipt.id)
        .options(selectinload(Receipt.papers))
    )
    return [
        ReceiptSeen(
            id=receipt.id,
            folio=receipt.folio,
            total=receipt.total,
            issued_on=receipt.issued_on,
            status=receipt.status,
            drawn=any(paper.kind is PaperKind.ORIGINAL for paper in receipt.papers),
        )
        for receipt in found
    ]


def _goods(pledge: Pledge) -> list[GoodsCame]:
    lines = list(
        db.session.scalars(
            sa.select(IntakeLine)
            .join(Intake, Intake.id == IntakeLine.intake_id)
            .where(Intake.pledge_id == pledge.id, Intake.status != IntakeStatus.CANCELLED)
            .order_by(Intake.arrived_on, Intake.id, IntakeLine.position, IntakeLine.id)
            .options(
                joinedload(IntakeLine.intake).joinedload(Intake.customs),
                joinedload(IntakeLine.item),
                joinedload(IntakeLine.lot),
            )
        )
    )
    came: list[GoodsCame] = []
    by_lot: dict[UUID, GoodsCame] = {}
    for line in lines:
        each = GoodsCame(
            item=line.item,
            declared=line.declared,
            received=line.received,
            status=line.intake.status,
            arrived_on=line.intake.arrived_on,
            received_at=line.intake.received_at,
            customs=line.intake.customs,
            lot=line.lot.code if line.lot else "",
        )
        came.append(each)
        if line.lot_id is not None:
            by_lot[line.lot_id] = each
    if by_lot:
        _follow(by_lot)
    return came


def _follow(came: dict[UUID, GoodsCame]) -> None:
    """Put every unit of these lots at its stop."""
    ends = without_corrected(_ends(set(came)))
    deliveries = _deliveries({move.source_id for move, _quantity in ends if move.source_id})
    for move, quantity in ends:
        if move.from_place_id is None:
            came[move.lot_id].found += 0 if move.reason is Reason.RECEIVED else quantity
        else:
            delivery = deliveries.get(move.source_id or move.id)
            came[move.lot_id].stops.append(_end(move, delivery, quantity=quantity))
    on_road = _on_the_road(set(came))
    for balance in _balances(set(came)):
        stops = came[balance.lot_id].stops
        if balance.place.kind is PlaceKind.TRANSIT:
            stops.extend(on_road[balance.lot_id])
        else:
            stops.append(Stop(StopKind.IN_STOCK, balance.on_hand, balance.place.name))
    for each in came.values():
        each.stops = list(_joined(each.stops))


def _ends(lots: set[UUID]) -> list[Movement]:
    """Return the movements by which units came from outside or left for good."""
    return list(
        db.session.scalars(
            sa.select(Movement)
            .where(
                Movement.lot_id.in_(lots),
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
    return stops


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
    totals: dict[tuple[StopKind, str, datetime | None, Reason | None], int] = {}
    for stop in stops:
        key = (stop.kind, stop.where, stop.at, stop.reason)
        totals[key] = totals.get(key, 0) + stop.quantity
    order = list(StopKind)
    for (kind, where, at, reason), quantity in sorted(
        totals.items(), key=lambda each: order.index(each[0][0])
    ):
        yield Stop(kind, quantity, where, at, reason)
