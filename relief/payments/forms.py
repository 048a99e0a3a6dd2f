"""What a person may type about a payment."""

from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.widgets import HiddenInput

from relief.chapters.queries import get_chapter
from relief.core import clock, tenancy
from relief.core.forms import (
    ChoiceField,
    DayField,
    FromAddress,
    LineField,
    MoneyField,
    NotesField,
    PickField,
    ReliefForm,
    TokenField,
    YesNoField,
)
from relief.core.money import Currency
from relief.core.words import choices
from relief.payments import words  # noqa: F401 - registers the words
from relief.payments.models import BY_HAND, Method, PaymentStatus, ReversalKind
from relief.payments.queries import Sought
from relief.payments.rated import RateGiven
from relief.rates.actions import FIX, micros_of
from relief.rates.forms import PesosField

CURRENCIES = {currency: currency.value for currency in Currency}


def today() -> date:
    """Return the date on the chapter's wall."""
    return clock.today(get_chapter(tenancy.chapter_id()).zone)


def _rate(pesos: Decimal, on: date, source: str) -> RateGiven:
    return RateGiven(micros=micros_of(pesos), on=on, source=source or FIX)


class RateForm(ReliefForm):
    """What a dollar was worth in pesos when it came."""

    pesos = PesosField(_l("Pesos for a dollar"))
    rate_on = DayField(_l("Day of the exchange rate"), latest=today)
    rate_source = LineField(_l("Source of the exchange rate"), max=40, default=FIX)

    def given(self) -> RateGiven:
        """Return the rate that was typed. Raise as `micros_of` does."""
        return _rate(self.pesos.data, self.rate_on.data, self.rate_source.data)


class PaymentForm(ReliefForm):
    """Money that arrived for a pledge. A rate is typed for dollars only, and may be left out."""

    nonce = TokenField()
    amount = MoneyField(_l("Amount"), currency_field="currency")
    currency = ChoiceField(_l("Currency"), labels=CURRENCIES, default=Currency.MXN)
    pesos = PesosField(_l("Pesos for a dollar"), required=False)
    rate_on = DayField(_l("Day of the exchange rate"), latest=today, required=False)
    rate_source = LineField(_l("Source of the exchange rate"), max=40, required=False)
    method = ChoiceField(
        _l("Form of payment"),
        labels={each: choices(Method)[each] for each in BY_HAND},
        radio=True,
        default=Method.TRANSFER,
    )
    received_on = DayField(_l("Day it arrived"), latest=today, default=today)
    bank_reference = LineField(_l("Bank reference or cheque number"), max=80, required=False)
    note = NotesField(_l("Note"), max=1000, required=False)
    allow_over = YesNoField(_l("The donor did pay more than what is outstanding"))

    def arrival(self) -> dict[str, Any]:
        """Return what was typed, by the words of `record_payment`. Raise as `micros_of` does."""
        names = ("amount", "nonce", "allow_over", "method", "received_on", "bank_reference", "note")
        return {**{name: self[name].data for name in names}, "rate": self.given()}

    def given(self) -> RateGiven | None:
        """Return the rate that was typed, of the day of arrival unless said otherwise; None for none.

        Raise as `micros_of` does.
        """
        if self.pesos.data is None:
            return None
        on = self.rate_on.data or self.received_on.data
        return _rate(self.pesos.data, on, self.rate_source.data)


class FreePaymentForm(PaymentForm):
    """Money that arrived without a pledge."""

    donor = PickField(_l("Donor"), blank=_l("Choose a donor"))
    campaign = PickField(_l("Campaign"), blank=_l("Choose a campaign"))


class ReverseForm(ReliefForm):
    """The undoing of a payment."""

    kind = ChoiceField(_l("What happened"), labels=choices(ReversalKind), radio=True)
    reversed_on = DayField(_l("Day it happened"), latest=today, default=today)
    reason = NotesField(_l("Reason"), max=500)


class RefundForm(ReliefForm):
    """Money that goes back to the donor; the view sets currency and amount to what is left."""

    nonce = TokenField()
    amount = MoneyField(_l("Amount to refund"))
    refunded_on = DayField(_l("Day of the refund"), latest=today, default=today)
    bank_reference = LineField(_l("Bank reference or cheque number"), max=80, required=False)
    by_hand = YesNoField(_l("It was given back by hand, not through the payment provider"))
    reason = NotesField(_l("Reason"), max=500)


class PledgeForm(FromAddress):
    """For which pledge money arrived; read from the address."""

    pledge = PickField(_l("Pledge"), blank=_l("Choose a pledge"), required=False)


class FilterForm(FromAddress):
    """What the list may be narrowed by; read from the address."""

    q = LineField(_l("Donor or reference"), max=80, required=False)
    status = ChoiceField(
        _l("State"), labels=choices(PaymentStatus), required=False, blank=_l("any")
    )
    method = ChoiceField(
        _l("Form of payment"), labels=choices(Method), required=False, blank=_l("any")
    )
    campaign = PickField(_l("Campaign"), required=False, blank=_l("any"))
    donor = PickField(_l("Donor"), required=False, widget=HiddenInput())
    since = DayField(_l("From"), required=False)
    until = DayField(_l("Until"), required=False)
    without_rate = YesNoField(_l("Dollars without an exchange rate"))

    def sought(self) -> Sought:
        """Return what was asked for; a filter that cannot be read asks for nothing."""
        return Sought(
            text=self.q.data or "",
            status=self.status.data,
            method=self.method.data,
            campaign_id=self.campaign.data,
            donor_id=self.donor.data,
            since=self.since.data,
            until=self.until.data,
            without_rate=self.without_rate.data,
        )
