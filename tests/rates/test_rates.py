"""What a dollar was worth, by day and source."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from relief.audit.queries import timeline
from relief.core import clock
from relief.core.db import transaction
from relief.periods.actions import close_month
from relief.periods.errors import MonthClosed
from relief.rates import errors, queries
from relief.rates.actions import write_rate

pytestmark = pytest.mark.usefixtures("chapter")
FRIDAY = date(2020, 5, 8)


def write(day=FRIDAY, pesos="23.7200", source="FIX"):
    with transaction():
        return write_rate(day=day, pesos=Decimal(pesos), source=source)


def test_the_newest_rate_holds_for_a_week_at_most():
    write(FRIDAY - timedelta(days=1), "24.0123")
    rate = write()
    assert rate.pesos == Decimal("23.72")
    assert queries.rate_on(FRIDAY - timedelta(days=2)) is None
    assert queries.rate_on(FRIDAY - timedelta(days=1)).pesos == Decimal("24.0123")
    assert queries.rate_on(FRIDAY + timedelta(days=7)).id == rate.id
    assert queries.rate_on(FRIDAY + timedelta(days=8)) is None


def test_the_same_figure_again_changes_nothing_and_another_corrects_it():
    rate = write()
    assert write().id == rate.id
    assert write(pesos="23.7300").id == rate.id
    tags = [entry.tag for entry in timeline(rate.id)]
    assert tags == ["rates:rate:corrected", "rates:rate:written"]


def test_a_rate_of_a_closed_month_is_not_corrected():
    write()
    with transaction():
        close_month(year=2020, month=5)
    with pytest.raises(MonthClosed):
        write(pesos="23.7300")
    assert write(date(2020, 5, 11), "23.9000").micros == 23_900_000


@pytest.mark.parametrize("pesos", ["5", "100", "0", "-20", "237.2", "NaN", "Infinity", "1E+30"])
def test_a_misplaced_point_is_refused(pesos):
    with pytest.raises(errors.RateOutOfBounds):
        write(pesos=pesos)


def test_what_would_be_rounded_tomorrow_or_by_nobody_is_refused():
    with pytest.raises(errors.RateTooFine):
        write(pesos="23.1234567")
    with pytest.raises(errors.RateNotYet):
        write(clock.today("America/Tijuana") + timedelta(days=1))
    with pytest.raises(errors.SourceMissing):
        write(source=" \u200b")
