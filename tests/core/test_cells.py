"""What cells say: amounts with their signs, days in every order, and what is neither."""

from datetime import date

import pytest

from relief.core.tables import Unreadable, read_day, read_minor


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("1,844,200.00", 184_420_000), ("$ 5.5", 550), ("(1,000.00)", -100_000), ("5.00-", -500),
        ("−3", -300), ("", None), ("-", None), ("MXN 12.00", 1200),
    ],
)  # fmt: skip
def test_amounts(text, minor):
    assert read_minor(text) == minor


@pytest.mark.parametrize("text", ["1.234,56", "abc", "1e9", "٣", "1.005", "9" * 30, "=1+1"])
def test_what_is_no_amount(text):
    with pytest.raises(Unreadable):
        read_minor(text)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("05/11/2020", "dmy"), ("11/05/2020", "mdy"), ("2020-11-05", "dmy"), ("5-11-20", "dmy"),
        ("05112020", "dmy"), ("20201105", "dmy"), ("05/nov/2020", "dmy"), ("5 de noviembre de 2020", "dmy"),
        ("05-NOV-20", "dmy"), ("05/11/2020 10:33:00", "dmy"), ("2020/11/05", "ymd"),
    ],
)  # fmt: skip
def test_days(text, order):
    assert read_day(text, order, short_years=True) == date(2020, 11, 5)


@pytest.mark.parametrize("text", ["", "31/02/2020", "1899-12-31", "mañana", "99/99/9999", "2020"])
def test_what_is_no_day(text):
    with pytest.raises(Unreadable):
        read_day(text, short_years=True)


@pytest.mark.parametrize("text", ["5-11-20", "05-NOV-20", "01/01/00"])
def test_a_short_year_is_read_only_where_it_is_told(text):
    assert read_day(text, short_years=True).year in {2000, 2020}
    with pytest.raises(Unreadable):
        read_day(text)
