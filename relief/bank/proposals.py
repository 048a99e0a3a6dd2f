"""Candidates for what waits, and the proposals that come of them: a constant number of queries."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from flask_babel import ngettext

from relief.bank import queries
from relief.bank.likeness import (
    Candidate,
    Deposit,
    Proposal,
    TargetKind,
    mark_of,
    references_in,
    words_of,
)
from relief.bank.matching import propose
from relief.bank.models import BankLine, BankMatch, MatchDeed
from relief.core import clock
from relief.core.db import db
from relief.core.money import format_money
from relief.donors.models import Donor
from relief.instalments.dates import waterfall
from relief.instalments.models import Instalment, Schedule
from relief.payments.models import BY_HAND, Payment, PaymentStatus
from relief.pledges.models import OPEN_PLEDGES, LineKind, Pledge, PledgeLine

BEFORE, AFTER = timedelta(days=120), timedelta(days=60)
"""How far a payment's day may lie from the bank's to be worth a look."""

MOST_LOOKED_AT = 500
MOST_CANDIDATES = 5000
MOST_OFFERED = 400


def proposals_for(lines: Sequence[BankLine]) -> dict[UUID, list[Proposal]]:
    """Return the best proposals of each unmatched movement, by its id; all in a few queries."""
    deposits = [line for line in lines if line.incoming]
    returns = [line for line in lines if not line.incoming]
    found: dict[UUID, list[Proposal]] = {}
    if deposits:
        days = [line.day for line in deposits]
        candidates = [*_payments(min(days), max(days)), *_pledges()]
        found |= propose([_told(line) for line in deposits], candidates)
    if returns:
        days = [line.day for line in returns]
        found |= propose([_told(line) for line in returns], _given(min(days), max(days)))
    return found


def proposed_in(statement_id: UUID) -> list[BankLine]:
    """Return the unmatched movements of a statement that have a proposal, among the oldest 500."""
    lines = queries.unmatched(limit=MOST_LOOKED_AT, statement_id=statement_id)
    found = proposals_for(lines)
    return [line for line in lines if line.id in found]


def exact_ones() -> list[tuple[BankLine, Proposal]]:
    """Return the deposits whose proposal may be accepted unread, among the oldest 500."""
    lines = [line for line in queries.unmatched(limit=MOST_LOOKED_AT) if line.incoming]
    found = proposals_for(lines)
    return [(line, each) for line in lines for each in found.get(line.id, ()) if each.exact]


def _told(line: BankLine) -> Deposit:
    return Deposit(
        id=line.id,
        day=line.day,
        minor=line.open.minor,
        currency=line.amount.currency,
        references=references_in(f"{line.reference} {line.description} {line.tracking_key}"),
        marks=frozenset(filter(None, (mark_of(line.tracking_key), mark_of(line.reference)))),
        words=words_of(line.party),
    )


def _covered(*, given_back: bool) -> sa.Subquery:
    """How much of each payment already stands behind movements."""
    part = BankMatch.__table__.c.part_minor
    is_return = BankMatch.deed == MatchDeed.GIVEN_BACK
    return (
        sa.select(BankMatch.payment_id, sa.func.sum(part).label("minor"))
        .where(BankMatch.undone_at.is_(None), is_return if given_back else ~is_return)
        .group_by(BankMatch.payment_id)
        .subquery()
    )


def _payments(first: date, last: date) -> list[Candidate]:
    """Return payments, waiting or confirmed, that no deposit stands behind yet."""
    return _candidates(
        sa.or_(
            Payment.status == PaymentStatus.PENDING,
            sa.and_(
                Payment.status == PaymentStatus.CONFIRMED,
                Payment.received_on >= first - BEFORE,
                Payment.received_on <= last + AFTER,
            ),
        ),
        given_back=False,
    )


def _given(first: date, last: date) -> list[Candidate]:
    """Return payments that a return may give back: confirmed ones, and those undone by hand."""
    undone = (PaymentStatus.CONFIRMED, PaymentStatus.REFUNDED, PaymentStatus.FAILED)
    return _candidates(
        sa.and_(
            Payment.status.in_(undone),
            Payment.received_on >= first - BEFORE,
            Payment.received_on <= last,
        ),
        given_back=True,
    )


def _candidates(condition: sa.ColumnElement[bool], *, given_back: bool) -> list[Candidate]:
    covered = _covered(given_back=given_back)
    amount = Payment.__table__.c.amount_minor
    left = amount - sa.func.coalesce(covered.c.minor, 0)
    found = db.session.execute(
        sa.select(
            Payment.id, Payment.reference, Payment.received_on, Payment.status,
            Payment.bank_reference, Payment.__table__.c.amount_currency.label("currency"),
            left.label("left"), Donor.name, Pledge.reference.label("pledge"),
        )
        .join(Donor, Donor.id == Payment.donor_id)
        .outerjoin(Pledge, Pledge.id == Payment.pledge_id)
        .outerjoin(covered, covered.c.payment_id == Payment.id)
        # What came through the provider reaches the account in their own payouts.
        .where(condition, Payment.provider_ref.is_(None), Payment.method.in_(BY_HAND), left > 0)
        .order_by(Payment.received_on.desc(), Payment.id)
        .limit(MOST_CANDIDATES)
    )  # fmt: skip
    return [
        Candidate(
            kind=TargetKind.PAYMENT,
            id=row.id,
            reference=row.reference,
            donor=row.name,
            day=row.received_on,
            minor=int(row.left),
            currency=row.currency,
            references=references_in(f"{row.reference} {row.pledge or ''}"),
            words=words_of(row.name),
            marks=frozenset(filter(None, (mark_of(row.bank_reference),))),
            waits=row.status is PaymentStatus.PENDING,
        )
        for row in found
    ]


def _pledges() -> list[Candidate]:
    """Return open promises of money with what is neither paid nor waiting to be confirmed."""
    waiting = (
        sa.select(Payment.pledge_id, sa.func.sum(Payment.__table__.c.amount_minor).label("minor"))
        .where(Payment.status == PaymentStatus.PENDING, Payment.pledge_id.is_not(None))
        .group_by(Payment.pledge_id)
        .subquery()
    )
    line = PledgeLine.__table__.c
    left = line.amount_minor - line.paid_minor - sa.func.coalesce(waiting.c.minor, 0)
    found = db.session.execute(
        sa.select(
            Pledge.id, Pledge.reference, Pledge.submitted_at, Donor.name,
            line.amount_currency.label("currency"), left.label("left"),
            (line.amount_minor - left).label("gone"),
        )
        .join(PledgeLine, PledgeLine.pledge_id == Pledge.id)
        .join(Donor, Donor.id == Pledge.donor_id)
        .outerjoin(waiting, waiting.c.pledge_id == Pledge.id)
        .where(Pledge.status.in_(OPEN_PLEDGES), PledgeLine.kind == LineKind.CASH, left > 0)
        .order_by(Pledge.submitted_at.desc(), Pledge.id)
        .limit(MOST_CANDIDATES)
    )  # fmt: skip
    zone, plans = queries.zone(), _plans()
    return [
        Candidate(
            kind=TargetKind.PLEDGE,
            id=row.id,
            reference=row.reference,
            donor=row.name,
            day=clock.local(row.submitted_at, zone).date(),
            minor=int(row.left),
            currency=row.currency,
            references=references_in(row.reference),
            words=words_of(row.name),
            parts=_next_part(plans.get(row.id, []), int(row.gone)),
        )
        for row in found
    ]


def _plans() -> dict[UUID, list[int]]:
    """Return the instalments of each open promise that has several, in their order, in minor units."""
    found = db.session.execute(
        sa.select(Schedule.pledge_id, Instalment.__table__.c.amount_minor)
        .join(Schedule, Schedule.id == Instalment.schedule_id)
        .join(Pledge, Pledge.id == Schedule.pledge_id)
        .where(Schedule.superseded_at.is_(None), Pledge.status.in_(OPEN_PLEDGES))
        .order_by(Schedule.pledge_id, Instalment.position)
    )
    plans: dict[UUID, list[int]] = {}
    for pledge_id, minor in found:
        plans.setdefault(pledge_id, []).append(int(minor))
    return plans


def _next_part(plan: Sequence[int], gone: int) -> frozenset[int]:
    """Return what is left of the first instalment that is not paid or waiting."""
    lefts = [minor - filled for minor, filled in zip(plan, waterfall(plan, gone), strict=True)]
    return frozenset([next(filter(None, lefts))] if any(lefts) else [])


def target_choices() -> list[tuple[str, str]]:
    """Return what a deposit may be matched with by hand: payments without a deposit, open pledges."""
    today = queries.today()
    found = [*_payments(today - 3 * BEFORE, today), *_pledges()]
    return [(f"{each.kind.value}:{each.id}", _label(each)) for each in found[:MOST_OFFERED]]


def return_choices(line: BankLine) -> list[tuple[UUID, str]]:
    """Return the payments that a return may give back: those of its amount first, then larger ones."""
    found = [
        each
        for each in _given(line.day, line.day)
        if each.minor >= line.amount.minor and each.currency == line.amount.currency
    ]
    found.sort(key=lambda each: each.minor != line.amount.minor)
    return [(each.id, _label(each)) for each in found[:MOST_OFFERED]]


def _label(candidate: Candidate) -> str:
    return f"{candidate.reference} · {candidate.donor} · {format_money(candidate.open)}"


def waiting() -> int:
    """Return how many movements wait."""
    return queries.waiting().count


def tell_waiting(count: int) -> str:
    """Word how many movements wait, with the age in days of the oldest."""
    oldest = queries.waiting().oldest
    if oldest is None:
        return str(ngettext("movement to reconcile", "movements to reconcile", count))
    told = ngettext(
        "movement to reconcile, the oldest of %(age)s days",
        "movements to reconcile, the oldest of %(age)s days",
        count,
        age=f"{(queries.today() - oldest).days:,}",
    )
    return str(told)
