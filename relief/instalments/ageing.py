"""The ageing report (antigüedad de saldos): who owes what, for how long, each currency by itself.

The database adds it up; a page of it asks the same number of questions for one row and for fifty.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from relief.core.db import db
from relief.core.money import Currency, Money
from relief.core.paging import Listing, Page, page_of
from relief.core.text import search_key
from relief.donors.models import Donor
from relief.instalments.models import Age, Instalment, InstalmentState, Schedule
from relief.instalments.queries import Part
from relief.instalments.states import parts_today
from relief.pledges.models import OPEN_PLEDGES, Pledge

LATE = tuple(age for age in Age if age is not Age.NOT_DUE)


@dataclass(frozen=True)
class Wanted:
    """What the report is narrowed to; None and '' mean any."""

    text: str = ""
    campaign_id: UUID | None = None
    currency: Currency | None = None
    age: Age | None = None
    donor_id: UUID | None = None
    only_late: bool = False


@dataclass
class Balance:
    """What is left to be paid in one currency, by age; of one donor or of all."""

    currency: str
    donor: Donor | None = None
    minor: dict[Age, int] = field(default_factory=dict)

    def of(self, age: Age) -> Money:
        """Return what is of one age."""
        return Money(self.minor.get(age, 0), self.currency)

    @property
    def late(self) -> Money:
        """Return what is past its date."""
        return Money(sum(self.minor.get(age, 0) for age in LATE), self.currency)

    @property
    def total(self) -> Money:
        """Return everything that is left, late or not."""
        return Money(sum(self.minor.values()), self.currency)


@dataclass(frozen=True)
class OwedPart:
    """One part that is not paid, with its pledge (donor and campaign loaded) and how late it is."""

    pledge: Pledge
    part: Part
    days_late: int


def totals(wanted: Wanted, *, today: date) -> list[Balance]:
    """Return the sums of everything wanted, pesos before dollars; no row for an absent currency."""
    part = _owed(wanted, today).c
    found = db.session.execute(
        sa.select(part.currency, part.age, sa.func.sum(part.left).label("minor")).group_by(
            part.currency, part.age
        )
    )
    sums: dict[str, Balance] = {}
    for row in found:
        balance = sums.setdefault(row.currency, Balance(row.currency))
        balance.minor[Age(row.age)] = int(row.minor)
    return [sums[currency] for currency in sorted(sums)]


def page_of_debtors(listing: Listing, wanted: Wanted, *, today: date) -> Page[Donor]:
    """Return one page of the donors who have something left to pay, by name or by what is late.

    What is late is compared in one currency: the one that is wanted, pesos when any is.
    """
    part = _owed(wanted, today).c
    compared = part.currency == (wanted.currency or Currency.MXN)
    late = sa.case((compared & (part.age != Age.NOT_DUE.value), part.left), else_=0)
    owing = (
        # PostgreSQL adds whole numbers up to a decimal.
        sa.select(part.donor_id, sa.cast(sa.func.sum(late), sa.BigInteger).label("late"))
        .group_by(part.donor_id)
        .subquery("owing")
    )
    statement = sa.select(Donor).join(owing, owing.c.donor_id == Donor.id)
    return page_of(
        statement,
        listing,
        columns={"name": Donor.search_key, "overdue": owing.c.late},
        row_id=Donor.id,
    )


def balances_of(donors: Sequence[Donor], wanted: Wanted, *, today: date) -> list[Balance]:
    """Return what each of these donors has left, a row for each currency, in their order."""
    part = _owed(wanted, today).c
    statement = _by_donor(part).where(part.donor_id.in_([donor.id for donor in donors]))
    sums = _gathered(db.session.execute(statement))
    balances = []
    for donor in donors:
        for currency in sorted(Currency):
            balance = sums.get((donor.id, currency.value))
            if balance is not None:
                balance.donor = donor
                balances.append(balance)
    return balances


def every_balance(wanted: Wanted, *, today: date) -> list[Balance]:
    """Return what every donor has left, by name and currency: for the file to download."""
    owing = sa.select(_owed(wanted, today).c.donor_id)
    donors = db.session.scalars(
        sa.select(Donor).where(Donor.id.in_(owing)).order_by(Donor.search_key, Donor.id)
    ).all()
    sums = _gathered(db.session.execute(_by_donor(_owed(wanted, today).c)))
    rank = {donor.id: (place, donor) for place, donor in enumerate(donors)}
    for (donor_id, _currency), balance in sums.items():
        balance.donor = rank[donor_id][1]
    return [sums[key] for key in sorted(sums, key=lambda key: (rank[key[0]][0], key[1]))]


def page_of_parts(listing: Listing, wanted: Wanted, *, today: date) -> Page[Instalment]:
    """Return one page of the parts behind a figure, the oldest first."""
    owed = sa.select(_owed(wanted, today).c.instalment_id)
    statement = (
        sa.select(Instalment)
        .where(Instalment.id.in_(owed))
        .options(
            joinedload(Instalment.schedule)
            .joinedload(Schedule.pledge)
            .options(joinedload(Pledge.donor), joinedload(Pledge.campaign))
        )
    )
    return page_of(statement, listing, columns={"due": Instalment.due_on}, row_id=Instalment.id)


def seen(rows: Sequence[Instalment], *, today: date) -> list[OwedPart]:
    """Return parts with what is left of each, in their order, by one more query."""
    part = parts_today(today).c
    figures = {
        row.instalment_id: row
        for row in db.session.execute(
            sa.select(part.instalment_id, part.paid, part.state).where(
                part.instalment_id.in_([row.id for row in rows])
            )
        )
    }
    return [
        OwedPart(
            pledge=row.schedule.pledge,
            part=Part(
                position=row.position,
                due_on=row.due_on,
                amount=row.amount,
                paid=Money(int(figures[row.id].paid), row.amount.currency),
                state=InstalmentState(figures[row.id].state),
            ),
            days_late=max((today - row.due_on).days, 0),
        )
        for row in rows
    ]


def overdue_now(*, today: date) -> tuple[int, list[Money]]:
    """Return how many parts are overdue, and how much by currency, pesos first."""
    part = _owed(Wanted(only_late=True), today).c
    found = db.session.execute(
        sa.select(
            part.currency,
            sa.func.count().label("parts"),
            sa.func.sum(part.left).label("minor"),
        )
        .group_by(part.currency)
        .order_by(part.currency)
    ).all()
    amounts = [Money(int(row.minor), row.currency) for row in found]
    return sum(row.parts for row in found), amounts


def _owed(wanted: Wanted, today: date) -> sa.Subquery:
    """Narrow the parts of today to those of open pledges that have something left."""
    parts = parts_today(today)
    part = parts.c
    asked = [part.pledge_status.in_(OPEN_PLEDGES), part.left > 0]
    if wanted.text:
        named = Donor.search_key.contains(search_key(wanted.text), autoescape=True)
        asked.append(part.donor_id.in_(sa.select(Donor.id).where(named)))
    if wanted.only_late:
        asked.append(part.age != Age.NOT_DUE.value)
    for column, value in (
        (part.campaign_id, wanted.campaign_id),
        (part.currency, wanted.currency),
        (part.age, wanted.age),
        (part.donor_id, wanted.donor_id),
    ):
        if value is not None:
            asked.append(column == value)
    return sa.select(parts).where(*asked).subquery("owed")


def _by_donor(part: Any) -> sa.Select[Any]:
    return sa.select(
        part.donor_id, part.currency, part.age, sa.func.sum(part.left).label("minor")
    ).group_by(part.donor_id, part.currency, part.age)


def _gathered(found: Iterable[Any]) -> dict[tuple[UUID, str], Balance]:
    sums: dict[tuple[UUID, str], Balance] = {}
    for row in found:
        key = (row.donor_id, row.currency)
        balance = sums.setdefault(key, Balance(row.currency))
        balance.minor[Age(row.age)] = int(row.minor)
    return sums
