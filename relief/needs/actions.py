"""Write down what a hospital asks for, decide on it, and count what reached it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from relief.audit.actions import record
from relief.core import rows
from relief.core.db import db
from relief.core.references import next_reference
from relief.core.words import word
from relief.hospitals.models import Hospital
from relief.needs import emails, queries
from relief.needs.errors import (
    AskedTwice,
    DayPassed,
    NeedMoved,
    NothingAsked,
    ReasonMissing,
    TooManyAsked,
)
from relief.needs.models import (
    OPEN_NEEDS,
    UNDECIDED_NEEDS,
    WAITING_NEEDS,
    Need,
    NeedLine,
    NeedStatus,
    Priority,
)
from relief.stock.models import Item
from relief.stock.queries import today

UNREAD_AT_MOST = 10
"""How many requests of one link wait at a time: a flood would drown the others."""


@dataclass(frozen=True)
class Asked:
    """So many units of an item."""

    item: Item
    quantity: int
    note: str = ""


def create_need(
    hospital: Hospital,
    *,
    priority: Priority,
    needed_by: date,
    lines: Sequence[Asked],
    submit: bool = True,
    **details: Any,
) -> Need:
    """Write down a request; a draft unless `submit`.

    `details`: requested_by, notes, nonce, beds, staff_served, and link_id of a hospital that asked.

    The same nonce gives the same need. Raise NothingAsked, AskedTwice or DayPassed.
    """
    _check_lines(lines)
    # The counter's lock lets one of two equal forms through; the other finds it done.
    reference = next_reference("NEC", today().year)
    known = queries.need_of_form(details.get("nonce"))
    if known is not None:
        return known
    if needed_by < today():
        raise DayPassed
    need = Need(
        reference=reference,
        hospital_id=hospital.id,
        status=NeedStatus.SUBMITTED if submit else NeedStatus.DRAFT,
        priority=priority,
        priority_rank=priority.rank,
        needed_by=needed_by,
        **details,
    )
    db.session.add(need)
    db.session.flush()
    _add_lines(need, lines)
    record(
        "needs:need:created",
        need,
        about=hospital,
        after={"reference": need.reference, "status": need.status, "needed_by": needed_by},
    )
    return need


def ask_by_link(
    hospital: Hospital, *, link_id: UUID, lines: Sequence[Asked], details: Mapping[str, Any]
) -> Need:
    """Write down what a hospital asks for by its own link, for staff to decide.

    `details` are those of create_need, with its nonce. Raise what that raises, and TooManyAsked.
    """
    rows.lock(hospital)
    known = queries.need_of_form(details["nonce"])
    if known is not None:
        return known
    unread = queries.count_unread_of(link_id)
    if unread >= UNREAD_AT_MOST:
        raise TooManyAsked(count=unread)
    return create_need(hospital, lines=lines, link_id=link_id, **details)


def edit_need(need: Need, *, changes: Mapping[str, Any], lines: Sequence[Asked]) -> None:
    """Change a request nobody has decided on yet; a day that passed meanwhile may stay.

    Raise NeedMoved, NothingAsked, AskedTwice or DayPassed.
    """
    _lock(need, allowed=UNDECIDED_NEEDS)
    _check_lines(lines)
    if need.needed_by != changes.get("needed_by", need.needed_by) < today():
        raise DayPassed
    before = _told(need)
    for key, value in changes.items():
        setattr(need, key, value)
    need.priority_rank = need.priority.rank
    for line in list(need.lines):
        db.session.delete(line)
    db.session.flush()
    _add_lines(need, lines)
    db.session.refresh(need, ["hospital", "lines"])
    after = _told(need)
    changed = {key for key, value in after.items() if before[key] != value}
    if changed:
        record(
            "needs:need:edited",
            need,
            before={key: before[key] for key in sorted(changed)},
            after={key: after[key] for key in sorted(changed)},
        )


def submit_need(need: Need) -> None:
    """Send a draft to whoever decides. Raise NeedMoved."""
    _move(need, NeedStatus.SUBMITTED, allowed=(NeedStatus.DRAFT,), tag="needs:need:submitted")


def approve_need(need: Need) -> None:
    """Let deliveries be planned for it. Raise NeedMoved."""
    _move(need, NeedStatus.APPROVED, allowed=(NeedStatus.SUBMITTED,), tag="needs:need:approved")
    emails.decided(need)


def reject_need(need: Need, *, reason: str) -> None:
    """Say no, and why. Raise NeedMoved or ReasonMissing."""
    _close(need, NeedStatus.REJECTED, allowed=(NeedStatus.SUBMITTED,), reason=reason)
    emails.decided(need)


def cancel_need(need: Need, *, reason: str) -> None:
    """Take a request back, and say why. What is on its way goes on. Raise NeedMoved, ReasonMissing."""
    allowed = (*UNDECIDED_NEEDS, *OPEN_NEEDS)
    _close(need, NeedStatus.CANCELLED, allowed=allowed, reason=reason)


def expire_need(need: Need) -> None:
    """Close a request whose day has passed. Raise NeedMoved."""
    _move(need, NeedStatus.EXPIRED, allowed=WAITING_NEEDS, tag="needs:need:expired")


def count_fulfilled(line: NeedLine, *, quantity: int) -> None:
    """Count units that a hospital accepted; the request moves when enough of them arrived.

    A request that was closed meanwhile keeps its state and still counts what reached the hospital.
    """
    if quantity == 0:
        return
    need = rows.lock(line.need)
    rows.lock(line)
    before = line.fulfilled
    line.fulfilled += quantity
    db.session.flush()
    record(
        "needs:line:fulfilled",
        line,
        about=need,
        before={"quantity": before},
        after={"quantity": line.fulfilled, "item": line.item.name},
    )
    if need.status not in OPEN_NEEDS:
        return
    whole = all(each.fulfilled >= each.requested for each in need.lines)
    reached = NeedStatus.FULFILLED if whole else NeedStatus.PARTIALLY_FULFILLED
    if need.status is not reached:
        _set(need, reached, tag="needs:need:fulfilled")


def _check_lines(lines: Sequence[Asked]) -> None:
    if not lines:
        raise NothingAsked
    seen = set()
    for line in lines:
        if line.item.id in seen:
            raise AskedTwice(item=line.item.name)
        seen.add(line.item.id)


def _add_lines(need: Need, lines: Sequence[Asked]) -> None:
    db.session.add_all(
        NeedLine(
            need_id=need.id,
            item_id=line.item.id,
            position=position,
            requested=line.quantity,
            note=line.note,
        )
        for position, line in enumerate(lines, 1)
    )
    db.session.flush()


def _told(need: Need) -> dict[str, Any]:
    return {
        "hospital": need.hospital.name,
        "priority": need.priority,
        "needed_by": need.needed_by,
        "requested_by": need.requested_by,
        "beds": need.beds,
        "staff_served": need.staff_served,
        "notes": need.notes,
        "lines": ", ".join(f"{line.requested} {line.item.name}" for line in need.lines),
    }


def _lock(need: Need, *, allowed: Sequence[NeedStatus]) -> None:
    rows.lock(need)
    if need.status not in allowed:
        raise NeedMoved(reference=need.reference, status=word(need.status))


def _move(need: Need, status: NeedStatus, *, allowed: Sequence[NeedStatus], tag: str) -> None:
    _lock(need, allowed=allowed)
    _set(need, status, tag=tag)


def _close(need: Need, status: NeedStatus, *, allowed: Sequence[NeedStatus], reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing
    _lock(need, allowed=allowed)
    need.decision_reason = reason
    _set(need, status, tag=f"needs:need:{status.value}", reason=reason)


def _set(need: Need, status: NeedStatus, *, tag: str, **more: str) -> None:
    before = need.status
    need.status = status
    db.session.flush()
    record(tag, need, before={"status": before}, after={"status": status, **more})
