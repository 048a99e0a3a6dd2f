"""Issue a receipt once, keep its papers, and void it at most once."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from relief.audit.actions import record
from relief.audit.chain import head_hash
from relief.audit.queries import who_did
from relief.campaigns.models import Campaign
from relief.chapters.models import Chapter
from relief.chapters.queries import get_chapter
from relief.core import clock, rows, tenancy
from relief.core.context import current_actor
from relief.core.db import db, new_id
from relief.core.events import announce
from relief.core.money import Money, by_currency
from relief.core.pdf import CannotBeDrawn, ensure_drawable
from relief.core.text import has_substance
from relief.core.words import word
from relief.donors.models import Donor
from relief.intake.models import TAKEN_IN, Intake, IntakeLine
from relief.payments.models import Payment, PaymentStatus
from relief.periods.actions import refuse_closed
from relief.pledges.models import Pledge
from relief.receipts import queries
from relief.receipts.errors import (
    AlreadyVoided,
    IntakeNotAccepted,
    NothingOfValue,
    PaymentNotConfirmed,
    ReasonCannotBeDrawn,
    ReasonMissing,
    TwoCurrencies,
    ValuesMissing,
)
from relief.receipts.events import ReceiptIssued, ReceiptVoided
from relief.receipts.facts import ReceiptFacts
from relief.receipts.folios import next_number, spelled
from relief.receipts.models import (
    PaperKind,
    Receipt,
    ReceiptKind,
    ReceiptLine,
    ReceiptPaper,
    ReceiptStatus,
)
from relief.receipts.pdf import draw_receipt
from relief.receipts.seal import Seal
from relief.receipts.taking import Frame, facts_of_intake, facts_of_payment, renumbered

SERIES = {ReceiptKind.CASH: "DON", ReceiptKind.IN_KIND: "ESP"}
LARGEST_NUMBER = 99_999  # as wide as a folio gets in the trial drawing


@dataclass(frozen=True, kw_only=True)
class Gift:
    """What one receipt will acknowledge, with its lines still to be numbered."""

    kind: ReceiptKind
    donor: Donor
    campaign: Campaign
    pledge: Pledge | None
    total: Money
    lines: list[ReceiptLine]
    idem_key: str


def issue_for_payment(payment: Payment, *, seal: Seal, replaces: str = "") -> Receipt:
    """Issue the receipt of what is kept of a payment, or return the live one that it already has.

    `replaces` is the folio that the paper names as replaced. Raise PaymentNotConfirmed, or
    CannotBeDrawn when a letter of the facts is in none of our fonts.
    """
    rows.lock(payment)
    issued = queries.receipts_of_payment(payment.id)
    live = queries.live_one(issued)
    if live is not None:
        return live
    if payment.status is not PaymentStatus.CONFIRMED:
        raise PaymentNotConfirmed(reference=payment.reference, status=word(payment.status))
    gift = Gift(
        kind=ReceiptKind.CASH,
        donor=payment.donor,
        campaign=payment.campaign,
        pledge=payment.pledge,
        total=payment.kept,
        lines=[ReceiptLine(position=1, payment_id=payment.id, amount=payment.kept)],
        idem_key=f"payment:{payment.id}:{len(issued) + 1}",
    )
    frame = _frame(gift, seal, replaces)
    return _issue(gift, frame, facts_of_payment(payment, frame))


def issue_for_intake(intake: Intake, *, seal: Seal, replaces: str = "") -> Receipt:
    """Issue the receipt of received goods at their approved values, or return the live one.

    `replaces` is the folio that the paper names as replaced. Raise IntakeNotAccepted, ValuesMissing, NothingOfValue, TwoCurrencies or CannotBeDrawn.
    """
    rows.lock(intake)
    issued = queries.receipts_of_intake(intake.id)
    live = queries.live_one(issued)
    if live is not None:
        return live
    lines, total = _valued(intake)
    gift = Gift(
        kind=ReceiptKind.IN_KIND,
        donor=intake.donor,
        campaign=intake.campaign,
        pledge=intake.pledge,
        total=total,
        lines=[
            ReceiptLine(position=position, intake_line_id=line.id, amount=line.approved_value)
            for position, line in enumerate(lines, start=1)
        ],
        idem_key=f"intake:{intake.id}:{len(issued) + 1}",
    )
    frame = _frame(gift, seal, replaces)
    return _issue(gift, frame, facts_of_intake(intake, frame, lines=lines, total=total))


def _valued(intake: Intake) -> tuple[list[IntakeLine], Money]:
    """Return the lines that the receipt names and their sum."""
    if intake.status not in TAKEN_IN:
        raise IntakeNotAccepted(reference=intake.reference, status=word(intake.status))
    received = [line for line in intake.lines if line.received]
    values = [line.approved_value for line in received if line.approved_value is not None]
    if len(values) < len(received):
        raise ValuesMissing(reference=intake.reference)
    totals = by_currency(value for value in values if value.minor)
    if not totals:
        raise NothingOfValue(reference=intake.reference)
    if len(totals) > 1:
        raise TwoCurrencies(reference=intake.reference)
    worth = [line for line in received if line.approved_value and line.approved_value.minor]
    return worth, next(iter(totals.values()))


def _chapter() -> Chapter:
    return get_chapter(tenancy.chapter_id())


def _frame(gift: Gift, seal: Seal, replaces: str) -> Frame:
    """Return what surrounds the facts, under a folio that stands in for the one to come."""
    chapter = _chapter()
    receipt_id = new_id()
    code = seal.code_of(receipt_id)
    moment = clock.now()
    refuse_closed(clock.today(chapter.zone))
    year = clock.local(moment, chapter.zone).year
    return Frame(
        receipt_id=receipt_id,
        chapter=chapter,
        folio=spelled(SERIES[gift.kind], year, LARGEST_NUMBER),
        issued_at=moment,
        code=code,
        check_url=seal.address_of(code),
        chain_head=head_hash(chapter.id),
        replaces=replaces,
    )


def _issue(gift: Gift, frame: Frame, trial: ReceiptFacts) -> Receipt:
    """Draw once to see that it can be done; then take the number as late as possible."""
    ensure_drawable(*trial.texts())
    draw_receipt(trial)
    series, year = SERIES[gift.kind], trial.issued_on.year
    number = next_number(series, year)
    issued_at = _not_before_the_last(frame, series=series, year=year, number=number)
    folio = spelled(series, year, number)
    facts = renumbered(trial, folio=folio, issued_at=issued_at)
    receipt = Receipt(
        id=frame.receipt_id,
        series=series,
        year=year,
        number=number,
        folio=folio,
        kind=gift.kind,
        donor_id=gift.donor.id,
        campaign_id=gift.campaign.id,
        pledge_id=gift.pledge.id if gift.pledge else None,
        total=gift.total,
        issued_on=facts.issued_on,
        issued_at=issued_at,
        facts=facts.to_json(),
        facts_hash=facts.facts_hash(),
        check_code=frame.code,
        idem_key=gift.idem_key,
        lines=gift.lines,
    )
    db.session.add(receipt)
    db.session.flush()
    told = {"folio": folio, "amount": gift.total}
    record("receipts:receipt:issued", receipt, about=gift.pledge, after=told)
    announce(ReceiptIssued(receipt_id=receipt.id))
    return receipt


def _not_before_the_last(frame: Frame, *, series: str, year: int, number: int) -> datetime:
    """Return the moment of issue on the chapter's wall: never before the last of its series.

    The machine's clock may go back; the order of folios may not. The series is locked by now.
    """
    last = db.session.scalar(
        sa.select(Receipt.issued_at).where(
            Receipt.series == series, Receipt.year == year, Receipt.number == number - 1
        )
    )
    moment = frame.issued_at if last is None else max(frame.issued_at, last)
    return clock.local(moment, frame.chapter.zone).replace(microsecond=0)


def keep_paper(receipt: Receipt, kind: PaperKind, content: bytes) -> ReceiptPaper | None:
    """Keep the drawn bytes for ever; None if somebody kept this paper before us."""
    rows.lock(receipt)
    if queries.paper_of(receipt, kind) is not None:
        return None
    paper = ReceiptPaper(
        receipt_id=receipt.id,
        kind=kind,
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
    )
    db.session.add(paper)
    db.session.flush()
    return paper


def refuse_void(receipt: Receipt, *, reason: str) -> None:
    """Lock a receipt and raise what forbids its voiding, as `void_receipt` says."""
    if not has_substance(reason):
        raise ReasonMissing
    rows.lock(receipt)
    if receipt.status is ReceiptStatus.VOIDED:
        raise AlreadyVoided(who=who_did(receipt.id, "receipts:receipt:voided"), folio=receipt.folio)
    try:
        ensure_drawable(reason, current_actor().label)
    except CannotBeDrawn as refusal:
        raise ReasonCannotBeDrawn(**refusal.values) from refusal


def void_receipt(receipt: Receipt, *, reason: str) -> Receipt:
    """Make a receipt stop counting, once; its folio is never used again.

    Raise AlreadyVoided, which names who was first, ReasonMissing or ReasonCannotBeDrawn.
    """
    refuse_void(receipt, reason=reason)
    who = current_actor().label
    refuse_closed(clock.today(_chapter().zone))
    for line in receipt.lines:
        line.live = False
    receipt.status = ReceiptStatus.VOIDED
    receipt.voided_at = max(clock.now(), receipt.issued_at)
    receipt.voided_by = who
    receipt.void_reason = reason
    db.session.flush()
    record(
        "receipts:receipt:voided",
        receipt,
        about=receipt.pledge,
        before={"status": ReceiptStatus.ISSUED},
        after={"status": ReceiptStatus.VOIDED, "folio": receipt.folio, "reason": reason},
    )
    announce(ReceiptVoided(receipt_id=receipt.id))
    return receipt


def record_sent_again(receipt: Receipt, *, to_address: str) -> None:
    """Remember that the same paper was mailed once more."""
    record("receipts:receipt:sent_again", receipt, after={"email": to_address})
