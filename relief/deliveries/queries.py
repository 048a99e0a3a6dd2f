"""What leaves, where it is, and what could be sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from relief.core import rows
from relief.core.db import db
from relief.core.paging import Listing, Page, page_of
from relief.core.text import search_key
from relief.deliveries.models import (
    ON_THE_ROAD,
    RESERVING,
    Delivery,
    DeliveryLine,
    DeliveryStatus,
)
from relief.hospitals.models import Hospital
from relief.needs.models import NeedLine
from relief.needs.progress import Progress
from relief.stock.models import Balance, Lot, Place

EVERY = "every"
"""The state of a list that is not narrowed: without it only what is under way is shown."""

UNDER_WAY = (*RESERVING, *ON_THE_ROAD)
BOARD_LIMIT = 200


@dataclass(frozen=True)
class Suggestion:
    """So many units of a lot for a line of a need: the lots that expire first go first."""

    need_line: NeedLine
    lot: Lot
    quantity: int


def count_leaving(today: date) -> int:
    """Return how many deliveries leave on a day or should have left before."""
    return rows.count(Delivery, *_leaving(today))


def leaving(today: date, *, limit: int = 8) -> list[Delivery]:
    """Return what leaves on a day or should have left before, the oldest first."""
    return list(
        db.session.scalars(
            sa.select(Delivery)
            .where(*_leaving(today))
            .options(joinedload(Delivery.hospital))
            .order_by(Delivery.planned_for, Delivery.id)
            .limit(limit)
        )
    )


def _leaving(today: date) -> tuple[sa.ColumnElement[bool], ...]:
    return Delivery.status.in_(RESERVING), Delivery.planned_for <= today


def count_on_the_road() -> int:
    """Return how many deliveries left and have no acuse yet."""
    return rows.count(Delivery, Delivery.status.in_(ON_THE_ROAD))


def whole_delivery(delivery_id: UUID) -> Delivery:
    """Return a delivery with all that its page and its papers show. Raise RowMissing."""
    lines = selectinload(Delivery.lines)
    found = db.session.scalars(
        sa.select(Delivery)
        .where(Delivery.id == delivery_id)
        .options(
            joinedload(Delivery.hospital).selectinload(Hospital.contacts),
            joinedload(Delivery.place),
            joinedload(Delivery.need),
            joinedload(Delivery.proof),
            lines.joinedload(DeliveryLine.item),
            lines.joinedload(DeliveryLine.lot),
            lines.joinedload(DeliveryLine.need_line),
        )
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise rows.RowMissing(Delivery.__name__)
    return found


def page_of_deliveries(
    listing: Listing,
    *,
    text: str = "",
    hospital_id: UUID | None = None,
    status: str = "",
    since: date | None = None,
    until: date | None = None,
) -> Page[Delivery]:
    """Return one page of deliveries by reference, hospital's name or driver.

    Without `status` only what is under way is listed; `EVERY` lists all. The days are local dates
    of the chapter, both included.
    """
    statement = (
        sa.select(Delivery)
        .join(Delivery.hospital)
        .options(
            contains_eager(Delivery.hospital),
            joinedload(Delivery.place),
            selectinload(Delivery.lines),
        )
    )
    if text:
        statement = statement.where(
            Hospital.search_key.contains(search_key(text), autoescape=True)
            | Delivery.reference.contains(text.upper(), autoescape=True)
            | Delivery.driver_name.contains(text, autoescape=True)
        )
    if hospital_id is not None:
        statement = statement.where(Delivery.hospital_id == hospital_id)
    if since is not None:
        statement = statement.where(Delivery.planned_for >= since)
    if until is not None:
        statement = statement.where(Delivery.planned_for <= until)
    if not status:
        statement = statement.where(Delivery.status.in_(UNDER_WAY))
    elif status != EVERY:
        statement = statement.where(Delivery.status == DeliveryStatus(status))
    columns = {
        "planned": Delivery.planned_for,
        "reference": Delivery.reference,
        "hospital": Hospital.search_key,
        "created": Delivery.created_at,
    }
    return page_of(statement, listing, columns=columns, row_id=Delivery.id)


def board() -> dict[DeliveryStatus, list[Delivery]]:
    """Return what is under way by state, the earliest day first, at most 200 deliveries."""
    found = db.session.scalars(
        sa.select(Delivery)
        .where(Delivery.status.in_(UNDER_WAY))
        .options(
            joinedload(Delivery.hospital),
            joinedload(Delivery.place),
            selectinload(Delivery.lines),
        )
        .order_by(Delivery.planned_for, Delivery.id)
        .limit(BOARD_LIMIT)
    )
    columns: dict[DeliveryStatus, list[Delivery]] = {status: [] for status in UNDER_WAY}
    for delivery in found:
        columns[delivery.status].append(delivery)
    return columns


def hospital_choices() -> list[tuple[UUID, str]]:
    """Return the hospitals that a delivery was planned for, by name."""
    found = db.session.execute(
        sa.select(Hospital.id, Hospital.name)
        .where(sa.exists().where(Delivery.hospital_id == Hospital.id))
        .order_by(Hospital.search_key, Hospital.id)
    )
    return [(row.id, row.name) for row in found]


def share_out(
    lines: Sequence[NeedLine], balances: Sequence[Balance], *, far: Mapping[UUID, Progress]
) -> list[Suggestion]:
    """Give to each line what nobody sends it yet from `balances`, in their order: first expired first.

    `far` says by id of line how far each is. A line that the balances cannot supply is left out.
    """
    found = []
    for line in lines:
        missing = far[line.id].missing
        for balance in balances:
            if balance.lot.item_id != line.item_id or missing <= 0:
                continue
            quantity = min(missing, balance.available)
            found.append(Suggestion(line, balance.lot, quantity))
            missing -= quantity
    return found


def passed_over(taken: Mapping[UUID, int], balances: Sequence[Balance]) -> list[tuple[Lot, int]]:
    """Return the lots, and what would stay of them, though a later one of their item was taken.

    `taken` are units by id of lot; `balances` come as they expire. Lots of one day are equals.
    """
    last = {each.lot.item_id: each.lot for each in balances if taken.get(each.lot_id)}
    left = [(each.lot, each.available - taken.get(each.lot_id, 0)) for each in balances]
    return [
        (lot, rest)
        for lot, rest in left
        if rest > 0
        and lot.item_id in last
        and lot.expires_on is not None
        and lot.expires_on < (last[lot.item_id].expires_on or date.max)
    ]


def with_chosen(balances: Sequence[Balance], place: Place, lots: set[UUID]) -> list[Balance]:
    """Return `balances` and those of `lots` at a place that are no longer among them."""
    lacking = lots - {each.lot_id for each in balances}
    if not lacking:
        return list(balances)
    found = db.session.scalars(
        sa.select(Balance)
        .where(Balance.place_id == place.id, Balance.lot_id.in_(lacking))
        .options(joinedload(Balance.lot).joinedload(Lot.item))
        .order_by(Balance.id)
    )
    return [*balances, *found]


def delivery_of_form(nonce: UUID | None) -> Delivery | None:
    """Return the delivery that a form planned, if it was sent before."""
    if nonce is None:
        return None
    return db.session.scalars(sa.select(Delivery).where(Delivery.nonce == nonce)).first()
