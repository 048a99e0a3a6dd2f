"""Money adds, splits, rounds, reads and prints exactly."""

from decimal import Decimal

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import BigInteger, String, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, composite, mapped_column

from relief.core import tenancy
from relief.core.money import (
    LARGEST_MINOR,
    AmountOutOfRange,
    Currency,
    CurrencyMismatch,
    Money,
    NotAnAmount,
    by_currency,
    format_money,
    grouped,
    parse_money,
)

minors = st.integers(-LARGEST_MINOR, LARGEST_MINOR)
currencies = st.sampled_from(list(Currency))
moneys = st.builds(Money, minors, currencies)


def pesos(minor: int) -> Money:
    return Money(minor, "MXN")


def dollars(minor: int) -> Money:
    return Money(minor, Currency.USD)


def test_money_of_one_currency_adds_and_compares():
    assert pesos(150) + pesos(50) == pesos(200)
    assert pesos(150) - pesos(200) == pesos(-50)
    assert -pesos(5) == pesos(-5)
    assert abs(pesos(-5)) == pesos(5)
    assert pesos(1) < pesos(2) <= pesos(2)
    assert pesos(3) > pesos(2) >= pesos(2)
    assert pesos(7) * 3 == 3 * pesos(7) == pesos(21)
    assert pesos(1) != dollars(1)
    assert Money.zero("USD") == dollars(0)
    assert str(pesos(-5)) == "-0.05 MXN"
    assert {Money(1, Currency.MXN): "x"}[pesos(1)] == "x"
    assert type(dollars(1).currency) is str


@given(st.builds(Money, st.integers(0, LARGEST_MINOR), currencies), st.integers(1, 120))
@example(pesos(10_000_000), 7)
@example(pesos(2), 3)
def test_parts_sum_to_the_centavo_and_only_the_first_differs(money, count):
    parts = money.split(count)
    assert len(parts) == count
    assert sum(part.minor for part in parts) == money.minor
    assert {part.currency for part in parts} == {money.currency}
    assert len(set(parts[1:])) <= 1
    assert 0 <= parts[0].minor - parts[-1].minor < count


def test_seven_parts_of_a_hundred_thousand_give_the_odd_centavo_to_the_first():
    assert [part.minor for part in pesos(10_000_000).split(7)] == [1_428_574, *[1_428_571] * 6]


@pytest.mark.parametrize(("minor", "count"), [(100, 0), (100, -1), (-100, 2)])
def test_what_cannot_be_cut_is_refused(minor, count):
    with pytest.raises(ValueError, match="cannot be cut"):
        pesos(minor).split(count)


@pytest.mark.parametrize(
    "mix",
    [
        lambda: pesos(1) + dollars(1),
        lambda: pesos(1) - dollars(1),
        lambda: pesos(1) < dollars(1),
        lambda: pesos(1) >= dollars(1),
    ],
)
def test_pesos_and_dollars_never_mix(mix):
    with pytest.raises(CurrencyMismatch):
        mix()


def test_a_refusal_reads_as_a_sentence():
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context(), pytest.raises(CurrencyMismatch) as refusal:
        pesos(1) + dollars(1)
    with app.test_request_context():
        assert "(MXN and USD)" in str(refusal.value)


@pytest.mark.parametrize("other", [1, Decimal(1), 1.0, None, "1"])
def test_money_does_not_add_to_a_bare_number(other):
    with pytest.raises(TypeError):
        pesos(1) + other
    with pytest.raises(TypeError):
        assert pesos(1) < other


@pytest.mark.parametrize("count", [Decimal("1.5"), 1.5, True, "2"])
def test_only_whole_counts_multiply_without_rounding(count):
    with pytest.raises(TypeError):
        pesos(1) * count


@pytest.mark.parametrize("minor", [1.0, Decimal(1), "1", True, None])
def test_minor_units_are_whole(minor):
    with pytest.raises(TypeError):
        Money(minor, "MXN")


@pytest.mark.parametrize("currency", ["EUR", "mxn", "", None])
def test_other_currencies_are_refused(currency):
    with pytest.raises(ValueError, match="is not a valid Currency"):
        Money(1, currency)


def test_amounts_beyond_twelve_digits_are_refused():
    assert pesos(LARGEST_MINOR).decimal == Decimal("999999999999.99")
    for too_much in (
        lambda: pesos(LARGEST_MINOR + 1),
        lambda: pesos(-LARGEST_MINOR - 1),
        lambda: pesos(LARGEST_MINOR) + pesos(1),
        lambda: pesos(LARGEST_MINOR) * 2,
    ):
        with pytest.raises(AmountOutOfRange):
            too_much()


@pytest.mark.parametrize(
    ("minor", "factor", "rounded"),
    [
        (100, "0.125", 13),  # 12.5
        (-100, "0.125", -13),
        (100, "0.1249999999999999999999999999999999", 12),
        (101, "16.5", 1667),  # 1666.5
        (10**13, "1.23456789012345678901234567", 12345678901235),
        (7, "0", 0),
    ],
)
def test_times_rounds_half_away_from_zero(minor, factor, rounded):
    assert pesos(minor).times(Decimal(factor)) == pesos(rounded)


@pytest.mark.parametrize("factor", ["NaN", "sNaN", "Infinity", "-Infinity", "1E+999999", "1E+20"])
def test_times_refuses_what_does_not_fit(factor):
    with pytest.raises(AmountOutOfRange):
        pesos(100).times(Decimal(factor))


def test_totals_keep_currencies_apart():
    assert by_currency([dollars(5), pesos(1), pesos(2)]) == {"MXN": pesos(3), "USD": dollars(5)}
    assert list(by_currency([dollars(5), pesos(1)])) == ["MXN", "USD"]
    assert by_currency([]) == {}


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("1250", 125000),
        ("1,250.00", 125000),
        ("1 250.00", 125000),
        ("  1250.5 ", 125050),
        ("0", 0),
        ("0.07", 7),
        ("007", 700),
        ("999,999,999,999.99", LARGEST_MINOR),
        ("999999999999.99", LARGEST_MINOR),
    ],
)
def test_amounts_are_read(text, minor):
    assert parse_money(text, "MXN") == pesos(minor)


@pytest.mark.parametrize(
    "text",
    [
        *("", "--", "1.234", "1,25", "1.250,00", "12,50", "1,2500", ",250", "1250.", ".5"),
        *("1,250 000", "1 250,000", "1,,250", "1..2", "1.2.3", "-1", "+1", "1e3", "1_000", "0x1"),
        *("NaN", "sNaN", "inf", "Infinity", "1e309", "٣", "１２", "1٫5", "$1", "1 MXN"),
        *("1234567890123", "1,234,567,890,123", "1\u200b0", "1\u00a0250", "1\x00", "1\n", "\t1"),
        *("9" * 100_000, "1," * 50_000),
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(NotAnAmount):
        parse_money(text, "MXN")


@given(st.text())
def test_reading_any_text_gives_money_or_a_refusal(text):
    try:
        money = parse_money(text, "USD")
    except NotAnAmount:
        return
    assert text.isascii()
    assert parse_money(grouped(money), "USD") == money


@given(st.integers(0, LARGEST_MINOR), currencies)
def test_what_is_printed_reads_back(minor, currency):
    money = Money(minor, currency)
    assert parse_money(grouped(money), currency) == money
    assert parse_money(str(money.decimal), currency) == money


@pytest.mark.parametrize(
    ("money", "printed"),
    [
        (pesos(125000), "$1,250.00 MXN"),
        (dollars(123450), "US$1,234.50 USD"),
        (pesos(-5), "-$0.05 MXN"),
        (dollars(-100000000), "-US$1,000,000.00 USD"),
        (pesos(LARGEST_MINOR), "$999,999,999,999.99 MXN"),
    ],
)
def test_money_prints_with_its_currency(money, printed):
    assert format_money(money) == printed


@given(moneys)
@example(pesos(-1))
def test_the_decimal_is_exact(money):
    assert money.decimal * 100 == money.minor
    assert money.decimal.as_tuple().exponent == -2


def test_money_is_stored_as_two_columns():
    class Base(DeclarativeBase):
        pass

    class Gift(Base):
        __tablename__ = "gift"
        id: Mapped[int] = mapped_column(primary_key=True)
        amount: Mapped[Money] = composite(
            mapped_column("amount_minor", BigInteger), mapped_column("currency", String(3))
        )
        goal_minor: Mapped[int | None] = mapped_column(BigInteger, nullable=True)
        goal_currency: Mapped[str | None] = mapped_column(String(3), nullable=True)
        goal: Mapped[Money | None] = composite(goal_minor, goal_currency)

    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    # Where the rooms are loaded too, no query runs without saying for which chapter.
    with tenancy.all_chapters(), Session(engine) as session:
        session.add_all([Gift(amount=pesos(5)), Gift(amount=dollars(7), goal=dollars(9))])
        session.commit()
        first, second = session.scalars(select(Gift).order_by(Gift.id))
        assert (first.amount, first.goal) == (pesos(5), None)
        assert (second.amount, second.goal) == (dollars(7), dollars(9))
        assert session.scalar(select(Gift.id).where(Gift.amount == dollars(7))) == second.id
    engine.dispose()
