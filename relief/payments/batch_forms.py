"""What a person may type about a pile of cheques or notes."""

from typing import Any

from flask_babel import lazy_gettext as _l

from relief.core.forms import (
    ChoiceField,
    DayField,
    FromAddress,
    LineField,
    MoneyField,
    NotesField,
    PickField,
    QtyField,
    ReliefForm,
    TokenField,
    YesNoField,
)
from relief.core.money import Currency, Money
from relief.core.words import choices
from relief.payments import words  # noqa: F401 - registers the words
from relief.payments.batches import COUNTABLE
from relief.payments.forms import CURRENCIES, today
from relief.payments.models import BatchStatus, Method

MOST_PAPERS = 500


class CountForm(ReliefForm):
    """What was counted by hand."""

    counted = QtyField(_l("How many papers"), max=MOST_PAPERS)
    total = MoneyField(_l("Their total"), currency_field="currency")
    currency = ChoiceField(_l("Currency"), labels=CURRENCIES, default=Currency.MXN)


class BatchForm(CountForm):
    """A new batch: counted first, typed second."""

    nonce = TokenField()
    campaign = PickField(_l("Campaign"), blank=_l("Choose a campaign"))
    method = ChoiceField(
        _l("What they are"),
        labels={each: choices(Method)[each] for each in COUNTABLE},
        radio=True,
        default=Method.CHEQUE,
    )
    received_on = DayField(_l("Day they arrived"), latest=today, default=today)
    note = NotesField(_l("Note"), max=500, required=False)


class PaperForm(ReliefForm):
    """One cheque, or one gift of notes, in the currency of its batch."""

    nonce = TokenField()
    pledge = PickField(_l("Pledge that it pays"), blank=_l("no pledge"), required=False)
    donor = PickField(_l("Donor"), blank=_l("that of the pledge"), required=False)
    amount = MoneyField(_l("Amount"))
    bank_reference = LineField(_l("Cheque number"), max=80, required=False)
    allow_over = YesNoField(_l("The donor did pay more than what is outstanding"))

    def __init__(self, *args: Any, currency: str = Currency.MXN, **values: Any) -> None:
        super().__init__(*args, **values)
        # Asked for with cheques only, and then it is not optional.
        self.bank_reference.flags.conditional = True
        if self.amount.data is not None:
            self.amount.data = Money(self.amount.data.minor, currency)


class CancelForm(ReliefForm):
    """Why a batch is given up."""

    reason = NotesField(_l("Reason"), max=500)


class FilterForm(FromAddress):
    """What the list may be narrowed by; read from the address."""

    status = ChoiceField(_l("State"), labels=choices(BatchStatus), required=False, blank=_l("any"))
