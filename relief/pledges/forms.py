"""What a donor types to pledge, and what staff type to answer and to search."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FormField
from wtforms.validators import ValidationError
from wtforms.widgets import HiddenInput

from relief.core.forms import (
    ChoiceField,
    EinField,
    EmailLineField,
    LineField,
    MoneyField,
    NotesField,
    PhoneField,
    PickField,
    PostalCodeField,
    QtyField,
    ReliefForm,
    RfcField,
    RowForm,
    RowsField,
    TokenField,
    YesNoField,
)
from relief.core.money import Currency
from relief.core.pdf.fonts import CannotBeDrawn, ensure_drawable
from relief.core.words import choices
from relief.donors.regimes import REGIMES
from relief.pledges import words  # noqa: F401 - registers the words
from relief.pledges.errors import NothingPledged
from relief.pledges.models import LineKind, PledgeStatus

MOST_GOODS = 10
LANGUAGES = {"es": "Español", "en": "English"}


def drawable(_form: Any, field: Any) -> None:
    """Refuse what a receipt could not print, naming the characters, while the donor is still here."""
    try:
        ensure_drawable(field.data)
    except CannotBeDrawn as refusal:
        raise ValidationError(str(refusal)) from refusal


class GoodsRow(RowForm):
    """One kind of goods; a row left empty is no row."""

    item = PickField(_l("Item"), required=False, blank=_l("Choose from the list"))
    quantity = QtyField(_l("How many"), required=False, max=10_000_000)
    description = LineField(
        _l("Details"),
        max=120,
        required=False,
        validators=[drawable],
        description=_l("Brand, size, presentation, when you can deliver."),
    )
    value = MoneyField(_l("Declared value of the whole line, in pesos"), required=False)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.item.flags.conditional = self.quantity.flags.conditional = True

    @property
    def is_typed(self) -> bool:
        """Say whether anything was written in this row."""
        return any(f.typed for f in (self.item, self.quantity, self.description, self.value))

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the item and the quantity of a row that was begun."""
        sound: bool = super().validate(extra_validators)
        for f in (self.item, self.quantity):
            if self.is_typed and f.data is None and not f.errors:
                f.errors = [str(f.asks)]
                sound = False
        return sound


class GiftForm(ReliefForm):
    """What is given: money, goods, or both."""

    nonce = TokenField()
    amount = MoneyField(
        _l("Amount"),
        required=False,
        currency_field="currency",
        description=_l("For example 25,000.00. Leave it empty if you only give goods."),
    )
    currency = ChoiceField(
        _l("Currency"),
        labels={
            Currency.MXN: _l("Mexican pesos (MXN)"),
            Currency.USD: _l("United States dollars (USD)"),
        },
        required=False,
        default=Currency.MXN,
    )
    goods = RowsField(FormField(GoodsRow), label=_l("Goods"), min_entries=1, max_entries=11)

    def offer(self, items: Sequence[tuple[UUID, str]], *, cash: bool, goods: bool) -> None:
        """Keep only what the campaign takes, and offer the items of the catalogue."""
        if cash:
            self.currency.flags.conditional = True
        else:
            del self.amount
            del self.currency
        if not goods:
            del self.goods
            return
        for row in self.goods.entries:
            row.form.item.options = items

    def rows(self) -> list[GoodsRow]:
        """Return the rows that were written."""
        entries = self.goods.entries if "goods" in self else []
        return [row.form for row in entries if row.form.is_typed]

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for something, and for no more rows than a pledge may have."""
        if not super().validate(extra_validators):
            return False
        rows = self.rows()
        if len(rows) > MOST_GOODS:
            most = _("At most %(most)s kinds of goods fit in one pledge.", most=MOST_GOODS)
            self.goods.errors = [most]
            return False
        if not rows and not ("amount" in self and self.amount.data):
            self.refuse(NothingPledged())
            return False
        return True


class GiverForm(ReliefForm):
    """Who gives, where to write, and what the receipt needs."""

    name = LineField(_l("Company or person who gives"), max=120, validators=[drawable])
    contact_name = LineField(_l("Your name"), max=120, validators=[drawable])
    email = EmailLineField(_l("E-mail"))
    phone = PhoneField(_l("Telephone"), required=False)
    language = ChoiceField(_l("We write to you in"), labels=LANGUAGES, radio=True, default="es")
    wants_receipt = YesNoField(_l("I want a donation receipt"), default=True)
    rfc = RfcField(_l("RFC"), required=False)
    tax_regime = ChoiceField(
        _l("Tax regime"), labels=REGIMES, required=False, blank=_l("Choose from the list")
    )
    postal_code = PostalCodeField(_l("Postal code of the tax address"), required=False)
    ein = EinField(
        _l("EIN of the parent company"),
        required=False,
        description=_l("Only if the gift comes from a company in the United States."),
    )
    anonymous = YesNoField(_l("Do not publish our name"))
    message = NotesField(_l("Message for the hospitals"), max=1000, required=False)
    consent = YesNoField(
        _l("I have read the privacy notice and agree to the use of my data"), required=True
    )


class ReasonForm(ReliefForm):
    """Why a pledge is declined or cancelled."""

    reason = NotesField(_l("Reason"), max=500, description=_l("The donor will read it."))


class DonorReasonForm(ReliefForm):
    """Why a donor takes their own pledge back."""

    reason = NotesField(_l("Reason"), max=500)


class FilterForm(ReliefForm):
    """What the list may be narrowed by; read from the address."""

    class Meta(ReliefForm.Meta):
        csrf = False

    q = LineField(_l("Reference or donor"), max=80, required=False)
    status = ChoiceField(_l("State"), labels=choices(PledgeStatus), required=False, blank=_l("any"))
    campaign = PickField(_l("Campaign"), required=False, blank=_l("any"))
    kind = ChoiceField(_l("Gift"), labels=choices(LineKind), required=False, blank=_l("any"))
    donor = PickField(_l("Donor"), required=False, widget=HiddenInput())
