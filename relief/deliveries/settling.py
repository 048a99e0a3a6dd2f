"""A person settles what a driver's report and our own record say differently.

Either what stands is kept, or the driver's version takes its place: goods that we held elsewhere go
to the road again and from there where the driver left them; where an acuse stood already, only the
difference between both versions moves. Both versions stay with the report.
"""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from relief.audit.actions import record
from relief.core import clock, context, rows
from relief.core.db import db
from relief.core.words import word
from relief.deliveries.actions import LINK_LIFE
from relief.deliveries.errors import AlreadySettled, NoteMissing, NotToBeTaken
from relief.deliveries.evidence import DriverReport, ReportKind, ReportStatus
from relief.deliveries.goods import Answer, lines_of
from relief.deliveries.handover import (
    Parts,
    count_needs,
    leave_transit,
    ways,
    write_answers,
)
from relief.deliveries.hearing import answers_of, apply
from relief.deliveries.models import (
    ON_THE_ROAD,
    RESERVING,
    Delivery,
    DeliveryLine,
    DeliveryStatus,
    Proof,
    ProofSource,
    ProofStatus,
)
from relief.links import actions as links
from relief.links.address import keys
from relief.links.models import LinkKind
from relief.stock import ledger
from relief.stock.ledger import Line
from relief.stock.models import Reason


def keep_what_stands(report: DriverReport, *, note: str) -> None:
    """Leave everything as it is and close the report. Raise AlreadySettled or NoteMissing."""
    delivery = _lock(report, note)
    _settle(delivery, report, ReportStatus.SET_ASIDE, note=note)


def take_report(report: DriverReport, *, note: str) -> None:
    """Let the driver's version take the place of what stands.

    Raise AlreadySettled, NoteMissing, NotToBeTaken for a version that does not fit the delivery or
    for a donor's own trip whose arrival was closed, and the ledger's refusals when goods that came back meanwhile went elsewhere.
    """
    delivery = _lock(report, note)
    answers = answers_of(delivery, report)
    handed_over = report.kind is ReportKind.HANDED_OVER
    unfit = handed_over and not (answers and report.receiver_name)
    if unfit or (delivery.direct and delivery.status not in ON_THE_ROAD):
        raise NotToBeTaken
    if delivery.proof is not None and handed_over:
        _rewrite(delivery, report, answers)
    else:
        _bring_to_the_road(delivery)
        apply(delivery, report)
    _settle(delivery, report, ReportStatus.TAKEN, note=note)


def _lock(report: DriverReport, note: str) -> Delivery:
    delivery = rows.lock(report.delivery)
    rows.lock(report)
    db.session.refresh(delivery, ["proof", "lines"])
    if report.status is not ReportStatus.OPEN:
        raise AlreadySettled(name=report.settled_by or word(report.status))
    if not note.strip():
        raise NoteMissing
    return delivery


def _settle(delivery: Delivery, report: DriverReport, status: ReportStatus, *, note: str) -> None:
    report.status, report.settlement = status, note
    report.settled_at, report.settled_by = clock.now(), context.current_actor().label
    db.session.flush()
    if delivery.proof is not None and not _still_open(delivery.id):
        delivery.proof.status = ProofStatus.CONFIRMED
    db.session.flush()
    record(
        "deliveries:report:settled",
        report,
        about=delivery,
        before={"status": ReportStatus.OPEN},
        after={"status": status, "reason": note},
    )


def _still_open(delivery_id: UUID) -> bool:
    waits = (DriverReport.delivery_id == delivery_id, DriverReport.status == ReportStatus.OPEN)
    return db.session.scalar(sa.select(sa.exists().where(*waits))) or False


def _rewrite(delivery: Delivery, report: DriverReport, answers: Sequence[Answer]) -> None:
    """Put another acuse in the place of the one that stands, and move the difference."""
    changes = [(each.line, _less(each.parts, _held(each.line))) for each in answers]
    before = {"quantity": sum(line.accepted or 0 for line in delivery.lines)}
    count_needs(changes)  # needs are locked before balances, as everywhere
    _back_to_the_road(delivery, changes)
    leave_transit(delivery, changes)
    write_answers(delivery, answers)
    proof = delivery.proof
    if proof is not None:
        before["receiver"] = proof.receiver_name  # type: ignore[assignment]  # counts and names
        proof.source = ProofSource.DRIVER
        proof.receiver_name, proof.receiver_title = report.receiver_name, report.receiver_title
        proof.remarks = report.remarks
    db.session.flush()
    record(
        "deliveries:delivery:corrected",
        delivery,
        about=delivery.need,
        before=before,
        after={
            "quantity": sum(answer.accepted for answer in answers),
            "receiver": report.receiver_name,
        },
    )


def _bring_to_the_road(delivery: Delivery) -> None:
    """Let the goods be on the road again, wherever our record has them."""
    if delivery.proof is not None:
        _unsign(delivery, delivery.proof)
    elif delivery.status not in ON_THE_ROAD:
        ledger.move(
            lines_of(delivery),
            source=delivery.place,
            target=ledger.transit(),
            reason=Reason.DISPATCHED,
            source_id=delivery.id,
            from_reserved=delivery.status in RESERVING,
        )
        links.create(
            LinkKind.HOSPITAL, delivery.id, keys=keys(), expires_at=clock.now() + LINK_LIFE
        )
        delivery.dispatched_at = delivery.dispatched_at or clock.now()
    delivery.status = DeliveryStatus.IN_TRANSIT
    delivery.closing_reason, delivery.closed_at = "", None
    db.session.flush()


def _unsign(delivery: Delivery, proof: Proof) -> None:
    """Take an acuse back whole: its version stays with the report that was taken instead."""
    changes = [(line, _less((0, 0, 0, 0), _held(line))) for line in delivery.lines]
    count_needs(changes)
    _back_to_the_road(delivery, changes)
    for line in delivery.lines:
        line.accepted, line.short, line.damaged, line.returned = None, 0, 0, 0
        line.difference_note, line.difference_reason = "", None
    db.session.delete(proof)
    db.session.flush()
    db.session.refresh(delivery, ["proof"])


def _back_to_the_road(delivery: Delivery, changes: Parts) -> None:
    for number, (reason, target) in enumerate(ways(delivery.place)):
        back = [Line(line.lot, -parts[number]) for line, parts in changes if parts[number] < 0]
        if back:
            ledger.move(
                back,
                source=target,
                target=ledger.transit(),
                reason=Reason.DISPATCHED if target is not None else reason,
                source_id=delivery.id,
            )


def _held(line: DeliveryLine) -> tuple[int, int, int, int]:
    return line.accepted or 0, line.short, line.spoiled, line.returned


def _less(
    new: tuple[int, int, int, int], old: tuple[int, int, int, int]
) -> tuple[int, int, int, int]:
    return new[0] - old[0], new[1] - old[1], new[2] - old[2], new[3] - old[3]
