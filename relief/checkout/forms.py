"""What a donor types to pay online, and what staff narrow and note."""

from flask_babel import lazy_gettext as _l

from relief.checkout import words  # noqa: F401 - registers the words
from relief.checkout.models import EventState, SessionStatus, Way
from relief.checkout.offers import ways_for
from relief.core.forms import (
    ChoiceField,
    EmailLineField,
    FromAddress,
    LineField,
    MoneyField,
    NotesField,
    ReliefForm,
    RfcField,
    TokenField,
    YesNoField,
    drawable,
)
from relief.core.money import Currency, Money
from relief.core.words import choices

WAYS = {
    Way.CARD: _l("Card: credit or debit. We know at once."),
    Way.OXXO: _l(
        "Cash at OXXO, up to $10,000.00 MXN: you get a voucher to pay in a shop within three days. "
        "We know the next working day."
    ),
    Way.SPEI: _l(
        "Bank transfer (SPEI): you get a CLABE for this payment alone. We know within a working day."
    ),
}
"""Each way in a sentence that says how long it takes."""


class PayForm(ReliefForm):
    """How much of a pledge is paid now, and in which way."""

    nonce = TokenField()
    amount = MoneyField(_l("Amount"))
    way = ChoiceField(_l("How do you want to pay?"), labels=WAYS, radio=True, default=Way.CARD)

    def offer(self, amount: Money) -> None:
        """Offer the ways that an amount has; its currency is that of the field."""
        self.way.options = [(way, WAYS[way]) for way in ways_for(amount)]


class GiveForm(ReliefForm):
    """A gift without a pledge: who, how much, and in which way."""

    nonce = TokenField()
    amount = MoneyField(_l("Amount"), currency_field="currency")
    currency = ChoiceField(
        _l("Currency"),
        labels={
            Currency.MXN: _l("Mexican pesos (MXN)"),
            Currency.USD: _l("United States dollars (USD)"),
        },
        default=Currency.MXN,
    )
    way = ChoiceField(_l("How do you want to pay?"), labels=WAYS, radio=True, default=Way.CARD)
    name = LineField(_l("Company or person who gives"), max=120, validators=[drawable])
    email = EmailLineField(_l("E-mail"))
    rfc = RfcField(_l("RFC"), required=False)
    consent = YesNoField(
        _l("I have read the privacy notice and agree to the use of my data"), required=True
    )


class SessionFilter(FromAddress):
    """What the list of attempts may be narrowed by; read from the address."""

    q = LineField(_l("Donor"), max=80, required=False)
    status = ChoiceField(
        _l("State"), labels=choices(SessionStatus), required=False, blank=_l("any")
    )


class EventFilter(FromAddress):
    """What the list of notices may be narrowed by; read from the address."""

    state = ChoiceField(_l("State"), labels=choices(EventState), required=False, blank=_l("any"))


class ReviewForm(ReliefForm):
    """What a person did about a notice."""

    note = NotesField(_l("What was done about it"), max=500)
