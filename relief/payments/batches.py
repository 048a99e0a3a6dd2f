"""A pile of cheques or notes: counted first, typed second, posted whole when both agree."""

from datetime import date
from typing import NotRequired, TypedDict, Unpack
from uuid import UUID

from relief.audit.actions import record
from relief.audit.queries import who_did
from relief.campaigns.models import Campaign
from relief.chapters.queries import get_chapter
from relief.core import clock, rows, tenancy
from relief.core.db import db
from relief.core.money import Money, format_money
from relief.core.references import next_reference
from relief.core.text import has_substance, search_key
from relief.core.words import word
from relief.donors.models import Donor
from relief.payments import actions, batch_queries
from relief.payments.batch_errors import (
    BatchCurrency,
    BatchDiffers,
    BatchEnded,
    ChequeNumberMissing,
    ChequeTypedTwice,
    CountedByHand,
    DonorMissing,
    NotInBatch,
)
from relief.payments.errors import NotYetArrived, ReasonMissing
from relief.payments.models import (
    BatchStatus,
    Method,
    Payment,
    PaymentBatch,
    PaymentStatus,
    ReversalKind,
)
from relief.periods.actions import refuse_closed
from relief.pledges.models import Pledge

COUNTABLE = (Method.CHEQUE, Method.CASH)


class Paper(TypedDict):
    """One cheque, or one gift of notes. `bank_reference` is the number of the cheque."""

    nonce: UUID
    bank_reference: NotRequired[str]
    allow_over: NotRequired[bool]


def open_batch(
    *,
    campaign: Campaign,
    method: Method,
    received_on: date,
    counted: int,
    total: Money,
    nonce: UUID,
    note: str = "",
) -> PaymentBatch:
    """Declare what lies on the table before anything is typed; the same nonce opens one batch.

    `received_on` is a local date of the chapter. Raise CountedByHand, NotYetArrived, MonthClosed.
    """
    today = _today()
    if method not in COUNTABLE:
        raise CountedByHand
    if received_on > today:
        raise NotYetArrived
    refuse_closed(received_on)
    # The counter first: whoever held it before us may have sent the same form.
    reference = next_reference("LDP", today.year)
    known = batch_queries.batch_of_form(nonce)
    if known is not None:
        return known
    batch = PaymentBatch(
        reference=reference,
        campaign_id=campaign.id,
        method=method,
        received_on=received_on,
        counted=counted,
        total=total,
        nonce=nonce,
        note=note,
    )
    db.session.add(batch)
    db.session.flush()
    told = {"reference": reference, "counted": counted, "total": total}
    record("payments:batch:opened", batch, after=told)
    return batch


def correct_batch(batch: PaymentBatch, *, counted: int, total: Money) -> None:
    """Count again: change what was declared while the batch is open; both figures stay on record.

    Raise BatchEnded, which names who was first, BatchCurrency or MonthClosed.
    """
    _lock_open(batch)
    _refuse_currency(batch, total)
    if (batch.counted, batch.total) == (counted, total):
        return
    before = {"counted": batch.counted, "total": batch.total}
    batch.counted, batch.total = counted, total
    db.session.flush()
    record(
        "payments:batch:corrected",
        batch,
        before=before,
        after={"counted": counted, "total": total},
    )


def add_line(
    batch: PaymentBatch,
    *,
    donor: Donor | None,
    pledge: Pledge | None,
    amount: Money,
    **paper: Unpack[Paper],
) -> Payment:
    """Type one paper of the pile, as a pending payment; the same nonce types it once.

    The donor of a pledge need not be given. Raise BatchEnded, which names who was first,
    BatchCurrency, DonorMissing, ChequeNumberMissing, ChequeTypedTwice, or what `record_payment`
    refuses.
    """
    _lock_open(batch)
    _refuse_currency(batch, amount)
    giver = donor or (pledge.donor if pledge is not None else None)
    if giver is None:
        raise DonorMissing
    _refuse_cheque(batch, giver, paper)
    return actions.record_payment(
        donor=giver,
        campaign=batch.campaign,
        pledge=pledge,
        amount=amount,
        method=batch.method,
        received_on=batch.received_on,
        batch_id=batch.id,
        **paper,
    )


def remove_line(batch: PaymentBatch, payment: Payment) -> None:
    """Take a line out that was typed wrongly; its payment stays on record as a mistake.

    Raise BatchEnded, which names who was first, or NotInBatch.
    """
    _lock_open(batch)
    rows.lock(payment)
    if payment.batch_id != batch.id or payment.status is not PaymentStatus.PENDING:
        raise NotInBatch
    _undo(payment, reason=batch.reference)


def post_batch(batch: PaymentBatch) -> None:
    """Confirm every line at once, when papers and money agree with what was counted.

    Raise BatchEnded, which names who was first, BatchDiffers, MonthClosed, or what
    `confirm_payment` refuses; then nothing is confirmed.
    """
    _lock_open(batch)
    tally = batch_queries.tally_of(batch)
    if not tally.agrees:
        raise BatchDiffers(
            reference=batch.reference,
            counted=tally.counted,
            total=format_money(tally.total),
            typed=tally.typed,
            sum=format_money(tally.sum),
        )
    batch.posted_at = clock.now()
    _end(batch, BatchStatus.POSTED, counted=tally.counted, total=tally.total)
    for payment in sorted(batch_queries.lines_of(batch), key=lambda each: each.id):
        actions.confirm_payment(payment)


def cancel_batch(batch: PaymentBatch, *, reason: str) -> None:
    """Give a batch up; its lines stay on record as mistakes, and count for nothing.

    Raise BatchEnded, which names who was first, or ReasonMissing.
    """
    if not has_substance(reason):
        raise ReasonMissing
    _lock_open(batch)
    for payment in sorted(batch_queries.lines_of(batch), key=lambda each: each.id):
        _undo(payment, reason=reason)
    _end(batch, BatchStatus.CANCELLED, reason=reason)


def _today() -> date:
    return clock.today(get_chapter(tenancy.chapter_id()).zone)


def _lock_open(batch: PaymentBatch) -> None:
    rows.lock(batch)
    if batch.status is not BatchStatus.OPEN:
        raise BatchEnded(
            who=who_did(batch.id, "payments:batch:posted", "payments:batch:cancelled"),
            reference=batch.reference,
            state=word(batch.status),
        )
    refuse_closed(batch.received_on)


def _refuse_currency(batch: PaymentBatch, amount: Money) -> None:
    if amount.currency != batch.total.currency:
        raise BatchCurrency(reference=batch.reference, currency=batch.total.currency)


def _refuse_cheque(batch: PaymentBatch, donor: Donor, paper: Paper) -> None:
    if batch.method is not Method.CHEQUE:
        return
    number = paper.get("bank_reference", "")
    if not has_substance(number):
        raise ChequeNumberMissing
    for each in batch_queries.lines_of(batch):
        same = search_key(each.bank_reference) == search_key(number)
        if same and each.donor_id == donor.id and each.nonce != paper["nonce"]:
            raise ChequeTypedTwice(number=number, donor=donor.name)


def _undo(payment: Payment, *, reason: str) -> None:
    actions.reverse_payment(
        payment, kind=ReversalKind.MISTAKEN, reason=reason, reversed_on=_today()
    )


def _end(batch: PaymentBatch, status: BatchStatus, **told: object) -> None:
    batch.status = status
    db.session.flush()
    record(
        f"payments:batch:{status.value}",
        batch,
        before={"status": BatchStatus.OPEN},
        after={"status": status, **told},
    )
