"""The hand-over: a hospital answers line by line, once, and what it said moves stock and needs.

Of each line so many were accepted, short, damaged, or rejected though whole. What is rejected comes
back to its lot at the place it left from; it counts as damaged in the line's sum (what came and was
not accepted), and as returned within that.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from relief.audit.actions import record
from relief.core import clock, rows
from relief.core.db import db
from relief.core.events import announce
from relief.core.words import word
from relief.deliveries import goods
from relief.deliveries.errors import (
    AlreadyConfirmed,
    AnswerIncomplete,
    DeliveryMoved,
    DoesNotAddUp,
)
from relief.deliveries.events import DeliveryReceived
from relief.deliveries.goods import Answer
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
from relief.stock.models import Place, Reason
from relief.stock.queries import today


@dataclass(frozen=True)
class Signed:
    """Who signed, as what, how the acuse reached us, and what they remarked."""

    receiver_name: str
    receiver_title: str
    source: ProofSource
    remarks: str = ""


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

    Goods leave transit for good: accepted ones as delivered, the others as damaged or lost; what was
    rejected comes back. Of what a donor brought there, exactly what was accepted is taken in first.
    Raise AlreadyConfirmed, DeliveryMoved, AnswerIncomplete or DoesNotAddUp.
    """
    _lock_unsigned(delivery)
    _check(delivery, lines)
    if delivery.direct:
        goods.count_in(goods.arrival_of(delivery), lines, day=today())
    proof = sign(delivery, Signed(receiver_name, receiver_title, source, remarks), lines)
    announce(DeliveryReceived(delivery_id=delivery.id))
    return proof


def sign(delivery: Delivery, signed: Signed, lines: Sequence[Answer]) -> Proof:
    """Write an acuse that was checked, close the delivery, and let its goods go."""
    proof = Proof(
        delivery_id=delivery.id,
        status=ProofStatus.CONFIRMED,
        source=signed.source,
        receiver_name=signed.receiver_name,
        receiver_title=signed.receiver_title,
        remarks=signed.remarks,
        confirmed_at=clock.now(),
    )
    db.session.add(proof)
    moved = [(answer.line, answer.parts) for answer in lines]
    before = delivery.status
    delivery.closed_at = clock.now()
    write_answers(delivery, lines)
    db.session.refresh(delivery, ["proof"])
    count_needs(moved)
    if delivery.direct:
        goods.pass_on(delivery, lines)
    else:
        leave_transit(delivery, moved)
    record(
        "deliveries:delivery:confirmed",
        delivery,
        about=delivery.need,
        before={"status": before, "quantity": sum(line.quantity for line in delivery.lines)},
        after={
            "status": delivery.status,
            "quantity": sum(answer.accepted for answer in lines),
            "receiver": signed.receiver_name,
        },
    )
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
        if min(answer.parts) < 0 or sum(answer.parts) != answer.line.quantity:
            raise DoesNotAddUp(
                item=answer.line.item.name, sent=answer.line.quantity, total=sum(answer.parts)
            )


def write_answers(delivery: Delivery, lines: Sequence[Answer]) -> None:
    """Write what became of each line, and what that makes of the delivery."""
    for answer in lines:
        line = answer.line
        line.accepted, line.short, line.returned = answer.accepted, answer.short, answer.rejected
        line.damaged = answer.damaged + answer.rejected
        line.difference_note, line.difference_reason = answer.note, answer.reason
    differs = any(answer.accepted != answer.line.quantity for answer in lines)
    delivery.status = (
        DeliveryStatus.DELIVERED_WITH_DIFFERENCES if differs else DeliveryStatus.DELIVERED
    )
    db.session.flush()


Parts = Sequence[tuple[DeliveryLine, tuple[int, int, int, int]]]
"""Units of each line: accepted, short, damaged and rejected. A correction has some below zero."""


def count_needs(moved: Parts) -> None:
    """Count for the needs what was accepted of their lines."""
    wanted = [(line.need_line, parts[0]) for line, parts in moved if line.need_line is not None]
    for need_line, accepted in sorted(wanted, key=lambda each: each[0].id):
        count_fulfilled(need_line, quantity=accepted)


def leave_transit(delivery: Delivery, moved: Parts) -> None:
    """Bring goods from the road to where the answers say."""
    road, home = ledger.transit(), delivery.place
    for number, (reason, target) in enumerate(ways(home)):
        gone = [Line(line.lot, parts[number]) for line, parts in moved if parts[number] > 0]
        if gone:
            ledger.move(gone, source=road, target=target, reason=reason, source_id=delivery.id)


def ways(home: Place) -> Sequence[tuple[Reason, Place | None]]:
    """Where each part of a line goes: in the order of `Answer.parts`."""
    return (
        (Reason.DELIVERED, None),
        (Reason.LOST, None),
        (Reason.DAMAGED, None),
        (Reason.RETURNED, home),
    )
