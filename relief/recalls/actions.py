"""Call a lot back: hold it and every kit of it, tell the hospitals, and say how it ended."""

from uuid import UUID

import sqlalchemy as sa

from relief.audit.actions import record
from relief.audit.queries import who_did
from relief.core import clock, context, rows
from relief.core.db import db
from relief.core.references import next_reference
from relief.core.text import has_substance
from relief.core.words import word
from relief.hospitals.models import Hospital
from relief.recalls import emails, queries
from relief.recalls.errors import HospitalTold, ReasonMissing, RecallClosed, RecallOpen
from relief.recalls.models import (
    NoticeWay,
    Recall,
    RecallLot,
    RecallNotice,
    RecallOutcome,
    RecallStatus,
)
from relief.recalls.tracing import trace_of
from relief.stock.actions import set_lot_status
from relief.stock.models import Lot, LotStatus
from relief.stock.queries import today


def open_recall(lot: Lot, *, reason: str, nonce: UUID, instructions: str = "") -> Recall:
    """Hold a lot and all kit lots made of it, and write to every hospital that got any.

    The same nonce gives the same recall. Raise RecallOpen or ReasonMissing.
    """
    if not has_substance(reason):
        raise ReasonMissing
    reference = next_reference("RET", today().year)
    known = queries.recall_by_nonce(nonce)
    if known is not None:
        return known
    rows.lock(lot)
    other = queries.open_recall_of(lot.id)
    if other is not None:
        raise RecallOpen(lot=lot.code, reference=other.reference, actor=other.opened_by)
    recall = Recall(
        reference=reference,
        lot=lot,
        status=RecallStatus.IN_PROGRESS,
        reason=reason,
        instructions=instructions,
        nonce=nonce,
        opened_by=context.current_actor().label,
    )
    db.session.add(recall)
    db.session.flush()
    held, told = _hold(recall), _tell(recall)
    record(
        "recalls:recall:opened",
        recall,
        about=lot,
        after={"reference": reference, "reason": reason, "lot": held, "hospitals_told": told},
    )
    return recall


def look_again(recall: Recall) -> None:
    """Hold and tell what was found since; nothing when there is none. Raise RecallClosed."""
    _lock(recall)
    held, told = _hold(recall), _tell(recall)
    if held or told:
        record("recalls:recall:widened", recall, after={"lot": held, "hospitals_told": told})


def tell_hospital(recall: Recall, hospital: Hospital, *, note: str) -> RecallNotice:
    """Keep that somebody told a hospital without a letter. Raise RecallClosed or HospitalTold."""
    _lock(recall)
    told = _notice(recall, hospital.id)
    if told is not None:
        raise HospitalTold(hospital=hospital.name, actor=told.told_by)
    notice = _keep_notice(recall, hospital, NoticeWay.SPOKEN, note=note)
    record(
        "recalls:hospital:told",
        notice,
        about=recall,
        after={"hospital": hospital.name, "note": note},
    )
    return notice


def close_recall(recall: Recall, *, outcome: RecallOutcome, reason: str) -> None:
    """End a recall. Released lots return to the state in which it found them, unless another holds them.

    Raise RecallClosed or ReasonMissing.
    """
    if not has_substance(reason):
        raise ReasonMissing
    _lock(recall)
    recall.status, recall.outcome = RecallStatus.CLOSED, outcome
    recall.conclusion, recall.closed_at = reason, clock.now()
    db.session.flush()
    if outcome is RecallOutcome.RELEASED:
        _release(recall, reason)
    record(
        "recalls:recall:closed",
        recall,
        about=recall.lot,
        before={"status": RecallStatus.IN_PROGRESS},
        after={"status": recall.status, "outcome": outcome, "reason": reason},
    )


def _lock(recall: Recall) -> None:
    rows.lock(recall)
    if recall.status is not RecallStatus.IN_PROGRESS:
        actor = who_did(recall.id, "recalls:recall:closed")
        raise RecallClosed(reference=recall.reference, actor=actor)


def _hold(recall: Recall) -> int:
    """Hold what the trace finds and is not held yet; return how many lots."""
    known = set(
        db.session.scalars(sa.select(RecallLot.lot_id).where(RecallLot.recall_id == recall.id))
    )
    found = {each.id for each in trace_of(recall.lot_id).lots} - known
    why = f"{recall.reference}: {recall.reason}"
    for lot in rows.lock_in_order(Lot, found).values():
        held = RecallLot(recall_id=recall.id, lot_id=lot.id, status_before=_state_before(lot))
        db.session.add(held)
        if lot.status is not LotStatus.RECALLED:
            set_lot_status(lot, LotStatus.RECALLED, reason=why)
    db.session.flush()
    return len(found)


def _state_before(lot: Lot) -> LotStatus:
    """Return the state to which a lot returns: another recall that still holds it knows it."""
    if lot.status is not LotStatus.RECALLED:
        return lot.status
    asked = (
        sa.select(RecallLot.status_before)
        .join(Recall, Recall.id == RecallLot.recall_id)
        .where(RecallLot.lot_id == lot.id, _holds())
    )
    first = db.session.scalars(asked.order_by(RecallLot.created_at, RecallLot.id)).first()
    return first or LotStatus.AVAILABLE


def _holds() -> sa.ColumnElement[bool]:
    """Say of a recall that its lots may not leave: it is open, or it ended with nothing released."""
    return sa.or_(
        Recall.status == RecallStatus.IN_PROGRESS, Recall.outcome == RecallOutcome.WITHDRAWN
    )


def _tell(recall: Recall) -> int:
    """Write to the hospitals that have it and were not told; return to how many.

    The trace is read again: what was dispatched until its lots were held is in it now.
    """
    trace = trace_of(recall.lot_id)
    told = 0
    for hospital_id in sorted(trace.hospitals):
        goods = [each for each in trace.reached if each.hospital_id == hospital_id]
        if _notice(recall, hospital_id) is not None:
            continue
        hospital = rows.get(Hospital, hospital_id)
        if emails.tell(recall, hospital, goods):
            _keep_notice(recall, hospital, NoticeWay.LETTER)
            told += 1
    return told


def _notice(recall: Recall, hospital_id: UUID) -> RecallNotice | None:
    asked = sa.select(RecallNotice).where(
        RecallNotice.recall_id == recall.id, RecallNotice.hospital_id == hospital_id
    )
    return db.session.scalars(asked).first()


def _keep_notice(
    recall: Recall, hospital: Hospital, way: NoticeWay, *, note: str = ""
) -> RecallNotice:
    notice = RecallNotice(
        recall_id=recall.id,
        hospital_id=hospital.id,
        way=way,
        told_by=context.current_actor().label,
        note=note,
    )
    db.session.add(notice)
    db.session.flush()
    return notice


def _release(recall: Recall, reason: str) -> None:
    held = {
        each.lot_id: each.status_before
        for each in db.session.scalars(sa.select(RecallLot).where(RecallLot.recall_id == recall.id))
    }
    others = set(
        db.session.scalars(
            sa.select(RecallLot.lot_id)
            .join(Recall, Recall.id == RecallLot.recall_id)
            .where(
                RecallLot.lot_id.in_(held),
                Recall.id != recall.id,
                _holds(),
            )
        )
    )
    why = f"{recall.reference}: {word(RecallOutcome.RELEASED)}. {reason}"
    for lot in rows.lock_in_order(Lot, set(held) - others).values():
        if lot.status is LotStatus.RECALLED:
            set_lot_status(lot, held[lot.id], reason=why)
