"""The days and amounts of a plan."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from relief.core.money import Money
from relief.pledges.models import PlanFrequency

MOST_PARTS = 36
STEP_MONTHS = {PlanFrequency.MONTHLY: 1, PlanFrequency.QUARTERLY: 3}

Planned = tuple[date, Money]


def months_from(first: date, *, step: int, count: int) -> list[date]:
    """Return `count` days, `step` months apart, on the day of the month of the first.

    A month without that day gives its last one; the following ones go back to the day.
    """
    days = []
    for number in range(count):
        years, month = divmod(first.month - 1 + step * number, 12)
        year = first.year + years
        last = monthrange(year, month + 1)[1]
        days.append(date(year, month + 1, min(first.day, last)))
    return days


def plan_of(amount: Money, *, frequency: PlanFrequency, count: int, first: date) -> list[Planned]:
    """Cut an amount into a plan whose odd centavos stand in the first part.

    Once, and custom dates that nobody has agreed on yet, give one part.
    """
    step = STEP_MONTHS.get(frequency)
    days = [first] if step is None else months_from(first, step=step, count=count)
    return list(zip(days, amount.split(len(days)), strict=True))


def waterfall(amounts: Sequence[int], paid: int) -> list[int]:
    """Return how much of each part is paid when money fills the parts in their order (centavos)."""
    filled = []
    for amount in amounts:
        part = min(amount, paid)
        filled.append(part)
        paid -= part
    return filled
