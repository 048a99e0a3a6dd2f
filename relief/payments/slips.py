"""Slips that donors upload, and what the treasurer makes of each."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from relief.audit.actions import record
from relief.audit.queries import who_did
from relief.core import rows
from relief.core.db import db
from relief.core.money import Money
from relief.core.paging import Listing, Page, page_of
from relief.core.rows import RowMissing
from relief.core.sent_files import SentFile
from relief.core.text import has_substance
from relief.payments.models import Payment, PaymentSlip, SlipStatus
from relief.payments.slip_errors import (
    SlipDecided,
    SlipNeedsAnswer,
    SlipNotTaken,
    TooManySlips,
)
from relief.pledges.models import OPEN_PLEDGES, Pledge

UNREAD_AT_MOST = 10


def send_slip(
    pledge: Pledge,
    *,
    file: SentFile,
    file_hash: str,
    amount: Money,
    sent_on: date,
    uploaded_by: str,
) -> PaymentSlip:
    """Write down a slip for the treasurer; the same file for the same pledge is the same slip.

    `sent_on` is the local day on the slip. It announces money and counts for nothing. Raise
    SlipNotTaken or TooManySlips.
    """
    rows.lock(pledge)
    known = db.session.scalars(
        sa.select(PaymentSlip).where(
            PaymentSlip.pledge_id == pledge.id, PaymentSlip.file_hash == file_hash
        )
    ).first()
    if known is not None:
        return known
    if pledge.status not in OPEN_PLEDGES or pledge.cash_line is None:
        raise SlipNotTaken(reference=pledge.reference)
    _refuse_flood(pledge)
    slip = PaymentSlip(
        pledge_id=pledge.id,
        amount=amount,
        sent_on=sent_on,
        file_hash=file_hash,
        file_name=file.name,
        media_type=file.media_type,
        uploaded_by=uploaded_by,
    )
    db.session.add(slip)
    db.session.flush()
    record("payments:slip:sent", slip, about=pledge, after={"amount": amount})
    return slip


def use_slip(slip: PaymentSlip, *, payment: Payment) -> None:
    """Say which payment was recorded from a slip; saying the same again changes nothing.

    Raise SlipDecided, which names who was first.
    """
    rows.lock(slip)
    if slip.payment_id == payment.id:
        return
    _decide(slip, SlipStatus.USED)
    slip.payment_id = payment.id
    db.session.flush()
    told = {"reference": payment.reference}
    record("payments:slip:used", slip, about=slip.pledge, after=told)


def dismiss_slip(slip: PaymentSlip, *, answer: str) -> None:
    """Put a slip aside, with the answer that the donor reads. Raise SlipDecided or SlipNeedsAnswer."""
    if not has_substance(answer):
        raise SlipNeedsAnswer
    rows.lock(slip)
    _decide(slip, SlipStatus.DISMISSED)
    slip.answer = answer
    db.session.flush()
    record("payments:slip:dismissed", slip, about=slip.pledge, after={"reason": answer})


def get_slip(slip_id: UUID) -> PaymentSlip:
    """Return a slip of the chapter with its pledge and payment. Raise RowMissing."""
    slip = db.session.scalars(_whole().where(PaymentSlip.id == slip_id)).first()
    if slip is None:
        raise RowMissing("PaymentSlip")
    return slip


def page_of_slips(listing: Listing, *, status: SlipStatus | None) -> Page[PaymentSlip]:
    """Return one page of slips, of one state if one is named."""
    statement = _whole()
    if status is not None:
        statement = statement.where(PaymentSlip.status == status)
    columns = {"uploaded": PaymentSlip.created_at, "day": PaymentSlip.sent_on}
    return page_of(statement, listing, columns=columns, row_id=PaymentSlip.id)


def count_unread() -> int:
    """Return how many slips wait for the treasurer."""
    return rows.count(PaymentSlip, PaymentSlip.status == SlipStatus.NEW)


def others_of(slip: PaymentSlip) -> Sequence[PaymentSlip]:
    """Return the slips with the same file in other pledges: one transfer is often sent twice."""
    return db.session.scalars(
        _whole()
        .where(PaymentSlip.file_hash == slip.file_hash, PaymentSlip.id != slip.id)
        .order_by(PaymentSlip.created_at, PaymentSlip.id)
        .limit(5)
    ).all()


def _whole() -> sa.Select[PaymentSlip]:
    pledge = joinedload(PaymentSlip.pledge)
    return sa.select(PaymentSlip).options(
        pledge.joinedload(Pledge.donor),
        pledge.joinedload(Pledge.campaign),
        pledge.selectinload(Pledge.lines),
        joinedload(PaymentSlip.payment),
    )


def _decide(slip: PaymentSlip, status: SlipStatus) -> None:
    if slip.status is not SlipStatus.NEW:
        who = who_did(slip.id, "payments:slip:used", "payments:slip:dismissed")
        raise SlipDecided(who=who)
    slip.status = status


def _refuse_flood(pledge: Pledge) -> None:
    unread = rows.count(
        PaymentSlip, PaymentSlip.pledge_id == pledge.id, PaymentSlip.status == SlipStatus.NEW
    )
    if unread >= UNREAD_AT_MOST:
        raise TooManySlips(count=unread)
