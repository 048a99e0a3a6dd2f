"""ReceiptFacts: every word that a receipt prints, frozen when it is issued."""

from dataclasses import dataclass
from datetime import date, datetime

from relief.chapters.facts import IssuerFacts
from relief.core.facts import Facts
from relief.core.money import Money

CASH, IN_KIND = "cash", "in_kind"


@dataclass(frozen=True, kw_only=True)
class PartyFacts(Facts):
    """The donor as the receipt names it; what is unknown stays empty and unprinted."""

    name: str
    rfc: str = ""
    ein: str = ""
    tax_regime: str = ""
    postal_code: str = ""
    address: str = ""
    city: str = ""
    country: str = ""


@dataclass(frozen=True, kw_only=True)
class LineFacts(Facts):
    """One thing given. Money in minor units of the receipt's currency."""

    description: str
    amount_minor: int
    quantity: str = ""  # a decimal number as text: `1200` or `12.5`
    unit: str = ""
    unit_value_minor: int | None = None
    lot: str = ""
    expires_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class PaymentFacts(Facts):
    """How and when money arrived. The rate is pesos per dollar as text, for gifts in USD."""

    method: str
    paid_on: date
    reference: str = ""
    rate: str = ""
    rate_source: str = ""
    rate_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ReceiptFacts(Facts):
    """A receipt of donation in money or in kind.

    `issued_at` is aware and already in the chapter's own time: papers print, they do not convert.
    `total_minor` is in centavos or cents; `amount_in_words` comes from `relief.core.money`.
    """

    kind: str  # cash or in_kind
    language: str  # a locale: es_MX or en
    folio: str  # DON-2026-00001
    issued_on: date
    issued_at: datetime
    issuer: IssuerFacts
    donor: PartyFacts
    lines: tuple[LineFacts, ...]
    total_minor: int
    currency: str
    amount_in_words: str
    check_url: str
    check_code: str
    chain_head: str = ""
    campaign: str = ""
    payment: PaymentFacts | None = None
    pledge_reference: str = ""
    intake_reference: str = ""
    received_on: date | None = None
    legend: str = ""
    replaces: str = ""  # the folio of the voided receipt in whose place this one stands

    @property
    def total(self) -> Money:
        """Return what the receipt acknowledges."""
        return Money(self.total_minor, self.currency)

    def amount_of(self, line: LineFacts) -> Money:
        """Return what one line of the receipt is worth."""
        return Money(line.amount_minor, self.currency)


@dataclass(frozen=True, kw_only=True)
class VoidFacts(Facts):
    """Why and by whom a receipt stopped counting; `voided_at` is in the chapter's own time."""

    voided_on: date
    voided_at: datetime
    reason: str
    voided_by: str
    check_url: str
    check_code: str
    chain_head: str = ""
    replaced_by: str = ""  # the folio of the receipt that stands in its place
