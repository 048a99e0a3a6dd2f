"""What a person may type about their chapter."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from relief.core.forms import (
    ClabeField,
    DayField,
    EmailLineField,
    LineField,
    MoneyField,
    NotesField,
    PhoneField,
    QtyField,
    ReliefForm,
    RfcField,
    YesNoField,
)
from relief.core.money import Currency, Money

USUAL_TERM_DAYS = 30


class LimitField(MoneyField):
    """An amount that the row keeps as bare centavos or cents; nothing at all is a limit too."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(label, least=0, **options)

    def process_data(self, value: Any) -> None:
        """Show the row's figure as the money it is."""
        super().process_data(Money(value, self.currency) if isinstance(value, int) else value)


class ChapterForm(ReliefForm):
    """The legal identity that papers print, the account that donors pay into, and the notice."""

    name = LineField(_l("Name on screen"), max=80)
    legal_name = LineField(_l("Legal name"), max=200)
    rfc = RfcField(_l("RFC"))
    address = LineField(_l("Address"), max=300)
    city = LineField(_l("City"), max=80)
    state = LineField(_l("State (of the country)"), max=80)
    email = EmailLineField(_l("E-mail"))
    phone = PhoneField(_l("Telephone"), required=False)
    website = LineField(_l("Website"), max=120, required=False)
    signatory_name = LineField(_l("Who signs receipts"), max=120)
    signatory_title = LineField(_l("Position of who signs"), max=120)
    is_donataria = YesNoField(_l("Authorised donee (donataria autorizada)"))
    authorisation_number = LineField(_l("Number of the SAT letter"), max=60, required=False)
    authorisation_date = DayField(_l("Date of the SAT letter"), required=False)
    legend = NotesField(_l("Legend on receipts"), max=600, required=False)
    bank_name = LineField(_l("Bank"), max=80, required=False)
    bank_holder = LineField(_l("Account holder"), max=200, required=False)
    clabe = ClabeField(_l("CLABE"), required=False)
    usd_instructions = NotesField(_l("How to pay in dollars"), max=1000, required=False)
    second_person_mxn = LimitField(_l("In pesos, above"), currency=Currency.MXN)
    second_person_usd = LimitField(_l("In dollars, above"), currency=Currency.USD)
    payment_term_days = QtyField(
        _l("Days to pay an accepted pledge"),
        min=0,
        max=365,
        required=False,
        description=_l(
            "The first payment falls due so many days after the pledge is accepted, unless another "
            "day is agreed. Left empty: 30."
        ),
    )
    privacy_version = LineField(_l("Version of the privacy notice"), max=20)

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the SAT letter of an authorised donee: its receipts must quote it (CFF 29-A V b)."""
        sound = super().validate(extra_validators)
        if self.is_donataria.data and not (
            self.authorisation_number.data and self.authorisation_date.data
        ):
            self.authorisation_number.errors = [
                *self.authorisation_number.errors,
                _("An authorised donee's receipts must quote the number and date of the letter."),
            ]
            return False
        return bool(sound)

    def values(self) -> dict[str, Any]:
        """Return what was typed, by column; what was left empty is empty, or absent where allowed."""
        typed = {f.name: f.data for f in self if f.name != "csrf_token"}
        for name in ("phone", "clabe"):
            typed[name] = typed[name] or ""
        for name in ("second_person_mxn", "second_person_usd"):
            typed[name] = typed[name].minor
        if typed["payment_term_days"] is None:
            typed["payment_term_days"] = USUAL_TERM_DAYS
        typed["authorisation_number"] = typed["authorisation_number"] or None
        return typed
