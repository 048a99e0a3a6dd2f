"""Money in pesos or dollars: the only rounding, parsing, printing and spelling of amounts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, Overflow, localcontext
from enum import StrEnum
from functools import total_ordering
from typing import Self

from flask_babel import lazy_gettext as _l
from num2words import num2words

from relief.core.errors import ReliefError

LARGEST_MINOR = 10**14 - 1
"""Twelve digits and two decimals, in centavos or cents."""


class Currency(StrEnum):
    """What gifts may be counted in; plants of US parents give dollars."""

    MXN = "MXN"
    USD = "USD"


class CurrencyMismatch(ReliefError):
    """Pesos met dollars in one sum or comparison."""

    message = _l(
        "These amounts are in different currencies (%(left)s and %(right)s). "
        "Keep pesos and dollars apart."
    )


class AmountOutOfRange(ReliefError):
    """An amount has more than twelve digits before the point."""

    message = _l("The amount is too large. The largest that fits is 999,999,999,999.99.")


class NotAnAmount(ReliefError):
    """What was typed cannot be read as an amount."""

    message = _l("Write the amount with digits, for example 1,250.00.")


@total_ordering
@dataclass(frozen=True, order=False)
class Money:
    """An exact amount: `minor` in centavos or cents, `currency` an ISO 4217 code.

    Serves as an SQLAlchemy composite over a BIGINT and a currency column; for an amount that may
    be absent say `Mapped[Money | None] = composite(minor, currency)`, without the class, over
    columns that state `nullable=True`, or SQLAlchemy builds Money of nothing. Raises TypeError when
    `minor` is not an int, ValueError for a currency we do not keep, AmountOutOfRange beyond
    `LARGEST_MINOR` either way.
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError(f"Money counts whole minor units, not {type(self.minor).__name__}")
        if abs(self.minor) > LARGEST_MINOR:
            raise AmountOutOfRange
        # A plain string, so that every database driver binds it in the same way.
        object.__setattr__(self, "currency", Currency(self.currency).value)

    @classmethod
    def zero(cls, currency: str) -> Self:
        """Nothing, in that currency."""
        return cls(0, currency)

    @property
    def decimal(self) -> Decimal:
        """The amount in pesos or dollars, always with two decimals."""
        return Decimal(self.minor).scaleb(-2)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._minor_of(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._minor_of(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __abs__(self) -> "Money":
        return Money(abs(self.minor), self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._minor_of(other)

    def __mul__(self, count: int) -> "Money":
        """So many times the amount; a fraction goes through `times`, which rounds."""
        if type(count) is not int:
            return NotImplemented
        return Money(self.minor * count, self.currency)

    __rmul__ = __mul__

    def __str__(self) -> str:
        return f"{self.decimal} {self.currency}"

    def times(self, factor: Decimal) -> "Money":
        """Multiply and round half away from zero: the only rounding of money in the house.

        Raises AmountOutOfRange when the product does not fit or is not a number.
        """
        with localcontext(prec=80):
            try:
                product = (Decimal(self.minor) * factor).quantize(Decimal(1), ROUND_HALF_UP)
            except (InvalidOperation, Overflow) as error:
                raise AmountOutOfRange from error
        if not product.is_finite():
            raise AmountOutOfRange
        return Money(int(product), self.currency)

    def split(self, parts: int) -> "list[Money]":
        """Cut into equal parts that sum to the amount exactly; the odd centavos go to the first.

        Raise ValueError for less than one part, or for an amount below zero.
        """
        if parts < 1 or self.minor < 0:
            raise ValueError(f"{self} cannot be cut into {parts} parts")
        each, odd = divmod(self.minor, parts)
        return [Money(each + odd, self.currency)] + [Money(each, self.currency)] * (parts - 1)

    def _minor_of(self, other: object) -> int:
        if not isinstance(other, Money):
            raise TypeError(f"Money does not mix with {type(other).__name__}")
        if other.currency != self.currency:
            raise CurrencyMismatch(left=self.currency, right=other.currency)
        return other.minor


def by_currency(amounts: Iterable[Money]) -> dict[str, Money]:
    """Total each currency by itself, pesos before dollars; absent currencies stay absent."""
    totals: dict[str, Money] = {}
    for amount in amounts:
        totals[amount.currency] = totals.get(amount.currency, Money.zero(amount.currency)) + amount
    return dict(sorted(totals.items()))


# [0-9] and not \d, which also means Arabic, full-width and other digits.
_AMOUNT = re.compile(
    r"(?P<whole>[0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,3}(?: [0-9]{3}){1,3})"
    r"(?:\.(?P<cents>[0-9]{1,2}))?"
)
_LONGEST_AMOUNT = len("999,999,999,999.99")


def parse_money(text: str, currency: str) -> Money:
    """Read `1250`, `1,250.00` or `1 250.5`, in every language alike.

    One to twelve ASCII digits, at most two decimals after a point, groups of three or none;
    never negative. Raises NotAnAmount for anything else.
    """
    text = text.strip(" ")
    match = _AMOUNT.fullmatch(text) if len(text) <= _LONGEST_AMOUNT else None
    if match is None:
        raise NotAnAmount
    whole = int(match["whole"].replace(",", "").replace(" ", ""))
    cents = int((match["cents"] or "").ljust(2, "0"))
    return Money(whole * 100 + cents, currency)


_SIGNS = {Currency.MXN: "$", Currency.USD: "US$"}


def format_money(money: Money) -> str:
    """Print as `$1,250.00 MXN` or `US$1,234.50 USD`, in Spanish and English alike.

    Mexico and the United States group and point in the same way; babel's own patterns print
    dollars without a space in es_MX, and pesos as MX$ in English.
    """
    minus = "-" if money.minor < 0 else ""
    return f"{minus}{_SIGNS[Currency(money.currency)]}{grouped(abs(money))} {money.currency}"


def grouped(money: Money) -> str:
    """Print the figure alone, as `1,250.00`: what a person would type again in a form."""
    return f"{money.decimal:,.2f}"


_SPANISH_UNITS = {
    Currency.MXN: ("PESO", "PESOS", "M.N."),
    Currency.USD: ("DÓLAR", "DÓLARES", "USD"),
}
_ENGLISH_UNITS = {
    Currency.MXN: ("PESO", "PESOS", "MXN"),
    Currency.USD: ("DOLLAR", "DOLLARS", "USD"),
}


def amount_in_words(money: Money, language: str) -> str:
    """Spell as papers do: `(VEINTIDÓS MILLONES DE PESOS 00/100 M.N.)`.

    `language` is a locale code; everything but Spanish reads in English. Raises ValueError
    for a negative amount, which no paper states.
    """
    if money.minor < 0:
        raise ValueError("A paper does not spell a negative amount")
    spanish = language.startswith("es")
    units = _SPANISH_UNITS if spanish else _ENGLISH_UNITS
    one, many, suffix = units[Currency(money.currency)]
    whole, cents = divmod(money.minor, 100)
    words = _spanish_words(whole) if spanish else _english_words(whole)
    return f"({words} {one if whole == 1 else many} {cents:02d}/100 {suffix})"


def _spanish_words(whole: int) -> str:
    # Only the currency mode shortens «uno» before a noun, and it reads an int as centavos.
    amount = Decimal(whole).quantize(Decimal("0.01"))
    spelled = num2words(amount, lang="es", to="currency", currency="MXN")
    words = re.sub(r" pesos? con cero centavos$", "", spelled).upper()
    # Whole millions take «de» before what they count.
    return f"{words} DE" if words.endswith(("MILLÓN", "MILLONES")) else words


def _english_words(whole: int) -> str:
    # American papers write neither commas nor «and» inside a number.
    words: str = num2words(whole, lang="en")
    return words.replace(",", "").replace(" and ", " ").upper()
