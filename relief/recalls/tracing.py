"""Where a lot went, itself and inside kits: every lot, place and hospital, in one question.

A kit is made of goods and never of kits, so one step leads from a lot to all that holds it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from relief.core import tenancy
from relief.core.db import db
from relief.deliveries.models import (
    HANDED_OVER,
    ON_THE_ROAD,
    RESERVING,
    Delivery,
    DeliveryLine,
    DeliveryStatus,
    Proof,
)
from relief.hospitals.models import Hospital
from relief.stock.models import (
    Balance,
    Item,
    Lot,
    LotPart,
    LotStatus,
    Movement,
    Place,
    PlaceKind,
    Reason,
)


@dataclass(frozen=True)
class TracedLot:
    """The lot itself, or a kit lot each unit of which holds `part` units of it."""

    id: UUID
    code: str
    item: Item
    status: LotStatus
    expires_on: date | None
    part: int


@dataclass(frozen=True)
class Held:
    """Units of a traced lot at a place; none left where the lot only passed."""

    lot: TracedLot
    place: Place
    on_hand: int
    reserved: int

    @property
    def is_moving(self) -> bool:
        """Say whether the units are on the road."""
        return self.place.kind is PlaceKind.TRANSIT


@dataclass(frozen=True)
class Reached:
    """Units of a traced lot in a delivery to a hospital: promised, on the road or handed over."""

    lot: TracedLot
    hospital_id: UUID
    hospital: str
    city: str
    delivery_id: UUID
    reference: str
    status: DeliveryStatus
    quantity: int
    at: datetime | None
    receiver: str

    @property
    def units(self) -> int:
        """Return how many units of the lot looked for are in it."""
        return self.quantity * self.lot.part

    @property
    def handed_over(self) -> bool:
        """Say whether the hospital has it."""
        return self.status in HANDED_OVER


@dataclass(frozen=True)
class Gone:
    """Units of a traced lot that left the stock otherwise, or went into kits."""

    lot: TracedLot
    reason: Reason
    quantity: int


@dataclass
class Trace:
    """All that was found; the lot looked for is the first of `lots`."""

    lots: list[TracedLot] = field(default_factory=list)
    places: list[Held] = field(default_factory=list)
    reached: list[Reached] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)

    @property
    def here(self) -> list[Held]:
        """Return what is still at a place or on the road."""
        return [each for each in self.places if each.on_hand]

    @property
    def passed(self) -> list[Place]:
        """Return the places that hold none of it any more, each once."""
        holding = {each.place.id for each in self.here}
        return list(
            {p.place.id: p.place for p in self.places if p.place.id not in holding}.values()
        )

    @property
    def hospitals(self) -> dict[UUID, str]:
        """Return the hospitals that have it or to which it is on its way, by id."""
        return {e.hospital_id: e.hospital for e in self.reached if e.status not in RESERVING}


def trace_of(lot_id: UUID) -> Trace:
    """Return everything about a lot and the kits made of it. One query; an unknown lot is empty."""
    trace, by_id = Trace(), dict[UUID, TracedLot]()
    for row in db.session.execute(_question(lot_id)):
        if row.kind == "lot":
            by_id[row.lot_id] = _lot(row)
            trace.lots.append(by_id[row.lot_id])
        elif row.kind == "place":
            trace.places.append(Held(by_id[row.lot_id], row.Place, row.quantity, row.reserved))
        elif row.kind == "delivery":
            trace.reached.append(_reached(row, by_id[row.lot_id]))
        else:
            trace.gone.append(Gone(by_id[row.lot_id], Reason(row.reason), row.quantity))
    return trace


def _lot(row: Any) -> TracedLot:
    lot = row.Lot
    return TracedLot(lot.id, lot.code, row.Item, lot.status, lot.expires_on, row.quantity)


def _reached(row: Any, lot: TracedLot) -> Reached:
    delivery, proof = row.Delivery, row.Proof
    return Reached(
        lot=lot,
        hospital_id=delivery.hospital_id,
        hospital=row.hospital,
        city=row.city,
        delivery_id=delivery.id,
        reference=delivery.reference,
        status=delivery.status,
        quantity=row.quantity,
        at=proof.confirmed_at if proof is not None else delivery.dispatched_at,
        receiver=proof.receiver_name if proof is not None else "",
    )


def _question(lot_id: UUID) -> sa.Select[Any]:
    """Ask for all at once. Every part names the chapter, so that the indexes lead the way."""
    found = sa.union_all(*_parts(lot_id)).subquery("found")
    return (
        sa.select(
            found,
            Lot,
            Item,
            Place,
            Delivery,
            Proof,
            Hospital.name.label("hospital"),
            Hospital.city.label("city"),
        )
        .select_from(found)
        .join(Lot, Lot.id == found.c.lot_id)
        .join(Item, Item.id == Lot.item_id)
        .outerjoin(Place, Place.id == found.c.place_id)
        .outerjoin(Delivery, Delivery.id == found.c.delivery_id)
        .outerjoin(Hospital, Hospital.id == Delivery.hospital_id)
        .outerjoin(Proof, Proof.delivery_id == Delivery.id)
        .order_by(found.c.turn, Lot.code, Place.search_key, Hospital.name, Delivery.reference)
    )


def _parts(lot_id: UUID) -> Iterator[sa.Select[Any]]:
    chapter = tenancy.chapter_id()
    itself = sa.select(
        Lot.id.label("lot_id"), sa.literal(1).label("part"), sa.literal(0).label("turn")
    )
    kits = sa.select(LotPart.kit_lot_id, LotPart.quantity, sa.literal(1))
    traced = sa.union_all(
        itself.where(Lot.chapter_id == chapter, Lot.id == lot_id),
        kits.where(LotPart.chapter_id == chapter, LotPart.part_lot_id == lot_id),
    ).cte("traced")
    yield _part("lot", traced.c.turn, traced.c.lot_id, quantity=traced.c.part)
    ids = sa.select(traced.c.lot_id)
    yield _part(
        "place",
        2,
        Balance.lot_id,
        quantity=Balance.on_hand,
        place=Balance.place_id,
        kept=Balance.reserved,
    ).where(Balance.chapter_id == chapter, Balance.lot_id.in_(ids), Balance.on_hand > 0)
    came = Movement.to_place_id
    yield (
        _part("place", 3, Movement.lot_id, quantity=sa.literal(0), place=came)
        .where(Movement.chapter_id == chapter, Movement.lot_id.in_(ids), came.is_not(None))
        .distinct()
    )
    carried = sa.func.coalesce(DeliveryLine.accepted, DeliveryLine.quantity)
    yield (
        _part(
            "delivery", 4, DeliveryLine.lot_id, quantity=carried, delivery=DeliveryLine.delivery_id
        )
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(
            DeliveryLine.chapter_id == chapter,
            DeliveryLine.lot_id.in_(ids),
            Delivery.status.in_((*RESERVING, *ON_THE_ROAD, *HANDED_OVER)),
        )
    )
    left = sa.cast(sa.func.sum(Movement.quantity), sa.BigInteger)
    reason = sa.type_coerce(Movement.reason, sa.Text)
    yield (
        _part("gone", 5, Movement.lot_id, quantity=left, reason=reason)
        .where(
            Movement.chapter_id == chapter,
            Movement.lot_id.in_(ids),
            came.is_(None),
            Movement.reason != Reason.DELIVERED,
        )
        .group_by(Movement.lot_id, Movement.reason)
    )


def _part(kind: str, turn: Any, lot: Any, *, quantity: Any, **columns: Any) -> sa.Select[Any]:
    """Return one part of the question; all have the same columns, empty where not given."""
    nothing = sa.cast(sa.null(), sa.Uuid())
    return sa.select(
        sa.literal(kind).label("kind"),
        (sa.literal(turn) if isinstance(turn, int) else turn).label("turn"),
        lot.label("lot_id"),
        columns.get("place", nothing).label("place_id"),
        columns.get("delivery", nothing).label("delivery_id"),
        quantity.label("quantity"),
        columns.get("kept", sa.literal(0)).label("reserved"),
        columns.get("reason", sa.literal("")).label("reason"),
    )
