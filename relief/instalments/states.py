"""The state of a part today, from dates and from what was paid: once in Python, once in SQL.

The two stand together here, in the same order of questions; a test holds one against the other.
"""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from relief.instalments.models import Age, Instalment, InstalmentState, Schedule
from relief.pledges.models import LineKind, Pledge, PledgeLine, PledgeStatus

SOON = timedelta(days=7)
CLOSED = {
    PledgeStatus.CANCELLED: InstalmentState.CANCELLED,
    PledgeStatus.DECLINED: InstalmentState.CANCELLED,
    PledgeStatus.WRITTEN_OFF: InstalmentState.WRITTEN_OFF,
}
AGES = ((Age.UP_TO_30, 30), (Age.UP_TO_60, 60), (Age.UP_TO_90, 90))


def state_of(
    due_on: date, *, amount: int, paid: int, pledge: PledgeStatus, today: date
) -> InstalmentState:
    """Say where a part stands on `today`, the chapter's local date. Amounts in minor units.

    A part that is late is overdue even if something of it was paid.
    """
    if paid >= amount:
        return InstalmentState.PAID
    if pledge in CLOSED:
        return CLOSED[pledge]
    return _open_state(due_on, begun=paid > 0, today=today)


def _open_state(due_on: date, *, begun: bool, today: date) -> InstalmentState:
    if due_on < today:
        return InstalmentState.OVERDUE
    if begun:
        return InstalmentState.PARTIALLY_PAID
    return InstalmentState.DUE if due_on <= today + SOON else InstalmentState.SCHEDULED


def state_case(due_on: Any, *, amount: Any, paid: Any, pledge: Any, today: date) -> sa.Case[str]:
    """Say the same of columns."""
    return sa.case(
        (paid >= amount, InstalmentState.PAID.value),
        *((pledge == status, state.value) for status, state in CLOSED.items()),
        (due_on < today, InstalmentState.OVERDUE.value),
        (paid > 0, InstalmentState.PARTIALLY_PAID.value),
        (due_on <= today + SOON, InstalmentState.DUE.value),
        else_=InstalmentState.SCHEDULED.value,
    )


def age_of(due_on: date, *, today: date) -> Age:
    """Say for how long a balance is late on `today`; on its day it is not late yet."""
    if due_on >= today:
        return Age.NOT_DUE
    late = (today - due_on).days
    return next((age for age, days in AGES if late <= days), Age.OVER_90)


def age_case(due_on: Any, *, today: date) -> sa.Case[str]:
    """Say the same of a column."""
    return sa.case(
        (due_on >= today, Age.NOT_DUE.value),
        *((due_on >= today - timedelta(days=days), age.value) for age, days in AGES),
        else_=Age.OVER_90.value,
    )


def parts_today(today: date) -> sa.Subquery:
    """Return every part of every current schedule, with what is paid and left of it, as a table.

    Columns: instalment_id, pledge_id, donor_id, campaign_id, pledge_status, position, due_on,
    currency, amount, paid, left (minor units), state and age.
    """
    amount = Instalment.amount_minor  # type: ignore[attr-defined]  # a column under Money
    # PostgreSQL adds whole numbers up to a decimal.
    until = sa.cast(
        sa.func.sum(amount).over(partition_by=Instalment.schedule_id, order_by=Instalment.position),
        sa.BigInteger,
    )
    rows = (
        sa.select(
            Instalment.id.label("instalment_id"),
            Instalment.position,
            Instalment.due_on,
            Instalment.amount_currency.label("currency"),  # type: ignore[attr-defined]  # as above
            amount.label("amount"),
            (until - amount).label("before"),
            PledgeLine.paid_minor.label("all_paid"),
            Pledge.id.label("pledge_id"),
            Pledge.donor_id,
            Pledge.campaign_id,
            Pledge.status.label("pledge_status"),
        )
        .join(Schedule, Schedule.id == Instalment.schedule_id)
        .join(Pledge, Pledge.id == Schedule.pledge_id)
        .join(PledgeLine, PledgeLine.pledge_id == Pledge.id)
        .where(Schedule.superseded_at.is_(None), PledgeLine.kind == LineKind.CASH)
    ).subquery("scheduled")
    return _with_state(rows, today)


def _with_state(rows: sa.Subquery, today: date) -> sa.Subquery:
    """Let what was paid fill the parts in their order, and say where each stands."""
    c = rows.c
    rest = c.all_paid - c.before
    paid = sa.case((rest <= 0, 0), (rest >= c.amount, c.amount), else_=rest)
    filled = sa.select(rows, paid.label("paid"), (c.amount - paid).label("left")).subquery("filled")
    f = filled.c
    state = state_case(f.due_on, amount=f.amount, paid=f.paid, pledge=f.pledge_status, today=today)
    return sa.select(
        filled, state.label("state"), age_case(f.due_on, today=today).label("age")
    ).subquery("parts")
