"""Count a place, lot by lot, and let a second person take the differences into the stock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from relief.audit.actions import record
from relief.audit.queries import who_did
from relief.core import clock, context, rows
from relief.core.db import db
from relief.core.references import next_reference
from relief.core.text import has_substance
from relief.core.words import word
from relief.counts import queries
from relief.counts.errors import (
    AlreadyListed,
    BelowReserved,
    CountedMeanwhile,
    CountMoved,
    LineStale,
    NoSuchLot,
    NothingCounted,
    NothingToCount,
    ReasonMissing,
    SecondPersonNeeded,
    TooManyLots,
)
from relief.counts.models import CountLine, CountStatus, StockCount
from relief.stock import finding, ledger
from relief.stock.ledger import Line, Locked
from relief.stock.models import Category, Item, Place, Reason
from relief.stock.queries import today

SHORTAGES = (Reason.COUNTED_LESS, Reason.LOST, Reason.DAMAGED, Reason.EXPIRED)
MOST = 300
MOVED = (
    "counts:count:approved",
    "counts:count:cancelled",
    "counts:count:returned",
    "counts:count:submitted",
)


@dataclass(frozen=True)
class Counted:
    """What somebody typed of a lot, and what the sheet showed them before; None for nothing."""

    line_id: UUID
    counted: int | None
    shown: int | None


@dataclass(frozen=True)
class Explained:
    """Why units of a line are missing."""

    reason: Reason = Reason.COUNTED_LESS
    note: str = ""


def start_count(
    place: Place, *, nonce: UUID, category: Category | None = None, item: Item | None = None
) -> StockCount:
    """Make the sheet of what the ledger says is there. The same nonce gives the same sheet.

    Raise NothingToCount or TooManyLots.
    """
    reference = next_reference("CON", today().year)
    known = queries.count_by_nonce(nonce)
    if known is not None:
        return known
    lots = queries.lots_to_count(place, category=category, item=item, limit=MOST + 1)
    if not lots:
        raise NothingToCount(place=place.name)
    if len(lots) > MOST:
        raise TooManyLots(most=MOST)
    count = StockCount(
        reference=reference,
        place=place,
        category=category,
        item=item,
        status=CountStatus.IN_PROGRESS,
        nonce=nonce,
        started_by=context.current_actor().label,
        lines=[CountLine(position=number, lot=lot) for number, lot in enumerate(lots, 1)],
    )
    db.session.add(count)
    db.session.flush()
    record(
        "counts:count:started",
        count,
        after={"reference": reference, "place": place.name, "lines": len(lots)},
    )
    return count


def add_lot(count: StockCount, *, code: str) -> CountLine:
    """Put a lot on the sheet that nobody expected there. Raise NoSuchLot, AlreadyListed, CountMoved."""
    _lock(count, CountStatus.IN_PROGRESS)
    lot = finding.scanned_lot(code)
    if lot is None:
        raise NoSuchLot(code=code)
    if any(line.lot_id == lot.id for line in count.lines):
        raise AlreadyListed(lot=lot.code)
    position = max(line.position for line in count.lines) + 1
    line = CountLine(count=count, lot=lot, position=position)
    db.session.add(line)
    db.session.flush()
    record("counts:line:added", line, about=count, after={"lot": lot.code})
    return line


def save_counts(count: StockCount, *, counted: Sequence[Counted]) -> int:
    """Keep what was counted, beside what the ledger says at this moment; return how many changed.

    Only lines that differ from what the sheet showed are touched. Raise CountMoved, or
    CountedMeanwhile when somebody else counted one of them since.
    """
    _lock(count, CountStatus.IN_PROGRESS)
    lines = {line.id: line for line in count.lines}
    changed = [(lines[each.line_id], each) for each in counted if each.counted != each.shown]
    balances = _balances(count, [line for line, _each in changed])
    for line, each in changed:
        if line.counted not in {each.shown, each.counted}:
            raise CountedMeanwhile(
                actor=line.counted_by,
                counted="—" if line.counted is None else line.counted,
                lot=line.lot.code,
                typed="—" if each.counted is None else each.counted,
            )
        _write(line, each.counted, balances[line.lot_id, count.place_id].on_hand)
    db.session.flush()
    if changed:
        found = sum(line.counted is not None for line in count.lines)
        record("counts:count:saved", count, after={"lines": len(changed), "counted": found})
    return len(changed)


def submit_count(count: StockCount, *, explained: Mapping[UUID, Explained]) -> None:
    """Send the sheet to a second person; `explained` names lines by id. Raise CountMoved, NothingCounted."""
    _lock(count, CountStatus.IN_PROGRESS)
    if all(line.counted is None for line in count.lines):
        raise NothingCounted
    for line in count.lines:
        told = explained.get(line.id, Explained())
        line.note = told.note
        line.reason = _reason(line, told.reason)
    actor = context.current_actor()
    count.submitted_by, count.submitted_by_id = actor.label, actor.id
    count.submitted_at = clock.now()
    _move(count, CountStatus.SUBMITTED, tag="counts:count:submitted")


def approve_count(count: StockCount, *, note: str = "") -> None:
    """Take the differences into the stock, on top of whatever moved since they were counted.

    Raise CountMoved, SecondPersonNeeded, LineStale for a lot that somebody else adjusted since,
    or BelowReserved when a delivery was promised more than would be left.
    """
    _lock(count, CountStatus.SUBMITTED)
    _refuse_counters(count)
    lines = [line for line in count.lines if line.difference]
    balances = _balances(count, lines)
    stale = queries.adjusted_since(count, lines)
    for line in lines:
        if line.id in stale:
            raise LineStale(lot=line.lot.code)
        balance = balances[line.lot_id, count.place_id]
        left = balance.on_hand + line.difference
        if left < balance.reserved:
            raise BelowReserved(lot=line.lot.code, left=max(left, 0), reserved=balance.reserved)
    _adjust(count, lines)
    _decide(count, CountStatus.APPROVED, tag="counts:count:approved", reason=note)


def return_count(count: StockCount, *, reason: str) -> None:
    """Send the sheet back to be counted again where it is doubted. Raise CountMoved, ReasonMissing."""
    if not has_substance(reason):
        raise ReasonMissing
    _lock(count, CountStatus.SUBMITTED)
    _decide(count, CountStatus.IN_PROGRESS, tag="counts:count:returned", reason=reason)


def cancel_count(count: StockCount, *, reason: str) -> None:
    """Put a sheet aside; the stock stays as it is. Raise CountMoved, ReasonMissing."""
    if not has_substance(reason):
        raise ReasonMissing
    _lock(count, CountStatus.IN_PROGRESS, CountStatus.SUBMITTED)
    _decide(count, CountStatus.CANCELLED, tag="counts:count:cancelled", reason=reason)


def _lock(count: StockCount, *allowed: CountStatus) -> None:
    rows.lock(count)
    db.session.refresh(count, ["lines"])
    if count.status not in allowed:
        raise CountMoved(
            reference=count.reference, status=word(count.status), actor=who_did(count.id, *MOVED)
        )


def _balances(count: StockCount, lines: Sequence[CountLine]) -> Locked:
    return ledger.lock([line.lot_id for line in lines], [count.place])


def _write(line: CountLine, counted: int | None, on_hand: int) -> None:
    actor = context.current_actor()
    line.counted = counted
    line.on_hand = None if counted is None else on_hand
    line.counted_at = None if counted is None else clock.now()
    line.counted_by, line.counted_by_id = actor.label, actor.id


def _reason(line: CountLine, shortage: Reason) -> Reason | None:
    if line.difference > 0:
        return Reason.COUNTED_MORE
    if line.difference == 0:
        return None
    return shortage if shortage in SHORTAGES else Reason.COUNTED_LESS


def _refuse_counters(count: StockCount) -> None:
    actor = context.current_actor()
    counters = {line.counted_by_id for line in count.lines} | {count.submitted_by_id}
    if actor.id is not None and actor.id in counters:
        raise SecondPersonNeeded(actor=actor.label)


def _adjust(count: StockCount, lines: Sequence[CountLine]) -> None:
    for line in lines:
        less = line.difference < 0
        ledger.move(
            [Line(line.lot, abs(line.difference))],
            source=count.place if less else None,
            target=None if less else count.place,
            reason=line.reason or (Reason.COUNTED_LESS if less else Reason.COUNTED_MORE),
            source_id=count.id,
            note=line.note or count.reference,
        )


def _decide(count: StockCount, status: CountStatus, *, tag: str, reason: str) -> None:
    count.decided_at, count.decision = clock.now(), reason
    count.decided_by = context.current_actor().label
    differences = sum(line.difference != 0 for line in count.lines)
    _move(count, status, tag=tag, reason=reason, lines=differences)


def _move(count: StockCount, status: CountStatus, *, tag: str, **after: object) -> None:
    before, count.status = count.status, status
    db.session.flush()
    record(tag, count, before={"status": before}, after={"status": status, **after})
