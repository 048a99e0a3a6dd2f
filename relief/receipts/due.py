"""What was given and has no receipt yet, and for how long; 24 hours are allowed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from relief.core import clock
from relief.core.db import db
from relief.core.money import Money, by_currency
from relief.intake.models import TAKEN_IN, Intake, IntakeLine
from relief.payments.models import Payment, PaymentStatus
from relief.pledges.models import Pledge
from relief.receipts.models import ReceiptKind, ReceiptLine

ALLOWED = timedelta(hours=24)
SHOWN = 50
COUNTED = 1000


@dataclass(frozen=True)
class Due:
    """A gift that waits for its receipt. `since` is when the receipt fell due, in UTC."""

    kind: ReceiptKind
    id: UUID
    reference: str
    donor: str
    totals: list[Money]
    since: datetime

    @property
    def hours(self) -> int:
        """Return for how many whole hours it has waited."""
        return int((clock.now() - self.since) / timedelta(hours=1))

    @property
    def late(self) -> bool:
        """Say whether it has waited longer than is allowed."""
        return clock.now() - self.since > ALLOWED


def due_receipts() -> list[Due]:
    """Return the gifts without a live receipt, money and goods, the longest waiting first."""
    found = [_of_payment(each) for each in _payments()] + [_of_intake(each) for each in _intakes()]
    return sorted(found, key=lambda each: (each.since, str(each.id)))


def count_due() -> int:
    """Return how many gifts wait for a receipt, counting at most a thousand of each kind."""
    payments = sa.select(Payment.id).where(*_unpapered_payments())
    intakes = sa.select(Intake.id).where(*_unpapered_intakes())
    return _count(payments) + _count(intakes)


def _count(statement: sa.Select[UUID]) -> int:
    counted = sa.select(sa.func.count()).select_from(statement.limit(COUNTED).subquery())
    return db.session.scalar(counted) or 0


def _unpapered_payments() -> list[sa.ColumnElement[bool]]:
    live = sa.select(ReceiptLine.payment_id).where(
        ReceiptLine.live, ReceiptLine.payment_id.is_not(None)
    )
    return [
        Payment.status == PaymentStatus.CONFIRMED,
        Payment.id.not_in(live),
        _wanted(Payment.pledge_id),
    ]


def _unpapered_intakes() -> list[sa.ColumnElement[bool]]:
    live = (
        sa.select(IntakeLine.intake_id)
        .join(ReceiptLine, ReceiptLine.intake_line_id == IntakeLine.id)
        .where(ReceiptLine.live)
    )
    return [
        Intake.status.in_(TAKEN_IN),
        Intake.valued_at.is_not(None),
        Intake.id.not_in(live),
        _wanted(Intake.pledge_id),
    ]


def _wanted(pledge_id: InstrumentedAttribute[UUID | None]) -> sa.ColumnElement[bool]:
    """Leave out gifts whose donor asked for no receipt."""
    unwanted = sa.select(Pledge.id).where(~Pledge.wants_receipt)
    return sa.or_(pledge_id.is_(None), pledge_id.not_in(unwanted))


def _payments() -> list[Payment]:
    return list(
        db.session.scalars(
            sa.select(Payment)
            .options(joinedload(Payment.donor))
            .where(*_unpapered_payments())
            .order_by(Payment.confirmed_at, Payment.id)
            .limit(SHOWN)
        )
    )


def _intakes() -> list[Intake]:
    return list(
        db.session.scalars(
            sa.select(Intake)
            .options(joinedload(Intake.donor), selectinload(Intake.lines))
            .where(*_unpapered_intakes())
            .order_by(Intake.valued_at, Intake.id)
            .limit(SHOWN)
        )
    )


def _of_payment(payment: Payment) -> Due:
    return Due(
        kind=ReceiptKind.CASH,
        id=payment.id,
        reference=payment.reference,
        donor=payment.donor.name,
        totals=[payment.kept],
        since=payment.confirmed_at or payment.created_at,
    )


def _of_intake(intake: Intake) -> Due:
    values = [line.approved_value for line in intake.lines if line.approved_value is not None]
    return Due(
        kind=ReceiptKind.IN_KIND,
        id=intake.id,
        reference=intake.reference,
        donor=intake.donor.name,
        totals=list(by_currency(values).values()),
        since=intake.valued_at or intake.created_at,
    )
