"""What a company types to hold goods, and to promise what it holds."""

from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FormField

from relief.core.forms import (
    ChoiceField,
    EmailLineField,
    LineField,
    PhoneField,
    QtyField,
    ReliefForm,
    RowForm,
    RowsField,
    TokenField,
    YesNoField,
    drawable,
)
from relief.holds import words  # noqa: F401 - registers the words
from relief.holds.errors import LinesGone
from relief.holds.models import Hold
from relief.needs.models import Need
from relief.pledges.forms import LANGUAGES, GiverForm


class HoldRow(RowForm):
    """How many a company gives of one line; empty or 0 for none of it."""

    quantity = QtyField(_l("We give"), min=0, required=False)


class HoldForm(ReliefForm):
    """A row for each line of the need, in their order, and who holds it."""

    lines = RowsField(FormField(HoldRow), label=_l("What you give"), max_entries=200)
    name = LineField(_l("Company or person who gives"), max=120, validators=[drawable])
    contact_name = LineField(_l("Your name"), max=120, validators=[drawable])
    email = EmailLineField(_l("E-mail"))
    phone = PhoneField(_l("Telephone"), required=False)
    language = ChoiceField(_l("We write to you in"), labels=LANGUAGES, radio=True, default="es")
    consent = YesNoField(
        _l("I have read the privacy notice and agree to the use of my data"), required=True
    )
    nonce = TokenField()

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for some of at least one line."""
        good: bool = super().validate(extra_validators)
        if good and not any(row.form.quantity.data for row in self.lines):
            self.lines.errors = [_("Write how many you give of at least one line.")]
            return False
        return good

    def refuse_lines(self, need: Need, refused: LinesGone) -> None:
        """Show beside each line what is left of it."""
        of_line = {line.id: row for line, row in zip(need.lines, self.lines, strict=True)}
        for refusal in refused.refusals:
            of_line[refusal.line_id].form.refuse(refusal)


class ConfirmForm(GiverForm):
    """Who gives, for the promise; the address is that of the hold, whose mail brought them here."""

    email = None  # type: ignore[assignment]  # WTForms takes a field away by None


def hold_form(need: Need, *, language: str) -> HoldForm:
    """Return the form of an untouched page: nothing of any line yet."""
    rows = [{"quantity": None} for _line in need.lines]
    return HoldForm(formdata=None, data={"lines": rows, "language": language})


def confirm_form(hold: Hold) -> ConfirmForm:
    """Return the form of the promise, with what the hold already told."""
    return ConfirmForm(
        formdata=None,
        data={
            "name": hold.donor_name,
            "contact_name": hold.contact_name,
            "phone": hold.contact_phone,
            "language": hold.language,
        },
    )


def row_of(form: HoldForm, need: Need) -> dict[UUID, HoldRow]:
    """Return the row of each line of the need."""
    return {line.id: row.form for line, row in zip(need.lines, form.lines, strict=True)}
