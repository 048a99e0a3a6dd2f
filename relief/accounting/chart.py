"""Which two accounts each fact moves: one is charged, the other credited, by the same amount."""

from dataclasses import dataclass

from relief.accounting.models import Account, Fact
from relief.core.money import Currency
from relief.payments.models import Method, ReversalKind

USUAL: dict[Account, tuple[str, str]] = {
    Account.CASH_BOX: ("101-01", "Caja"),
    Account.BANK_MXN: ("102-01", "Bancos, moneda nacional"),
    Account.BANK_USD: ("102-02", "Bancos, dólares"),
    Account.ONLINE: ("102-03", "Cobros en línea por depositar"),
    Account.INVENTORY: ("115-01", "Inventario de donativos en especie"),
    Account.GIFTS: ("401-01", "Donativos en efectivo"),
    Account.GIFTS_IN_KIND: ("401-02", "Donativos en especie"),
    Account.GIVEN_BACK: ("402-01", "Devoluciones de donativos"),
    Account.DISPUTES_LOST: ("402-02", "Contracargos"),
}
"""Codes and names until the chapter writes its own; in Spanish, as its accountant reads them."""


@dataclass(frozen=True)
class Means:
    """How money came: its form, its currency, and whether the payment provider brought it."""

    method: Method | None
    online: bool
    currency: str


def accounts_of(fact: Fact, means: Means, cause: str = "") -> tuple[Account, Account]:
    """Return what a fact charges and what it credits; `cause` is the kind of a reversal."""
    money = _money(means)
    if fact in {Fact.IN_KIND, Fact.PURCHASE}:
        # What was bought is no gift: its money was one when it came.
        return Account.INVENTORY, Account.GIFTS_IN_KIND if fact is Fact.IN_KIND else money
    if fact is Fact.PAYMENT:
        return money, Account.GIFTS
    if fact is Fact.REVERSAL and cause != ReversalKind.RETURNED:
        # A bounced or mistaken payment never was a gift.
        return Account.GIFTS, money
    back = Account.DISPUTES_LOST if fact is Fact.DISPUTE_LOST else Account.GIVEN_BACK
    return (money, back) if fact is Fact.REFUND_FAILED else (back, money)


def _money(means: Means) -> Account:
    if means.online or means.method in {Method.CARD, Method.OXXO}:
        return Account.ONLINE
    if means.method is Method.CASH:
        return Account.CASH_BOX
    return Account.BANK_USD if means.currency == Currency.USD else Account.BANK_MXN
