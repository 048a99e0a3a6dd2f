"""What the deeds of a delivery do to its goods.

What leaves one of our places is in the ledger all the way. What a donor brings to the hospital is
in no stock of ours: its arrival waits at the invisible place until the acuse, which counts in
exactly what the hospital accepted and hands it over in the same transaction.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from relief.core.db import db
from relief.deliveries.models import Delivery, DeliveryLine, DifferenceReason
from relief.intake import models as intake
from relief.intake.actions import Counted, cancel_intake, receive_intake
from relief.intake.customs import refuse_temporary
from relief.intake.models import Intake, IntakeLine
from relief.links import actions as links
from relief.links.models import LinkKind
from relief.pledges.models import STANDING
from relief.stock import ledger
from relief.stock.ledger import Line
from relief.stock.models import Reason


@dataclass(frozen=True)
class Answer:
    """What a hospital says of one line: units accepted, not found, found damaged, and not wanted."""

    line: DeliveryLine
    accepted: int
    short: int = 0
    damaged: int = 0
    note: str = ""
    rejected: int = 0
    reason: DifferenceReason | None = None

    @property
    def parts(self) -> tuple[int, int, int, int]:
        """Return accepted, short, damaged and rejected, which are the whole line together."""
        return self.accepted, self.short, self.damaged, self.rejected


def lines_of(delivery: Delivery) -> list[Line]:
    """Return what a delivery carries, as the ledger counts it."""
    return [Line(line.lot, line.quantity) for line in delivery.lines]


def arrival_of(delivery: Delivery) -> Intake:
    """Return the arrival that the acuse of a direct delivery counts in; its lots are the same."""
    return db.session.scalars(
        sa.select(Intake)
        .where(
            sa.exists().where(
                IntakeLine.intake_id == Intake.id,
                IntakeLine.lot_id.in_([line.lot_id for line in delivery.lines]),
            )
        )
        .options(
            joinedload(Intake.donor),
            selectinload(Intake.lines).joinedload(IntakeLine.item),
            selectinload(Intake.lines).joinedload(IntakeLine.lot),
        )
    ).one()


def send(delivery: Delivery) -> None:
    """Bring the goods out of their place. Raise LotHeld, LotExpired, or RegimeNotChanged."""
    if delivery.direct:
        ledger.refuse_unfit(lines_of(delivery))
        refuse_temporary(arrival_of(delivery))
        return
    ledger.move(
        lines_of(delivery),
        source=delivery.place,
        target=ledger.transit(),
        reason=Reason.DISPATCHED,
        source_id=delivery.id,
        from_reserved=True,
    )


def free(delivery: Delivery, *, reason: str) -> None:
    """Promise the goods of a cancelled delivery to nobody."""
    if delivery.direct:
        cancel_intake(arrival_of(delivery), reason=reason, straight=True)
    else:
        ledger.release(lines_of(delivery), place=delivery.place)


def bring_back(delivery: Delivery, *, lost: Mapping[UUID, int], reason: str) -> None:
    """Bring what is left back to its lots and place; `lost` are the units that are gone, by line."""
    links.revoke(LinkKind.HOSPITAL, delivery.id)
    if delivery.direct:
        cancel_intake(arrival_of(delivery), reason=reason, straight=True)
        return
    gone = [(line, lost.get(line.id, 0)) for line in delivery.lines]
    back = [Line(line.lot, line.quantity - units) for line, units in gone if line.quantity > units]
    missing = [Line(line.lot, units) for line, units in gone if units]
    road = ledger.transit()
    # In one order of locks, whichever of the two there is.
    ledger.lock([line.lot_id for line in delivery.lines], [road, delivery.place])
    for lines, target, why in (
        (back, delivery.place, Reason.RETURNED),
        (missing, None, Reason.LOST),
    ):
        if lines:
            ledger.move(
                lines, source=road, target=target, reason=why, source_id=delivery.id, note=reason
            )


def pass_on(delivery: Delivery, answers: Sequence[Answer]) -> None:
    """Hand over what was counted in of a donor's own trip; the rest was never ours."""
    gone = [Line(each.line.lot, each.accepted) for each in answers if each.accepted]
    if gone:
        ledger.move(
            gone,
            source=delivery.place,
            target=None,
            reason=Reason.DELIVERED,
            source_id=delivery.id,
        )


def count_in(arrival: Intake, answers: Sequence[Answer], *, day: date) -> None:
    """Take in what hospitals accepted of a donor's goods, and nothing else.

    `day` is the local date of the chapter on which they took it.
    """
    accepted: Counter[UUID] = Counter()
    broken: Counter[UUID] = Counter()
    for each in answers:
        accepted[each.line.lot_id] += each.accepted
        broken[each.line.lot_id] += each.damaged + each.rejected - each.short
    standing = arrival.pledge is not None and arrival.pledge.status in STANDING
    counts = []
    for line in arrival.lines:
        lot = line.lot
        # A promise that was taken back meanwhile does not keep a hospital from signing.
        line.pledge_line = line.pledge_line if standing else None
        if lot is None:
            raise ValueError("every line of a direct arrival has the lot that it waits for")
        why = (
            intake.DifferenceReason.DAMAGED if broken[lot.id] > 0 else intake.DifferenceReason.SHORT
        )
        received = accepted[lot.id]
        counts.append(
            Counted(
                line,
                received,
                reason=why if received < line.declared else None,
                lot_code=lot.code,
                expires_on=lot.expires_on,
            )
        )
    receive_intake(arrival, counts=counts, handed_over=day)
