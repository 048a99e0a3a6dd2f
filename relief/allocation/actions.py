"""Propose who gets what, change it with a reason, reserve it as deliveries, and give it back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import format_date

from relief.allocation import queries
from relief.allocation.errors import (
    AllocationMoved,
    DayPassed,
    NoPlaceChosen,
    NothingGiven,
    NothingToShare,
    ReasonForChange,
    ReasonMissing,
    SharedMeanwhile,
    SharesRefused,
)
from relief.allocation.models import (
    Allocation,
    AllocationDelivery,
    AllocationPlace,
    AllocationStatus,
    Share,
)
from relief.allocation.queries import Ground
from relief.allocation.rule import Dealt, deal_out, share_out
from relief.allocation.standing import wrong_shares
from relief.audit.actions import record
from relief.audit.queries import who_did
from relief.core import rows
from relief.core.db import db
from relief.core.errors import ReliefError
from relief.core.references import next_reference, take_turn
from relief.core.words import word
from relief.deliveries.actions import Planned, cancel_delivery, plan_delivery
from relief.deliveries.models import RESERVING, Delivery, DeliveryStatus
from relief.stock.models import Place
from relief.stock.queries import today

MOVES = {
    AllocationStatus.RESERVED: "allocation:allocation:reserved",
    AllocationStatus.RELEASED: "allocation:allocation:released",
    AllocationStatus.SHIPPED: "allocation:allocation:shipped",
}


@dataclass(frozen=True)
class Typed:
    """What a person lets one share be: units, and why if the rule says another number."""

    quantity: int
    reason: str = ""


def propose(
    *,
    places: Sequence[Place],
    planned_for: date,
    nonce: UUID | None = None,
    keep_minimum: bool = True,
) -> Allocation:
    """Write down what the rule gives to whom from these places on a local date of the chapter.

    The same nonce gives the same allocation. Raise NoPlaceChosen or NothingToShare.
    """
    if not places:
        raise NoPlaceChosen
    # The counter's lock lets one of two equal forms through; the other finds it done.
    reference = next_reference("ASG", today().year)
    known = queries.allocation_of_form(nonce)
    if known is not None:
        return known
    allocation = Allocation(
        reference=reference,
        status=AllocationStatus.PROPOSED,
        planned_for=planned_for,
        keep_minimum=keep_minimum,
        nonce=nonce,
    )
    db.session.add(allocation)
    db.session.flush()
    db.session.add_all(
        AllocationPlace(allocation_id=allocation.id, place_id=place.id) for place in places
    )
    ground = queries.ground_of(places, planned_for, keep_minimum=keep_minimum)
    count = _write_shares(allocation, ground, kept={})
    record(
        "allocation:allocation:proposed",
        allocation,
        after={"reference": reference, "planned_for": planned_for, "lines": count},
    )
    return allocation


def share_again(allocation: Allocation, *, typed: Mapping[UUID, Typed] | None = None) -> None:
    """Ask the rule once more with what is there now. What was changed with a reason stays.

    A proposal whose day has passed is brought to today.

    `typed` says by line of the need what each share shall be; None leaves them as they are. Raise
    AllocationMoved, SharedMeanwhile, SharesRefused or NothingToShare.
    """
    _lock(allocation, allowed=(AllocationStatus.PROPOSED,))
    _keep(allocation, typed)
    allocation.planned_for = max(allocation.planned_for, today())
    kept = {
        share.need_line_id: Typed(share.quantity, share.reason)
        for share in allocation.shares
        if share.reason
    }
    before = len(allocation.shares)
    for share in list(allocation.shares):
        db.session.delete(share)
    db.session.flush()
    ground = queries.ground_for(allocation)
    count = _write_shares(allocation, ground, kept=kept)
    record(
        "allocation:allocation:shared_again",
        allocation,
        before={"lines": before},
        after={"lines": count, "planned_for": allocation.planned_for},
    )


def reserve(allocation: Allocation, *, typed: Mapping[UUID, Typed] | None = None) -> list[Delivery]:
    """Plan a delivery for each need and place that it gives anything, which reserves the lots.

    What expires first goes first, as the lots are now. `typed` is as in `share_again`. Raise
    AllocationMoved, DayPassed, SharedMeanwhile; SharesRefused, which tells line by line what others
    took; NothingGiven; and what `plan_delivery` refuses.
    """
    _lock(allocation, allowed=(AllocationStatus.PROPOSED,))
    if allocation.planned_for < today():
        raise DayPassed(day=format_date(allocation.planned_for, "long"))
    _keep(allocation, typed)
    if not allocation.units:
        raise NothingGiven
    # Whoever plans a delivery takes a number first: from here on nobody promises goods but us.
    take_turn("ENT", today().year)
    allocation = queries.whole_allocation(allocation.id)
    ground = queries.ground_for(allocation)
    wrong = wrong_shares(allocation.shares, ground)
    if wrong:
        raise SharesRefused(wrong)
    deliveries = _plan(allocation, ground)
    _set(allocation, AllocationStatus.RESERVED, counted=len(deliveries))
    return deliveries


def release(allocation: Allocation, *, reason: str) -> None:
    """Give back what it reserved, or drop the proposal. What has left goes on.

    Raise AllocationMoved or ReasonMissing.
    """
    if not reason.strip():
        raise ReasonMissing
    _lock(allocation, allowed=(AllocationStatus.PROPOSED, AllocationStatus.RESERVED))
    allocation.closing_reason = reason
    for delivery in allocation.deliveries:
        rows.lock(delivery)
        if delivery.status in RESERVING:
            cancel_delivery(delivery, reason=reason)
    _set(allocation, _told_by(allocation.deliveries), reason=reason)


def settle(allocation: Allocation) -> None:
    """Move it on once none of its deliveries waits any more; else, and once moved, do nothing."""
    rows.lock(allocation)
    db.session.refresh(allocation, ["deliveries"])
    waits = any(delivery.status in RESERVING for delivery in allocation.deliveries)
    if allocation.status is AllocationStatus.RESERVED and not waits:
        _set(allocation, _told_by(allocation.deliveries))


def _told_by(deliveries: Collection[Delivery]) -> AllocationStatus:
    gone = all(delivery.status is DeliveryStatus.CANCELLED for delivery in deliveries)
    return AllocationStatus.RELEASED if gone else AllocationStatus.SHIPPED


def _write_shares(allocation: Allocation, ground: Ground, *, kept: Mapping[UUID, Typed]) -> int:
    """Write what the rule gives of what is there, the scarcest items first; return how many lines."""
    there = ground.there
    wants = [each for each in ground.wants.values() if there[each.item] or each.line in kept]
    if not wants:
        raise NothingToShare
    fixed = {line: each.quantity for line, each in kept.items()}
    free, given = share_out(wants, there), share_out(wants, there, fixed)
    missed: dict[UUID, int] = {}
    for want in wants:
        missed[want.item] = missed.get(want.item, 0) + want.missing
    scarce = {item: there[item] >= units for item, units in missed.items()}
    names = {line.item_id: line.item.search_key for line in ground.lines.values()}
    wants.sort(key=lambda each: (scarce[each.item], names[each.item], each.turn))
    db.session.add_all(
        Share(
            allocation_id=allocation.id,
            need_line_id=want.line,
            item_id=want.item,
            position=position,
            missing=want.missing,
            days_left=want.days_left,
            proposed=free[want.line] if want.line in kept else given[want.line],
            quantity=given[want.line],
            reason=kept[want.line].reason if want.line in kept else "",
        )
        for position, want in enumerate(wants, 1)
    )
    db.session.flush()
    db.session.refresh(allocation, ["places", "shares"])
    return len(wants)


def _keep(allocation: Allocation, typed: Mapping[UUID, Typed] | None) -> None:
    """Write what was typed; each number that is not the rule's needs its reason."""
    if typed is None:
        return
    if any(share.need_line_id not in typed for share in allocation.shares):
        raise SharedMeanwhile(actor=who_did(allocation.id, "allocation:allocation:shared_again"))
    changes = [(share, typed[share.need_line_id]) for share in allocation.shares]
    wrong: dict[UUID, ReliefError] = {
        share.need_line_id: ReasonForChange(proposed=share.proposed, quantity=wish.quantity)
        for share, wish in changes
        if wish.quantity != share.proposed and not wish.reason.strip()
    }
    if wrong:
        raise SharesRefused(wrong)
    for share, wish in changes:
        before = share.quantity, share.reason
        share.quantity = wish.quantity
        share.reason = wish.reason if wish.quantity != share.proposed else ""
        if before != (share.quantity, share.reason):
            _record_changed(share, before=before[0])
    db.session.flush()


def _record_changed(share: Share, *, before: int) -> None:
    record(
        "allocation:share:changed",
        share,
        about=share.allocation,
        before={"quantity": before},
        after={
            "item": share.item.name,
            "hospital": share.need.hospital.name,
            "quantity": share.quantity,
            "reason": share.reason,
        },
    )


def _plan(allocation: Allocation, ground: Ground) -> list[Delivery]:
    given = {share.need_line_id: share.quantity for share in allocation.shares}
    trips: dict[tuple[UUID, UUID], list[Dealt]] = {}
    for dealt in deal_out(ground.wants.values(), given, ground.supplies):
        need = ground.lines[dealt.line].need_id
        trips.setdefault((need, dealt.place), []).append(dealt)
    deliveries = [_plan_trip(allocation, ground, lots) for lots in trips.values()]
    db.session.add_all(
        AllocationDelivery(allocation_id=allocation.id, delivery_id=delivery.id)
        for delivery in deliveries
    )
    db.session.flush()
    return deliveries


def _plan_trip(allocation: Allocation, ground: Ground, dealt: Sequence[Dealt]) -> Delivery:
    need = ground.lines[dealt[0].line].need
    places = {place.id: place for place in allocation.places}
    return plan_delivery(
        need.hospital,
        place=places[dealt[0].place],
        planned_for=allocation.planned_for,
        need=need,
        lines=[
            Planned(ground.lots[each.lot], each.quantity, ground.lines[each.line]) for each in dealt
        ],
    )


def _lock(allocation: Allocation, *, allowed: Collection[AllocationStatus]) -> None:
    rows.lock(allocation)
    if allocation.status not in allowed:
        raise AllocationMoved(
            actor=who_did(allocation.id, *MOVES.values()),
            reference=allocation.reference,
            status=word(allocation.status),
        )


def _set(allocation: Allocation, status: AllocationStatus, **more: str | int) -> None:
    before = allocation.status
    allocation.status = status
    db.session.flush()
    record(MOVES[status], allocation, before={"status": before}, after={"status": status, **more})
