"""Balanced entries, one for each fact, in the order of their days; and what they add up to."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any

import sqlalchemy as sa

from relief.accounting.chart import Means, accounts_of
from relief.accounting.facts import STATEMENTS, Span
from relief.accounting.models import Account, Fact
from relief.core.db import db
from relief.core.money import Money
from relief.payments.models import Method
from relief.rates.models import MICROS

AT_ONCE = 1000
"""Rows held in memory at a time, for each kind of fact."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact as the books tell it: `debit` is charged and `credit` credited with `amount`.

    `rate` is what a payment in dollars keeps: pesos for a dollar, of which day, published by whom.
    """

    day: date
    fact: Fact
    reference: str
    donor: str
    campaign: str
    folio: str
    amount: Money
    debit: Account
    credit: Account
    rate: Decimal | None
    rate_on: date | None
    rate_source: str

    @property
    def in_pesos(self) -> Money | None:
        """Return the equivalent in pesos at the payment's own rate, to be shown beside, never added."""
        if self.rate is None:
            return None
        return Money(self.amount.minor, "MXN").times(self.rate)


@dataclass
class Totals:
    """Charges and credits of each account and currency, and how many entries of which kind."""

    debits: dict[tuple[Account, str], int] = field(default_factory=dict)
    credits: dict[tuple[Account, str], int] = field(default_factory=dict)
    facts: dict[tuple[Fact, str], tuple[int, int]] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        """Count one entry."""
        currency, minor = entry.amount.currency, entry.amount.minor
        self.add_many(
            entry.fact, (entry.debit, entry.credit), currency=currency, counted=1, minor=minor
        )

    def add_many(
        self,
        fact: Fact,
        accounts: tuple[Account, Account],
        *,
        currency: str,
        counted: int,
        minor: int,
    ) -> None:
        """Count several entries of one kind at once; `minor` is their sum in minor units."""
        debit, credit = accounts
        self.debits[debit, currency] = self.debits.get((debit, currency), 0) + minor
        self.credits[credit, currency] = self.credits.get((credit, currency), 0) + minor
        known = self.facts.get((fact, currency), (0, 0))
        self.facts[fact, currency] = (known[0] + counted, known[1] + minor)

    @property
    def count(self) -> int:
        """Return how many entries there are."""
        return sum(count for count, _ in self.facts.values())

    def by_fact(self) -> list[tuple[Fact, str, int, Money]]:
        """Return kind, currency, number and sum, pesos first."""
        return [
            (fact, currency, count, Money(minor, currency))
            for (fact, currency), (count, minor) in sorted(
                self.facts.items(), key=lambda item: (item[0][1], list(Fact).index(item[0][0]))
            )
        ]

    def by_account(self) -> list[tuple[Account, str, Money, Money]]:
        """Return account, currency, charges and credits, pesos first."""
        order = list(Account)
        used = sorted({*self.debits, *self.credits}, key=lambda key: (key[1], order.index(key[0])))
        return [
            (
                account,
                currency,
                Money(self.debits.get((account, currency), 0), currency),
                Money(self.credits.get((account, currency), 0), currency),
            )
            for account, currency in used
        ]

    def by_currency(self) -> list[tuple[str, Money, Money]]:
        """Return currency, charges and credits: always the same on both sides."""
        sums: dict[str, list[int]] = {}
        for _account, currency, debit, credit in self.by_account():
            both = sums.setdefault(currency, [0, 0])
            both[0] += debit.minor
            both[1] += credit.minor
        return [
            (currency, Money(debit, currency), Money(credit, currency))
            for currency, (debit, credit) in sorted(sums.items())
        ]


def entries(span: Span) -> Iterator[Entry]:
    """Yield every entry of the days, oldest first, holding a few rows of each kind in memory."""
    streams = [_stream(fact, span) for fact in STATEMENTS]
    return heapq.merge(*streams, key=attrgetter("day"))


def totals(span: Span) -> Totals:
    """Return what the entries of the days add up to; the database adds."""
    found = Totals()
    for fact, statement in STATEMENTS.items():
        rows = statement(span).order_by(None).subquery()
        kinds = (rows.c.method, rows.c.online, rows.c.cause, rows.c.currency)
        for row in db.session.execute(
            sa.select(
                *kinds, sa.func.count().label("counted"), sa.func.sum(rows.c.minor).label("minor")
            ).group_by(*kinds)
        ):
            # PostgreSQL adds whole numbers up to a Decimal, hence int().
            found.add_many(
                fact,
                _accounts(fact, row),
                currency=row.currency,
                counted=row.counted,
                minor=int(row.minor),
            )
    return found


def _stream(fact: Fact, span: Span) -> Iterator[Entry]:
    statement = STATEMENTS[fact](span).execution_options(yield_per=AT_ONCE)
    for row in db.session.execute(statement):
        yield _entry(fact, span, row)


def _entry(fact: Fact, span: Span, row: Any) -> Entry:
    debit, credit = _accounts(fact, row)
    return Entry(
        day=span.day_of(row.day),
        fact=fact,
        reference=row.reference,
        donor=row.donor,
        campaign=row.campaign,
        folio=row.folio or "",
        amount=Money(int(row.minor), row.currency),
        debit=debit,
        credit=credit,
        rate=None if row.rate_micros is None else Decimal(row.rate_micros) / MICROS,
        rate_on=row.rate_on,
        rate_source=row.rate_source,
    )


def _accounts(fact: Fact, row: Any) -> tuple[Account, Account]:
    return _moved(fact, row.method, row.online, row.currency, row.cause)


@cache
def _moved(fact: Fact, *means: Any) -> tuple[Account, Account]:
    """Return the two accounts; there are few ways to pay, and every row asks."""
    method, online, currency, cause = means
    known = None if method is None else Method(method)
    return accounts_of(fact, Means(known, bool(online), currency), str(cause))
