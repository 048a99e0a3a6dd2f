"""The months of the books, what is still open in each, and how accounts are called."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from relief.accounting.chart import USUAL
from relief.accounting.models import Account, AccountCode
from relief.chapters.queries import get_chapter
from relief.core import clock, tenancy
from relief.core.db import db
from relief.core.money import Money
from relief.intake.models import TAKEN_IN, Intake
from relief.intake.queries import at_the_door
from relief.payments.models import (
    BatchStatus,
    Payment,
    PaymentBatch,
    PaymentStatus,
    Refund,
    RefundStatus,
)
from relief.periods.models import ClosedMonth
from relief.periods.months import Month
from relief.periods.queries import closings_since

SHOWN = 24


@dataclass
class MonthShown:
    """One month: its closing if it is closed, earlier closings, and money by currency."""

    month: Month
    is_over: bool
    closing: ClosedMonth | None = None
    undone: list[ClosedMonth] = field(default_factory=list)
    confirmed: dict[str, Money] = field(default_factory=dict)
    pending: int = 0


@dataclass(frozen=True)
class Unfinished:
    """What is dated in a month and still waits; once it is closed, it can only wait on."""

    payments: int
    amounts: list[Money]
    arrivals: int
    batches: int
    refunds: int

    @property
    def any(self) -> bool:
        """Say whether anything waits."""
        return bool(self.payments or self.arrivals or self.batches or self.refunds)


def today() -> date:
    """Return the date on the chapter's wall."""
    return clock.today(zone())


def zone() -> str:
    """Return the chapter's time zone, an IANA name."""
    return get_chapter(tenancy.chapter_id()).zone


def months_shown() -> list[MonthShown]:
    """Return the last 24 months, the present one first, and older ones that were ever closed."""
    present = Month.of(today())
    shown = {
        month: MonthShown(month, is_over=month < present)
        for month in (present.back(n) for n in range(SHOWN))
    }
    for closing in closings_since(Month(2000, 1)):
        month = Month(closing.year, closing.month)
        row = shown.setdefault(month, MonthShown(month, is_over=True))
        if closing.reopened_at is None:
            row.closing = closing
        else:
            row.undone.append(closing)
    first = min(shown)
    for found in db.session.execute(_payments_by_month(first)):
        paid = shown.get(Month(int(found.year), int(found.month)))
        if paid is None:
            continue
        if found.status == PaymentStatus.PENDING:
            paid.pending += found.counted
        else:
            known = paid.confirmed.get(found.currency, Money.zero(found.currency))
            paid.confirmed[found.currency] = known + Money(int(found.minor), found.currency)
    return list(shown.values())


def _payments_by_month(first: Month) -> sa.Select[Any]:
    year, month = (sa.extract(part, Payment.received_on) for part in ("year", "month"))
    amount = Payment.__table__.c
    kinds = (year.label("year"), month.label("month"), Payment.status, amount.amount_currency)
    return (
        sa.select(
            *kinds[:3],
            amount.amount_currency.label("currency"),
            sa.func.count(Payment.id).label("counted"),
            sa.func.sum(amount.amount_minor).label("minor"),
        )
        .where(
            Payment.received_on >= first.first,
            (Payment.status == PaymentStatus.PENDING) | Payment.confirmed_at.is_not(None),
        )
        .group_by(year, month, Payment.status, amount.amount_currency)
    )


def unfinished(month: Month) -> Unfinished:
    """Return what is dated in a month and was not brought to its end."""
    amount = Payment.__table__.c
    waiting = db.session.execute(
        sa.select(
            amount.amount_currency.label("currency"),
            sa.func.count(Payment.id).label("counted"),
            sa.func.sum(amount.amount_minor).label("minor"),
        )
        .where(Payment.status == PaymentStatus.PENDING, _within(Payment.received_on, month))
        .group_by(amount.amount_currency)
        .order_by(amount.amount_currency)
    ).all()
    return Unfinished(
        payments=sum(row.counted for row in waiting),
        amounts=[Money(int(row.minor), row.currency) for row in waiting],
        arrivals=_count(
            Intake.id,
            _within(Intake.arrived_on, month),
            sa.or_(
                at_the_door(),
                sa.and_(Intake.status.in_(TAKEN_IN), Intake.valued_at.is_(None)),
            ),
        ),
        batches=_count(
            PaymentBatch.id,
            _within(PaymentBatch.received_on, month),
            PaymentBatch.status == BatchStatus.OPEN,
        ),
        refunds=_count(
            Refund.id, _within(Refund.refunded_on, month), Refund.status == RefundStatus.SENT
        ),
    )


def _within(day: Any, month: Month) -> sa.ColumnElement[bool]:
    return sa.and_(day >= month.first, day <= month.last)


def _count(column: Any, *conditions: sa.ColumnElement[bool]) -> int:
    return db.session.scalar(sa.select(sa.func.count(column)).where(*conditions)) or 0


@dataclass(frozen=True)
class Named:
    """How an account is numbered and called, and whether the chapter chose it."""

    account: Account
    code: str
    name: str
    own: UUID | None = None


def chart() -> dict[Account, Named]:
    """Return every account with the chapter's code and name, or the usual ones."""
    own = {row.account: row for row in db.session.scalars(sa.select(AccountCode))}
    return {
        account: Named(account, own[account].code, own[account].name, own[account].id)
        if account in own
        else Named(account, *usual)
        for account, usual in USUAL.items()
    }
