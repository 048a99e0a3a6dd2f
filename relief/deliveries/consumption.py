"""How fast a hospital uses what it gets, and for how many days what it has will last.

Nobody counts a hospital's shelves, so both are told from the acuses of the last eight weeks:

- a hospital is taken to have used up, by the day of its last delivery of an item, all that it
  accepted of it on the days before: *used a day* is that, over the days between the first and the
  last of those deliveries;
- *days of supply* is what it accepted on that last day, over what it uses a day, less the days
  that have passed since; never below zero.

An item that arrived on fewer than two days says nothing yet. Days are the chapter's local days.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

import sqlalchemy as sa

from relief.chapters.queries import get_chapter
from relief.core import clock, tenancy
from relief.core.db import db
from relief.deliveries.models import Delivery, DeliveryLine, Proof
from relief.stock.models import Item

WINDOW = timedelta(weeks=8)
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Consumption:
    """One item at one hospital; `a_day` and `days_left` are None while the rule says nothing."""

    item: Item
    accepted: int
    last_on: date
    a_day: Decimal | None
    days_left: int | None


def consumption_of(hospital_id: UUID, *, today: date) -> list[Consumption]:
    """Return what a hospital uses of each item it accepted, what runs out first first.

    `today` is a local date of the chapter, the last day of the window.
    """
    arrived = _arrived([hospital_id], since=today - WINDOW, today=today)
    found = [_told(item, days, today) for (_, item), days in arrived.items()]
    return sorted(found, key=lambda each: (_soonest(each), each.item.sku))


def days_of_supply(hospital_ids: Collection[UUID], *, today: date) -> dict[tuple[UUID, UUID], int]:
    """Return for how many days each item lasts at these hospitals, by hospital and item.

    What the rule says nothing about is left out. One query, whatever the number of hospitals.
    """
    arrived = _arrived(hospital_ids, since=today - WINDOW, today=today)
    told = {(where, item.id): _told(item, days, today) for (where, item), days in arrived.items()}
    return {key: each.days_left for key, each in told.items() if each.days_left is not None}


def _arrived(
    hospital_ids: Collection[UUID], *, since: date, today: date
) -> dict[tuple[UUID, Item], dict[date, int]]:
    zone = get_chapter(tenancy.chapter_id()).zone
    lines = db.session.execute(
        sa.select(Delivery.hospital_id, Item, Proof.confirmed_at, DeliveryLine.accepted)
        .join_from(DeliveryLine, Delivery, DeliveryLine.delivery)
        .join(Delivery.proof)
        .join(DeliveryLine.item)
        .where(
            Delivery.hospital_id.in_(hospital_ids),
            DeliveryLine.accepted > 0,
            # A day more than the window, whatever the zone; the local day decides below.
            Proof.confirmed_at >= clock.now() - WINDOW - timedelta(days=2),
        )
    )
    arrived: dict[tuple[UUID, Item], dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for hospital_id, item, moment, accepted in lines:
        day = clock.local(moment, zone).date()
        if since < day <= today:
            arrived[hospital_id, item][day] += accepted or 0
    return arrived


def _told(item: Item, days: Mapping[date, int], today: date) -> Consumption:
    first, last, accepted = min(days), max(days), sum(days.values())
    if first == last:
        return Consumption(item, accepted, last, None, None)
    a_day = Decimal(accepted - days[last]) / (last - first).days
    left = int(days[last] / a_day) - (today - last).days
    shown = a_day.quantize(TENTH, ROUND_HALF_UP)
    return Consumption(item, accepted, last, shown, max(0, left))


def _soonest(each: Consumption) -> float:
    return float("inf") if each.days_left is None else each.days_left
