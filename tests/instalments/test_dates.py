"""Plans fall on the right days, and money fills their parts in order."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relief.core.money import Money
from relief.instalments.dates import months_from, plan_of, waterfall
from relief.pledges.models import PlanFrequency


def test_a_month_without_the_day_gives_its_last_one_and_the_next_goes_back():
    days = months_from(date(2027, 10, 31), step=1, count=6)
    assert [str(day) for day in days] == [
        "2027-10-31",
        "2027-11-30",
        "2027-12-31",
        "2028-01-31",
        "2028-02-29",
        "2028-03-31",
    ]


def test_quarters_are_three_months_apart():
    days = months_from(date(2026, 11, 30), step=3, count=4)
    assert [str(day) for day in days] == ["2026-11-30", "2027-02-28", "2027-05-30", "2027-08-30"]


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)), st.sampled_from([1, 3]), st.integers(1, 36))
def test_days_rise_by_whole_months(first, step, count):
    days = months_from(first, step=step, count=count)
    assert days[0] == first
    months = [day.year * 12 + day.month for day in days]
    assert {later - earlier for earlier, later in pairwise(months)} <= {step}
    assert len(days) == count
    assert all(day.day <= first.day for day in days)


def test_seven_parts_of_a_hundred_thousand_sum_to_the_centavo():
    whole = Money(100_000_00, "MXN")
    parts = plan_of(whole, frequency=PlanFrequency.MONTHLY, count=7, first=date(2026, 12, 31))
    assert [amount.minor for _day, amount in parts] == [14_285_74, *[14_285_71] * 6]
    assert sum(amount.minor for _day, amount in parts) == whole.minor


@pytest.mark.parametrize("frequency", [PlanFrequency.ONCE, PlanFrequency.CUSTOM])
def test_what_is_not_periodic_begins_as_one_part(frequency):
    whole = Money(100, "USD")
    day = date(2026, 12, 1)
    assert plan_of(whole, frequency=frequency, count=5, first=day) == [(day, whole)]


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=36), st.integers(0, 10**11))
def test_money_fills_the_parts_in_their_order(amounts, paid):
    filled = waterfall(amounts, paid)
    assert sum(filled) == min(paid, sum(amounts))
    assert all(0 <= part <= amount for part, amount in zip(filled, amounts, strict=True))
    begun = [part for part, amount in zip(filled, amounts, strict=True) if part < amount]
    assert not any(begun[1:]), "a part has money while one before it is not full"
