"""The exchange rate of a payment in dollars: typed by hand, or taken from what was published."""

from dataclasses import dataclass
from datetime import date

from relief.core.money import Currency, Money
from relief.payments.errors import RateOfPesos, RateOutOfTime
from relief.payments.models import Payment
from relief.rates.queries import rate_on


@dataclass(frozen=True, kw_only=True)
class RateGiven:
    """Pesos for one dollar in millionths, of which local date, published by whom (FIX, DOF …)."""

    micros: int
    on: date
    source: str


def rate_for(amount: Money, received_on: date, given: RateGiven | None) -> RateGiven | None:
    """Return the rate of an amount that arrived on a local date of the chapter; None for pesos.

    Without one given it is the last one published by that day; None when nobody published any.
    Raise RateOfPesos for a rate given with pesos, RateOutOfTime for one of a later day.
    """
    if amount.currency != Currency.USD:
        if given is not None:
            raise RateOfPesos
        return None
    if given is not None:
        if given.on > received_on:
            raise RateOutOfTime
        return given
    published = rate_on(received_on)
    if published is None:
        return None
    return RateGiven(micros=published.micros, on=published.published_on, source=published.source)


def put_rate(payment: Payment, rate: RateGiven | None) -> None:
    """Write the rate into the columns of a payment; none leaves them empty."""
    payment.rate_micros = rate.micros if rate else None
    payment.rate_on = rate.on if rate else None
    payment.rate_source = rate.source if rate else ""
