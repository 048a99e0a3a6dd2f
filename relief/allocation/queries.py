"""What there is to share out, who misses it, and the allocations that were made."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from relief.allocation.models import Allocation, AllocationDelivery, Share
from relief.allocation.rule import Supply, Want, hold_back
from relief.core import rows
from relief.core.db import db
from relief.core.paging import Listing, Page, page_of
from relief.core.text import search_key
from relief.deliveries.consumption import days_of_supply
from relief.deliveries.models import Delivery, DeliveryLine
from relief.hospitals.models import Hospital, HospitalStatus
from relief.needs.models import OPEN_NEEDS, Need, NeedLine
from relief.needs.progress import progress_of
from relief.stock.levels import levels
from relief.stock.models import Balance, Item, Lot, Place
from relief.stock.queries import available_at, today


@dataclass(frozen=True)
class Ground:
    """Everything the rule is asked about: who misses what, and what may leave which place."""

    lines: Mapping[UUID, NeedLine]
    wants: Mapping[UUID, Want]
    balances: Sequence[Balance]
    supplies: Sequence[Supply]

    @property
    def there(self) -> Counter[UUID]:
        """Return the units that may leave, by item."""
        units: Counter[UUID] = Counter()
        for each in self.supplies:
            units[each.item] += each.quantity
        return units

    @property
    def kept(self) -> Counter[UUID]:
        """Return the units that stay as a minimum, by item."""
        units: Counter[UUID] = Counter()
        for each in self.balances:
            units[each.lot.item_id] += each.available
        return units - self.there

    @property
    def lots(self) -> dict[UUID, Lot]:
        """Return the lots that may leave, by id."""
        return {each.lot_id: each.lot for each in self.balances}

    @property
    def without_stock(self) -> list[tuple[Item, int]]:
        """Return the items of which nothing can leave, and how many are missed, the most first."""
        there, missed = self.there, Counter[UUID]()
        items = {}
        for line_id, want in self.wants.items():
            if not there[want.item]:
                missed[want.item] += want.missing
                items[want.item] = self.lines[line_id].item
        return [(items[item_id], units) for item_id, units in missed.most_common()]


def ground_of(places: Sequence[Place], day: date, *, keep_minimum: bool = True) -> Ground:
    """Return what may leave some places on a local date of the chapter, and who misses anything.

    Only needs that are approved and open count, of hospitals that may receive. The minimum levels of
    the items stay, unless told otherwise.
    """
    needs = _open_needs()
    far = progress_of([need.id for need in needs])
    lasts = days_of_supply({need.hospital_id for need in needs}, today=today())
    balances = [each for place in places for each in available_at(place.id, day)]
    supplies = hold_back(_supplies(balances), _minimums(balances) if keep_minimum else {})
    has: Counter[tuple[UUID, UUID]] = Counter()
    for each in supplies:
        has[each.place, each.item] += each.quantity
    lines, wants = {}, {}
    for need in needs:
        missing = {line: far[line.id].missing for line in need.lines if far[line.id].missing}
        ways = _places_for(need, missing, places=places, has=has)
        for line, units in missing.items():
            days_left = lasts.get((need.hospital_id, line.item_id))
            lines[line.id] = line
            wants[line.id] = _want(line, missing=units, days_left=days_left, places=ways)
    return Ground(lines, wants, balances, supplies)


def ground_for(allocation: Allocation) -> Ground:
    """Return what an allocation is about, as things stand now."""
    return ground_of(
        allocation.places, allocation.planned_for, keep_minimum=allocation.keep_minimum
    )


def _supplies(balances: Sequence[Balance]) -> list[Supply]:
    return [
        Supply(each.lot_id, each.place_id, each.lot.item_id, each.available, each.lot.expires_on)
        for each in balances
    ]


def _minimums(balances: Sequence[Balance]) -> dict[tuple[UUID, UUID | None], int]:
    """Return what stays, by item and place; of a minimum of all places, what the others lack of it."""
    here: Counter[UUID] = Counter()
    for each in balances:
        here[each.lot.item_id] += each.available
    back = {}
    for level in levels(list(here)):
        item, place = level.minimum.item_id, level.minimum.place_id
        elsewhere = max(0, level.available - here[item]) if place is None else 0
        back[item, place] = level.minimum.units - elsewhere
    return back


def _open_needs() -> list[Need]:
    return list(
        db.session.scalars(
            sa.select(Need)
            .join(Need.hospital)
            .where(Need.status.in_(OPEN_NEEDS), Hospital.status == HospitalStatus.APPROVED)
            .options(
                contains_eager(Need.hospital),
                selectinload(Need.lines).options(
                    joinedload(NeedLine.item), joinedload(NeedLine.need)
                ),
            )
            .order_by(Need.priority_rank, Need.needed_by, Need.reference)
        )
    )


def _places_for(
    need: Need,
    missing: Mapping[NeedLine, int],
    *,
    places: Sequence[Place],
    has: Mapping[tuple[UUID, UUID], int],
) -> tuple[UUID, ...]:
    """Return the places as a hospital is served: its city's, then those that have most of the need."""
    city = search_key(need.hospital.city)
    covers = {
        place.id: sum(min(has[place.id, line.item_id], units) for line, units in missing.items())
        for place in places
    }
    near = sorted(
        places,
        key=lambda each: (search_key(each.city) != city, -covers[each.id], each.search_key),
    )
    return tuple(place.id for place in near)


def _want(line: NeedLine, *, missing: int, days_left: int | None, places: tuple[UUID, ...]) -> Want:
    return Want(
        line=line.id,
        item=line.item_id,
        requested=line.requested,
        missing=missing,
        rank=line.need.priority_rank,
        needed_by=line.need.needed_by,
        name=f"{line.need.reference} {line.position:04d}",
        days_left=days_left,
        pack=line.item.pack_size,
        places=places,
    )


def count_waiting() -> int:
    """Return how many approved needs miss something that nobody sends yet."""
    sent = (
        DeliveryLine.committed
        + DeliveryLine.in_transit
        + sa.func.coalesce(DeliveryLine.accepted, 0)
    )
    lines = (
        sa.select(NeedLine.need_id)
        .join(NeedLine.need)
        .join(Need.hospital)
        .outerjoin(DeliveryLine, DeliveryLine.need_line_id == NeedLine.id)
        .outerjoin(DeliveryLine.delivery)
        .where(Need.status.in_(OPEN_NEEDS), Hospital.status == HospitalStatus.APPROVED)
        .group_by(NeedLine.id, NeedLine.need_id, NeedLine.requested)
        .having(NeedLine.requested > sa.func.coalesce(sa.func.sum(sent), 0))
        .subquery()
    )
    return db.session.scalar(sa.select(sa.func.count(lines.c.need_id.distinct()))) or 0


def count_closed_hospitals() -> int:
    """Return how many open needs wait because their hospital may not receive."""
    statement = (
        sa.select(sa.func.count(Need.id))
        .join(Need.hospital)
        .where(Need.status.in_(OPEN_NEEDS), Hospital.status != HospitalStatus.APPROVED)
    )
    return db.session.scalar(statement) or 0


def whole_allocation(allocation_id: UUID) -> Allocation:
    """Return an allocation with all that its page shows. Raise RowMissing."""
    need_line = selectinload(Allocation.shares).joinedload(Share.need_line)
    deliveries = selectinload(Allocation.deliveries)
    found = db.session.scalars(
        sa.select(Allocation)
        .where(Allocation.id == allocation_id)
        .options(
            selectinload(Allocation.places),
            selectinload(Allocation.shares).joinedload(Share.item),
            need_line.joinedload(NeedLine.need).joinedload(Need.hospital),
            deliveries.joinedload(Delivery.hospital),
            deliveries.joinedload(Delivery.place),
            deliveries.selectinload(Delivery.lines).joinedload(DeliveryLine.lot),
        )
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise rows.RowMissing(Allocation.__name__)
    return found


def page_of_allocations(listing: Listing) -> Page[Allocation]:
    """Return one page of allocations, the newest day first unless told otherwise."""
    statement = sa.select(Allocation).options(
        selectinload(Allocation.places),
        selectinload(Allocation.shares),
        selectinload(Allocation.deliveries),
    )
    columns = {"day": Allocation.planned_for, "reference": Allocation.reference}
    return page_of(statement, listing, columns=columns, row_id=Allocation.id)


def allocation_of_form(nonce: UUID | None) -> Allocation | None:
    """Return the allocation that a form proposed, if it was sent before."""
    if nonce is None:
        return None
    return db.session.scalars(sa.select(Allocation).where(Allocation.nonce == nonce)).first()


def allocation_of_delivery(delivery_id: UUID) -> Allocation | None:
    """Return the allocation that planned a delivery, None for one that was planned by hand."""
    return db.session.scalars(
        sa.select(Allocation)
        .join(AllocationDelivery, AllocationDelivery.allocation_id == Allocation.id)
        .where(AllocationDelivery.delivery_id == delivery_id)
    ).first()
