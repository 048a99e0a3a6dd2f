"""Send goods from place to place; count them in, with what was lost; or bring them back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from relief.audit.actions import record
from relief.audit.queries import who_did
from relief.core import clock, context, rows
from relief.core.db import db
from relief.core.references import next_reference
from relief.core.text import has_substance
from relief.core.words import word
from relief.stock import ledger
from relief.stock.errors import PlaceClosed, SamePlace
from relief.stock.ledger import Line
from relief.stock.models import Lot, Place, Reason
from relief.stock.queries import today
from relief.transfers import queries
from relief.transfers.errors import (
    DifferenceUnexplained,
    DoesNotAddUp,
    LinesIncomplete,
    MoreThanSent,
    NothingSent,
    ReasonMissing,
    TransferMoved,
)
from relief.transfers.models import Transfer, TransferLine, TransferStatus

ENDINGS = {
    TransferStatus.RECEIVED: "transfers:transfer:received",
    TransferStatus.RECEIVED_WITH_DIFFERENCES: "transfers:transfer:received",
    TransferStatus.RETURNED: "transfers:transfer:returned",
}


@dataclass(frozen=True)
class Arrived:
    """What became of one line: all that was sent is received, lost or damaged."""

    line: TransferLine
    received: int
    lost: int = 0
    damaged: int = 0
    note: str = ""

    @property
    def total(self) -> int:
        """Return the units accounted for."""
        return self.received + self.lost + self.damaged


def send_transfer(
    *, source: Place, target: Place, lines: Sequence[Line], nonce: UUID, **details: str
) -> Transfer:
    """Let goods leave for another place; until they are counted in they are on the road.

    `details` may hold `carrier` and `notes`. Two lines of one lot become one. The same nonce gives
    the same transfer. Raise NothingSent, SamePlace, PlaceClosed, and the ledger's NotEnoughStock
    when others were quicker or promised the goods to a hospital.
    """
    reference = next_reference("TRA", today().year)
    # The counter's lock lets one of two equal forms through; the other finds it done.
    known = queries.transfer_by_nonce(nonce)
    if known is not None:
        return known
    if not lines:
        raise NothingSent
    if source.id == target.id:
        raise SamePlace(name=target.name)
    if not target.active:
        raise PlaceClosed(name=target.name)
    transfer = Transfer(
        reference=reference,
        source=source,
        target=target,
        status=TransferStatus.IN_TRANSIT,
        nonce=nonce,
        sent_by=context.current_actor().label,
        lines=_lines(lines),
        **details,
    )
    db.session.add(transfer)
    db.session.flush()
    ledger.move(
        _carried(transfer),
        source=source,
        target=ledger.transit(),
        reason=Reason.TRANSFERRED,
        source_id=transfer.id,
    )
    record(
        "transfers:transfer:sent",
        transfer,
        before={"place": source.name},
        after={"reference": reference, "place": target.name, "quantity": transfer.units},
    )
    return transfer


def receive_transfer(transfer: Transfer, *, lines: Sequence[Arrived]) -> None:
    """Count what arrived into the place; what was lost or broke leaves the stock here.

    Raise TransferMoved, LinesIncomplete, DoesNotAddUp, MoreThanSent or DifferenceUnexplained.
    """
    _lock(transfer)
    _refuse(transfer, lines)
    for each in lines:
        each.line.received, each.line.lost = each.received, each.lost
        each.line.damaged, each.line.difference_note = each.damaged, each.note
    _leave_road(transfer, lines)
    differs = any(each.lost or each.damaged for each in lines)
    _end(
        transfer,
        TransferStatus.RECEIVED_WITH_DIFFERENCES if differs else TransferStatus.RECEIVED,
        quantity=sum(each.received for each in lines),
    )


def return_transfer(transfer: Transfer, *, reason: str) -> None:
    """Bring everything back to the lots and the place it left. Raise TransferMoved, ReasonMissing."""
    if not has_substance(reason):
        raise ReasonMissing
    _lock(transfer)
    ledger.move(
        _carried(transfer),
        source=ledger.transit(),
        target=transfer.source,
        reason=Reason.TRANSFERRED,
        source_id=transfer.id,
        note=reason,
    )
    transfer.closing_reason = reason
    _end(transfer, TransferStatus.RETURNED, reason=reason)


def _lines(lines: Sequence[Line]) -> list[TransferLine]:
    wanted: Counter[Lot] = Counter()
    for line in lines:
        wanted[line.lot] += line.quantity
    return [
        TransferLine(position=position, lot=lot, quantity=quantity)
        for position, (lot, quantity) in enumerate(wanted.items(), 1)
    ]


def _carried(transfer: Transfer) -> list[Line]:
    return [Line(line.lot, line.quantity) for line in transfer.lines]


def _lock(transfer: Transfer) -> None:
    rows.lock(transfer)
    if transfer.status is not TransferStatus.IN_TRANSIT:
        raise TransferMoved(
            reference=transfer.reference,
            status=word(transfer.status),
            actor=who_did(transfer.id, ENDINGS[transfer.status]),
        )


def _refuse(transfer: Transfer, lines: Sequence[Arrived]) -> None:
    if Counter(line.id for line in transfer.lines) != Counter(each.line.id for each in lines):
        raise LinesIncomplete
    for each in lines:
        lot, sent = each.line.lot.code, each.line.quantity
        if each.total > sent:
            raise MoreThanSent(lot=lot, sent=sent, total=each.total)
        if each.total < sent or min(each.received, each.lost, each.damaged) < 0:
            raise DoesNotAddUp(lot=lot, sent=sent, total=each.total)
        if each.received < sent and not has_substance(each.note):
            raise DifferenceUnexplained(lot=lot)


def _leave_road(transfer: Transfer, lines: Sequence[Arrived]) -> None:
    for reason, target, units in (
        (Reason.TRANSFERRED, transfer.target, [(each, each.received) for each in lines]),
        (Reason.LOST, None, [(each, each.lost) for each in lines]),
        (Reason.DAMAGED, None, [(each, each.damaged) for each in lines]),
    ):
        moved = [Line(each.line.lot, quantity) for each, quantity in units if quantity]
        if moved:
            ledger.move(
                moved, source=ledger.transit(), target=target, reason=reason, source_id=transfer.id
            )


def _end(transfer: Transfer, status: TransferStatus, **after: object) -> None:
    before, transfer.status = transfer.status, status
    transfer.closed_at = clock.now()
    db.session.flush()
    record(ENDINGS[status], transfer, before={"status": before}, after={"status": status, **after})
