"""Pledges with schedules of payment."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from relief.core.db import transaction
from relief.core.money import Money
from relief.instalments import actions
from relief.pledges.fulfilment import count_payment
from relief.pledges.models import Pledge

Parts = Sequence[tuple[date, int]]


def scheduled_pledge(f: Any, *, parts: Parts, paid: int = 0, **values: Any) -> Pledge:
    """An accepted pledge with a part (day, minor units) for each pair, of which `paid` was paid."""
    currency = values.pop("currency", "MXN")
    total = Money(sum(minor for _day, minor in parts), currency)
    pledge = f.cash_pledge(amount=total, **values)
    with transaction():
        actions.make_schedule(pledge, parts=[(day, Money(minor, currency)) for day, minor in parts])
        if paid:
            count_payment(pledge, amount=Money(paid, currency))
    return pledge
