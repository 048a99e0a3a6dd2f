"""The hand-over: a hospital answers line by line, once, and what it said moves stock and needs."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from relief.audit.actions import record
from relief.core import clock, rows
from relief.core.db import db
from relief.core.events import announce
from relief.core.words import word
from relief.deliveries.errors import (
    AlreadyConfirmed,
    AnswerIncomplete,
    DeliveryMoved,
    DoesNotAddUp,
)
from relief.deliveries.events import DeliveryReceived
from relief.deliveries.models import (
    ON_THE_ROAD,
    Delivery,
    DeliveryLine,
    DeliveryStatus,
    Proof,
    ProofSource,
    ProofStatus,
)
from relief.needs.actions import count_fulfilled
from relief.stock import ledger
from relief.stock.ledger import Line
from relief.stock.models import Reason


@dataclass(frozen=True)
class Answer:
    """What a hospital says of one line: units accepted, not found, and found damaged."""

    line: DeliveryLine
    accepted: int
    short: int = 0
    damaged: int = 0
    note: str = ""


def confirm_delivery(
    delivery: Delivery,
    *,
    receiver_name: str,
    receiver_title: str,
    lines: Sequence[Answer],
    remarks: str = "",
    source: ProofSource,
) -> Proof:
    """Keep the hospital's acuse, once. Both numbers of a difference stay: what was sent and accepted.

    Goods leave transit for good: accepted ones as delivered, the others as damaged or lost. Raise
    AlreadyConfirmed, DeliveryMoved, AnswerIncomplete or DoesNotAddUp.
    """
    _lock_unsigned(delivery)
    _check(delivery, lines)
    proof = Proof(
        delivery_id=delivery.id,
        status=ProofStatus.CONFIRMED,
        source=source,
        receiver_name=receiver_name,
        receiver_title=receiver_title,
        remarks=remarks,
        confirmed_at=clock.now(),
    )
    db.session.add(proof)
    for answer in lines:
        answer.line.accepted, answer.line.short = answer.accepted, answer.short
        answer.line.damaged, answer.line.difference_note = answer.damaged, answer.note
    before = _close(delivery, lines)
    db.session.refresh(delivery, ["proof"])
    _count_needs(lines)
    _leave_transit(delivery, lines)
    record(
        "deliveries:delivery:confirmed",
        delivery,
        about=delivery.need,
        before={"status": before, "quantity": sum(line.quantity for line in delivery.lines)},
        after={
            "status": delivery.status,
            "quantity": sum(answer.accepted for answer in lines),
            "receiver": receiver_name,
        },
    )
    announce(DeliveryReceived(delivery_id=delivery.id))
    return proof


def all_well(delivery: Delivery) -> list[Answer]:
    """Return the answer of a hospital that found everything as sent."""
    return [Answer(line, accepted=line.quantity) for line in delivery.lines]


def _lock_unsigned(delivery: Delivery) -> None:
    rows.lock(delivery)
    db.session.refresh(delivery, ["proof"])
    if delivery.proof is not None:
        raise AlreadyConfirmed(name=delivery.proof.receiver_name)
    if delivery.status not in ON_THE_ROAD:
        raise DeliveryMoved(reference=delivery.reference, status=word(delivery.status))


def _check(delivery: Delivery, lines: Sequence[Answer]) -> None:
    if Counter(line.id for line in delivery.lines) != Counter(each.line.id for each in lines):
        raise AnswerIncomplete
    for answer in lines:
        parts = (answer.accepted, answer.short, answer.damaged)
        if min(parts) < 0 or sum(parts) != answer.line.quantity:
            raise DoesNotAddUp(
                item=answer.line.item.name, sent=answer.line.quantity, total=sum(parts)
            )


def _close(delivery: Delivery, lines: Sequence[Answer]) -> DeliveryStatus:
    before = delivery.status
    differs = any(answer.short or answer.damaged for answer in lines)
    delivery.status = (
        DeliveryStatus.DELIVERED_WITH_DIFFERENCES if differs else DeliveryStatus.DELIVERED
    )
    delivery.closed_at = clock.now()
    db.session.flush()
    return before


def _count_needs(lines: Sequence[Answer]) -> None:
    wanted = [answer for answer in lines if answer.line.need_line is not None]
    for answer in sorted(wanted, key=lambda each: each.line.need_line_id or each.line.id):
        if answer.line.need_line is not None:
            count_fulfilled(answer.line.need_line, quantity=answer.accepted)


def _leave_transit(delivery: Delivery, lines: Sequence[Answer]) -> None:
    road = ledger.transit()
    for reason, units in (
        (Reason.DELIVERED, [(each.line, each.accepted) for each in lines]),
        (Reason.DAMAGED, [(each.line, each.damaged) for each in lines]),
        (Reason.LOST, [(each.line, each.short) for each in lines]),
    ):
        gone = [Line(line.lot, quantity) for line, quantity in units if quantity]
        if gone:
            ledger.move(gone, source=road, target=None, reason=reason, source_id=delivery.id)
