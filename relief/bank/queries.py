"""Accounts, statements and movements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from relief.bank.models import (
    BankAccount,
    BankLine,
    BankMatch,
    BankStatement,
    ColumnMapping,
    LineKind,
    LineStatus,
)
from relief.chapters.queries import get_chapter
from relief.core import clock, rows, tenancy
from relief.core.db import db
from relief.core.paging import Listing, Page, page_of
from relief.core.rows import RowMissing
from relief.core.text import search_key
from relief.payments.models import Payment


def zone() -> str:
    """Return the zone of the chapter's wall."""
    return get_chapter(tenancy.chapter_id()).zone


def today() -> date:
    """Return the date on the chapter's wall."""
    return clock.today(zone())


def get_account(account_id: UUID) -> BankAccount:
    """Return an account of the chapter. Raise RowMissing."""
    return rows.get(BankAccount, account_id)


def all_accounts() -> Sequence[BankAccount]:
    """Return the chapter's accounts, the default one first."""
    return db.session.scalars(
        sa.select(BankAccount).order_by(BankAccount.is_default.desc(), BankAccount.name)
    ).all()


def default_account() -> BankAccount | None:
    """Return the account that statements belong to unless another is named; None without any."""
    return next(iter(all_accounts()), None)


def account_named(name: str, *, other_than: UUID | None = None) -> BankAccount | None:
    """Return another account of that name."""
    return next((a for a in all_accounts() if a.name == name and a.id != other_than), None)


def account_choices() -> list[tuple[UUID, str]]:
    """Return the accounts for choosing."""
    return [(each.id, f"{each.name} · {each.currency}") for each in all_accounts()]


def has_lines(account: BankAccount) -> bool:
    """Say whether any movement of the account was imported."""
    found = sa.select(BankLine.id).where(BankLine.account_id == account.id).limit(1)
    return db.session.scalar(found) is not None


def mappings_of(account: BankAccount) -> Sequence[ColumnMapping]:
    """Return the layouts remembered for an account."""
    return db.session.scalars(
        sa.select(ColumnMapping).where(ColumnMapping.account_id == account.id)
    ).all()


def known_fingerprints(account: BankAccount, *, since: date, until: date) -> set[str]:
    """Return the marks of the movements of those days that were imported before."""
    found = sa.select(BankLine.fingerprint).where(
        BankLine.account_id == account.id, BankLine.day >= since, BankLine.day <= until
    )
    return set(db.session.scalars(found))


def get_statement(statement_id: UUID) -> BankStatement:
    """Return a statement with its account. Raise RowMissing."""
    found = db.session.scalars(
        sa.select(BankStatement)
        .where(BankStatement.id == statement_id)
        .options(joinedload(BankStatement.account))
    ).first()
    if found is None:
        raise RowMissing("BankStatement")
    return found


def page_of_statements(listing: Listing) -> Page[BankStatement]:
    """Return one page of statements."""
    statement = sa.select(BankStatement).options(joinedload(BankStatement.account))
    columns = {"ends": BankStatement.ends_on, "imported": BankStatement.created_at}
    return page_of(statement, listing, columns=columns, row_id=BankStatement.id)


@dataclass(frozen=True)
class Tally:
    """How many movements of a kind and state there are in a statement, and their sum in minor units."""

    kind: LineKind
    status: LineStatus
    incoming: bool
    count: int
    minor: int


def tallies(statement: BankStatement) -> list[Tally]:
    """Return the movements that a statement brought, counted and summed by kind and state."""
    amount = BankLine.__table__.c.amount_minor
    found = db.session.execute(
        sa.select(
            BankLine.kind, BankLine.status, BankLine.incoming, sa.func.count(), sa.func.sum(amount)
        )
        .where(BankLine.statement_id == statement.id)
        .group_by(BankLine.kind, BankLine.status, BankLine.incoming)
        .order_by(BankLine.kind, BankLine.status, BankLine.incoming)
    )
    return [Tally(kind, status, inc, n, int(total)) for kind, status, inc, n, total in found]


@dataclass(frozen=True)
class Sought:
    """What a list of movements is narrowed by; the days are of the bank, both included."""

    text: str = ""
    status: LineStatus | None = None
    kind: LineKind | None = None
    account_id: UUID | None = None
    statement_id: UUID | None = None
    since: date | None = None
    until: date | None = None


def page_of_lines(listing: Listing, sought: Sought) -> Page[BankLine]:
    """Return one page of movements with their accounts and live matches."""
    statement = _with_names().where(*_conditions(sought))
    columns = {"day": BankLine.day, "position": BankLine.position}
    return page_of(statement, listing, columns=columns, row_id=BankLine.id)


def _conditions(sought: Sought) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    pairs = (
        (BankLine.status, sought.status),
        (BankLine.kind, sought.kind),
        (BankLine.account_id, sought.account_id),
        (BankLine.statement_id, sought.statement_id),
    )
    found += [column == value for column, value in pairs if value is not None]
    if sought.since is not None:
        found.append(BankLine.day >= sought.since)
    if sought.until is not None:
        found.append(BankLine.day <= sought.until)
    if sought.text:
        found.append(_holds(sought.text))
    return found


def _holds(text: str) -> sa.ColumnElement[bool]:
    folded = search_key(text)
    columns = (BankLine.description, BankLine.reference, BankLine.tracking_key, BankLine.party)
    return sa.or_(
        *(sa.func.lower(column).contains(folded, autoescape=True) for column in columns),
        *(column.contains(text.upper(), autoescape=True) for column in columns),
    )


def get_line(line_id: UUID) -> BankLine:
    """Return a movement with its account, statement and matches. Raise RowMissing."""
    found = db.session.scalars(
        _with_names().where(BankLine.id == line_id).options(joinedload(BankLine.statement))
    ).first()
    if found is None:
        raise RowMissing("BankLine")
    return found


def lines_of(ids: Sequence[UUID]) -> list[BankLine]:
    """Return movements by their ids, the oldest first; ids of other chapters are left out."""
    found = _with_names().where(BankLine.id.in_(ids)).order_by(BankLine.day, BankLine.id)
    return list(db.session.scalars(found))


def unmatched(*, limit: int = 500, statement_id: UUID | None = None) -> list[BankLine]:
    """Return deposits and returns that wait for a payment, the oldest first."""
    found = _with_names().where(BankLine.status == LineStatus.UNMATCHED)
    if statement_id is not None:
        found = found.where(BankLine.statement_id == statement_id)
    return list(db.session.scalars(found.order_by(BankLine.day, BankLine.id).limit(limit)))


@dataclass(frozen=True)
class Waiting:
    """How many movements wait, and the bank's day of the oldest; None when none does."""

    count: int
    oldest: date | None


def waiting() -> Waiting:
    """Return how many movements wait to be matched, and since when."""
    count, oldest = db.session.execute(
        sa.select(sa.func.count(BankLine.id), sa.func.min(BankLine.day)).where(
            BankLine.status == LineStatus.UNMATCHED
        )
    ).one()
    return Waiting(count, oldest)


def _with_names() -> sa.Select[BankLine]:
    matched = selectinload(BankLine.matches).joinedload(BankMatch.payment)
    return sa.select(BankLine).options(
        joinedload(BankLine.account),
        matched.joinedload(Payment.donor),
        matched.joinedload(Payment.pledge),
    )
