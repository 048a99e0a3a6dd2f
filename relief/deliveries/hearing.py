"""Take in what a driver's phone tells: once each, in any order, however late, and nothing lost.

What fits what we hold is applied at once. What does not (signed otherwise meanwhile, cancelled
meanwhile, two days late, from a link that was closed) is kept beside it for a person to settle:
nothing that a phone sends is refused for what it says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from relief.audit.actions import record
from relief.core import clock, context, rows
from relief.core.db import db
from relief.core.words import word
from relief.deliveries import actions
from relief.deliveries.errors import TooManyReports
from relief.deliveries.evidence import (
    DriverReport,
    Evidence,
    EvidenceKind,
    FailureReason,
    ReportKind,
    ReportStatus,
    Trouble,
)
from relief.deliveries.goods import Answer
from relief.deliveries.handover import confirm_delivery
from relief.deliveries.models import (
    ON_THE_ROAD,
    Delivery,
    DeliveryLine,
    DeliveryStatus,
    DifferenceReason,
    ProofSource,
    ProofStatus,
)
from relief.deliveries.telling import Told, ToldLine

LATE = timedelta(hours=48)
"""What reaches us later than this after it happened waits for a person."""

CLOCK_ERROR = timedelta(minutes=10)
"""How far a phone's clock may run before ours."""


MOST_REPORTS = 20
"""How many reports of one delivery are kept: more are no driver's."""


@dataclass(frozen=True)
class Picture:
    """A picture that is in the store already."""

    kind: EvidenceKind
    file_hash: str
    media_type: str


def hear(
    delivery: Delivery,
    told: Told,
    *,
    link_id: UUID,
    pictures: Sequence[Picture] = (),
    pictures_refused: int = 0,
    doubt: Trouble | None = None,
) -> DriverReport:
    """Keep a report and apply it if it fits. The same key gives the report that is kept already.

    `doubt` is what makes the sender itself doubtful: then a person looks at what it says. Raise
    TooManyReports.
    """
    rows.lock(delivery)
    db.session.refresh(delivery, ["proof", "lines"])
    known = report_of(told.key)
    if known is not None:
        return known
    if rows.count(DriverReport, DriverReport.delivery_id == delivery.id) >= MOST_REPORTS:
        raise TooManyReports
    report = DriverReport(
        delivery_id=delivery.id,
        link_id=link_id,
        key=told.key,
        kind=told.kind,
        status=ReportStatus.OPEN,
        happened_at=told.happened_at,
        received_at=clock.now(),
        receiver_name=told.receiver_name,
        receiver_title=told.receiver_title,
        signature=told.signature,
        failure=told.failure,
        remarks=told.remarks,
        told={"lines": _version(delivery, told.lines)},
        pictures_refused=pictures_refused,
    )
    db.session.add(report)
    db.session.flush()
    keep_pictures(delivery, pictures, report=report)
    _judge(delivery, report, doubt=doubt)
    record(
        "deliveries:report:received",
        report,
        about=delivery,
        after={
            "status": report.status,
            "trouble": report.trouble,
            "kind": report.kind,
            "receiver": report.receiver_name,
        },
    )
    return report


def report_of(key: UUID) -> DriverReport | None:
    """Return the report that a phone sent under a key, None if it has not come yet."""
    return db.session.scalars(sa.select(DriverReport).where(DriverReport.key == key)).first()


def keep_pictures(
    delivery: Delivery, pictures: Sequence[Picture], *, report: DriverReport | None = None
) -> list[Evidence]:
    """Hang pictures to a delivery, and to the report that brought them."""
    kept = [
        Evidence(
            delivery_id=delivery.id,
            report_id=report.id if report is not None else None,
            kind=picture.kind,
            position=position,
            file_hash=picture.file_hash,
            media_type=picture.media_type,
            added_by=context.current_actor().label,
        )
        for position, picture in enumerate(pictures, 1)
    ]
    db.session.add_all(kept)
    db.session.flush()
    return kept


def attach_sheet(delivery: Delivery, sheet: Picture) -> Evidence:
    """Hang the photograph of a signed sheet to its delivery."""
    rows.lock(delivery)
    kept = keep_pictures(delivery, [sheet])[0]
    record("deliveries:evidence:added", kept, about=delivery, after={"kind": kept.kind})
    return kept


def answers_of(delivery: Delivery, report: DriverReport) -> list[Answer]:
    """Return the kept version of a phone as the acuse's answers; [] if it does not fit the lines."""
    by_position = {line.position: line for line in delivery.lines}
    told = report.told["lines"]
    if sorted(each.get("position", 0) for each in told) != sorted(by_position):
        return []
    answers = [_answer(by_position[each["position"]], each) for each in told]
    fits = all(sum(answer.parts) == answer.line.quantity for answer in answers)
    return answers if fits else []


def _answer(line: DeliveryLine, told: dict[str, Any]) -> Answer:
    reason = DifferenceReason(told["reason"]) if told["reason"] else None
    spoiled = reason is DifferenceReason.DAMAGED
    return Answer(
        line,
        accepted=told["accepted"],
        short=told["short"],
        damaged=told["rejected"] if spoiled else 0,
        rejected=0 if spoiled else told["rejected"],
        note=told["note"],
        reason=reason,
    )


def _version(delivery: Delivery, lines: Sequence[ToldLine]) -> list[dict[str, Any]]:
    """Return the lines as a person reads them later, and as they are applied then."""
    known = {line.id: line for line in delivery.lines}
    return [
        {
            **_named(known.get(told.line_id)),
            "accepted": told.accepted,
            "short": told.short,
            "rejected": told.rejected,
            "reason": told.reason,
            "note": told.note,
        }
        for told in lines
    ]


def _named(line: DeliveryLine | None) -> dict[str, Any]:
    if line is None:
        return {"position": 0, "item": "?", "lot": "", "sent": 0}
    return {
        "position": line.position,
        "item": line.item.name,
        "lot": line.lot.code,
        "sent": line.quantity,
    }


def what_stands(delivery: Delivery) -> dict[str, Any]:
    """Return what we hold of a delivery, to be kept beside a report that says otherwise."""
    proof = delivery.proof
    return {
        "status": delivery.status.value,
        "reason": delivery.closing_reason,
        "source": proof.source.value if proof else None,
        "receiver_name": proof.receiver_name if proof else "",
        "receiver_title": proof.receiver_title if proof else "",
        "remarks": proof.remarks if proof else "",
        "lines": [
            {
                **_named(line),
                "accepted": line.accepted,
                "short": line.short,
                "rejected": line.damaged,
                "reason": line.difference_reason.value if line.difference_reason else None,
                "note": line.difference_note,
            }
            for line in delivery.lines
        ],
    }


def _judge(delivery: Delivery, report: DriverReport, *, doubt: Trouble | None) -> None:
    """Apply a report, find that it says nothing new, or leave it to a person."""
    if _agrees(delivery, report):
        report.status = ReportStatus.AGREED
        db.session.flush()
        return
    report.trouble = _trouble(delivery, report) or doubt or _about_time(report)
    if report.trouble is None:
        apply(delivery, report)
        report.status = ReportStatus.APPLIED
        db.session.flush()
        return
    report.stood = what_stands(delivery)
    if delivery.proof is not None:
        delivery.proof.status = ProofStatus.DISPUTED
    db.session.flush()


def apply(delivery: Delivery, report: DriverReport) -> None:
    """Make a report the acuse, or the failure, of a delivery that is on the road."""
    if report.kind is ReportKind.NOT_DELIVERED:
        unwanted = report.failure is FailureReason.NOT_ACCEPTED
        come_back = actions.return_delivery if unwanted else actions.fail_delivery
        come_back(delivery, reason=failure_in_words(report))
        return
    confirm_delivery(
        delivery,
        receiver_name=report.receiver_name,
        receiver_title=report.receiver_title,
        lines=answers_of(delivery, report),
        remarks=report.remarks,
        source=ProofSource.DRIVER,
    )


def failure_in_words(report: DriverReport) -> str:
    """Return why nothing was delivered, as the delivery keeps it."""
    reason = word(report.failure) if report.failure else ""
    return ": ".join(filter(None, (reason, report.remarks))) or word(report.kind)


def _agrees(delivery: Delivery, report: DriverReport) -> bool:
    """Say whether we hold what the report says already."""
    if report.kind is ReportKind.NOT_DELIVERED:
        return delivery.status in {DeliveryStatus.FAILED, DeliveryStatus.RETURNED}
    answers = answers_of(delivery, report)
    return delivery.proof is not None and bool(answers) and all(map(_same, answers))


def _same(answer: Answer) -> bool:
    line = answer.line
    held = (line.accepted, line.short, line.spoiled, line.returned)
    return held == answer.parts


def _trouble(delivery: Delivery, report: DriverReport) -> Trouble | None:
    """Return why a report does not fit what we hold, None if it does."""
    if delivery.proof is not None:
        return Trouble.SIGNED_OTHERWISE
    if delivery.status not in ON_THE_ROAD:
        return Trouble.NOT_ON_THE_ROAD
    whole = report.kind is ReportKind.NOT_DELIVERED or (
        report.receiver_name and answers_of(delivery, report)
    )
    return None if whole else Trouble.INCOMPLETE


def _about_time(report: DriverReport) -> Trouble | None:
    took = report.received_at - report.happened_at
    if took < -CLOCK_ERROR:
        return Trouble.CLOCK
    return Trouble.LATE if took > LATE else None
