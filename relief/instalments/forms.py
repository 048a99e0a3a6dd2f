"""What staff type about schedules, and what the ageing report is narrowed by."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FormField
from wtforms.widgets import HiddenInput

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
    RowForm,
    RowsField,
    YesNoField,
)
from relief.core.money import Currency, Money
from relief.core.words import choices
from relief.instalments import words  # noqa: F401 - registers the words
from relief.instalments.ageing import Wanted
from relief.instalments.dates import MOST_PARTS, Planned
from relief.instalments.models import Age
from relief.pledges import words as pledge_words  # noqa: F401 - registers the words
from relief.pledges.models import PlanFrequency


class PlanForm(FromAddress):
    """What the parts are filled in from: how often, how many, and the first day."""

    frequency = ChoiceField(_l("How often"), labels=choices(PlanFrequency))
    count = QtyField(_l("How many parts"), min=1, max=MOST_PARTS)
    first = DayField(_l("First day"))


class PartRow(RowForm):
    """One part; a row left empty is no part."""

    due_on = DayField(_l("Due on"), required=False)
    amount = MoneyField(_l("Amount"), required=False)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.due_on.flags.conditional = self.amount.flags.conditional = True

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the half of a part that is missing."""
        valid = bool(super().validate(extra_validators))
        for mine, other in ((self.due_on, self.amount), (self.amount, self.due_on)):
            if mine.data is None and other.data is not None and not mine.errors:
                mine.errors = [str(mine.asks)]
                valid = False
        return valid


class ScheduleForm(ReliefForm):
    """The parts as they will stand, and why they change."""

    revision = QtyField("", min=0, widget=HiddenInput(), required=False)
    parts = RowsField(FormField(PartRow), label=_l("Instalments"), min_entries=1, max_entries=40)
    reason = NotesField(
        _l("Why it changes"), max=500, description=_l("It stays in the history of the pledge.")
    )

    def planned(self, currency: str) -> list[Planned]:
        """Return the parts that were written, in the currency of the pledge."""
        rows = [row.form for row in self.parts.entries if row.form.due_on.data]
        return [(row.due_on.data, Money(row.amount.data.minor, currency)) for row in rows]


class ReasonForm(ReliefForm):
    """Why a balance is given up, or waited for again."""

    reason = NotesField(
        _l("Reason"),
        max=500,
        description=_l("It stays in the history; the donor does not read it."),
    )


class AgeingForm(FromAddress):
    """What the ageing report may be narrowed by."""

    q = LineField(_l("Donor"), max=80, required=False)
    campaign = PickField(_l("Campaign"), required=False, blank=_l("any"))
    currency = ChoiceField(
        _l("Currency"),
        labels={each: each.value for each in Currency},
        required=False,
        blank=_l("any"),
    )
    age = ChoiceField(_l("Age"), labels=choices(Age), required=False, blank=_l("any"))
    late = YesNoField(_l("Only what is overdue"))

    def wanted(self) -> Wanted:
        """Return what was asked for; a filter that cannot be read asks for nothing."""
        return Wanted(
            text=self.q.data or "",
            campaign_id=self.campaign.data,
            currency=self.currency.data,
            age=self.age.data,
            only_late=self.late.data,
        )


class PartsForm(AgeingForm):
    """The same for the parts behind a figure, of one donor if the address names one."""

    donor = PickField(_l("Donor"), required=False, widget=HiddenInput())

    def wanted(self) -> Wanted:
        """Return what was asked for."""
        asked = super().wanted()
        return Wanted(**{**vars(asked), "donor_id": self.donor.data})
