"""Batches, what is typed into them, and what is still missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from relief.core.db import db
from relief.core.money import Money, format_money
from relief.core.paging import Listing, Page, page_of
from relief.core.rows import RowMissing
from relief.donors.models import Donor
from relief.payments.models import BatchStatus, Payment, PaymentBatch, PaymentStatus
from relief.pledges.models import OPEN_PLEDGES, LineKind, Pledge, PledgeLine

OFFERED_AT_MOST = 300


@dataclass(frozen=True)
class Tally:
    """What a batch declares against what is typed: papers and money, and what is missing of both.

    What is missing is negative when more was typed than counted.
    """

    counted: int
    total: Money
    typed: int
    sum: Money

    @property
    def papers_missing(self) -> int:
        """Return how many papers are still to be typed."""
        return self.counted - self.typed

    @property
    def money_missing(self) -> Money:
        """Return how much is still to be typed."""
        return self.total - self.sum

    @property
    def agrees(self) -> bool:
        """Say whether the batch may be posted."""
        return not self.papers_missing and not self.money_missing.minor


def get_batch(batch_id: UUID) -> PaymentBatch:
    """Return a batch of the chapter with its lines. Raise RowMissing."""
    batch = db.session.scalars(
        sa.select(PaymentBatch)
        .where(PaymentBatch.id == batch_id)
        .options(
            joinedload(PaymentBatch.campaign),
            selectinload(PaymentBatch.payments).joinedload(Payment.donor),
            selectinload(PaymentBatch.payments).joinedload(Payment.pledge),
            selectinload(PaymentBatch.payments).joinedload(Payment.reversal),
        )
        .execution_options(populate_existing=True)
    ).first()
    if batch is None:
        raise RowMissing("PaymentBatch")
    return batch


def batch_of_form(nonce: UUID) -> PaymentBatch | None:
    """Return the batch that a form with this nonce already opened."""
    return db.session.scalars(sa.select(PaymentBatch).where(PaymentBatch.nonce == nonce)).first()


def lines_of(batch: PaymentBatch) -> Sequence[Payment]:
    """Return the payments that count in a batch, in the order they were typed."""
    return db.session.scalars(
        sa.select(Payment)
        .where(
            Payment.batch_id == batch.id,
            Payment.status != PaymentStatus.FAILED,
        )
        .order_by(Payment.created_at, Payment.id)
        .options(joinedload(Payment.donor), joinedload(Payment.pledge))
    ).all()


def tally_of(batch: PaymentBatch) -> Tally:
    """Return what is typed so far against what was counted."""
    typed = lines_of(batch)
    total = batch.total
    return Tally(
        counted=batch.counted,
        total=total,
        typed=len(typed),
        sum=sum((each.amount for each in typed), Money.zero(total.currency)),
    )


def page_of_batches(listing: Listing, *, status: BatchStatus | None = None) -> Page[PaymentBatch]:
    """Return one page of batches, of one state if asked."""
    statement = sa.select(PaymentBatch).options(joinedload(PaymentBatch.campaign))
    if status is not None:
        statement = statement.where(PaymentBatch.status == status)
    columns = {"received": PaymentBatch.received_on, "opened": PaymentBatch.created_at}
    return page_of(statement, listing, columns=columns, row_id=PaymentBatch.id)


def pledges_to_pay(batch: PaymentBatch) -> list[tuple[UUID, str]]:
    """Return the pledges that a line of this batch may pay, with what is outstanding, by donor."""
    found = db.session.execute(
        sa.select(Pledge, PledgeLine)
        .join(PledgeLine, PledgeLine.pledge_id == Pledge.id)
        .join(Pledge.donor)
        .where(
            Pledge.campaign_id == batch.campaign_id,
            Pledge.status.in_(OPEN_PLEDGES),
            PledgeLine.kind == LineKind.CASH,
            PledgeLine.__table__.c.amount_currency == batch.total.currency,
        )
        .options(joinedload(Pledge.donor))
        .order_by(Donor.search_key, Pledge.reference)
        .limit(OFFERED_AT_MOST)
    )
    return [
        (pledge.id, f"{pledge.donor.name} · {pledge.reference} · {format_money(line.outstanding)}")
        for pledge, line in found
        if line.outstanding is not None
    ]
