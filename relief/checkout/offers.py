"""Which ways to pay an amount has, as the provider's own rules say."""

from relief.checkout.errors import AmountTooLarge, AmountTooSmall, WayNotOffered
from relief.checkout.models import Way
from relief.core.money import Currency, Money, format_money

# OXXO: pesos only, no voucher above ten thousand. Transfers to a Mexican account: pesos only.
MOST_AT_OXXO = Money(10_000_00, Currency.MXN)
# The provider moves nothing smaller (ten pesos, half a dollar).
LEAST: dict[str, Money] = {
    Currency.MXN: Money(10_00, Currency.MXN),
    Currency.USD: Money(50, Currency.USD),
}
# Eight digits, as the library's own words about an amount say.
MOST_MINOR = 99_999_999


def ways_for(amount: Money) -> list[Way]:
    """Return the ways to pay an amount, the quickest first; dollars go by card alone."""
    if amount.currency != Currency.MXN:
        return [Way.CARD]
    return [Way.CARD, *([Way.OXXO] if amount <= MOST_AT_OXXO else []), Way.SPEI]


def refuse_unpayable(amount: Money, way: Way) -> None:
    """Raise AmountTooSmall, AmountTooLarge or WayNotOffered for what the provider would not take."""
    least = LEAST[amount.currency]
    if amount < least:
        raise AmountTooSmall(least=format_money(least))
    if amount.minor > MOST_MINOR:
        raise AmountTooLarge(most=format_money(Money(MOST_MINOR, amount.currency)))
    if way not in ways_for(amount):
        raise WayNotOffered
