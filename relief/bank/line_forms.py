"""What a person may say of a movement: which payment it is, in how many parts, or that it is none."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FormField

from relief.bank import words  # noqa: F401 - registers the words
from relief.bank.likeness import TargetKind
from relief.core.forms import (
    ChoiceField,
    MoneyField,
    NotesField,
    PickField,
    QtyField,
    ReliefForm,
    RowForm,
    RowsField,
    TokenField,
    YesNoField,
)
from relief.core.money import Money
from relief.core.words import choices
from relief.payments import words as payment_words  # noqa: F401 - registers the words
from relief.payments.models import ReversalKind

MOST_PARTS = 20
Options = Sequence[tuple[Any, str]]


class TargetField(PickField):
    """A pledge or a payment, as `pledge:<id>` or `payment:<id>`."""

    options: Sequence[tuple[Any, Any]] = ()

    @property
    def chosen(self) -> tuple[TargetKind, UUID] | None:
        """Return what was chosen, None for nothing."""
        if not self.data:
            return None
        kind, _colon, row_id = str(self.data).partition(":")
        return TargetKind(kind), UUID(row_id)


class AcceptForm(ReliefForm):
    """A proposal, taken as it is."""

    kind = ChoiceField("", labels={kind: kind.value for kind in TargetKind})
    target = TokenField()
    score = QtyField("", min=0, max=100, required=False)
    over = YesNoField("")


class PartForm(RowForm):
    """One part of a deposit. A row left empty is no part."""

    target = TargetField(
        _l("Pledge or payment"), required=False, blank=_l("none: it was not announced")
    )
    donor = PickField(_l("Donor"), required=False, blank=_l("as in the pledge or payment"))
    campaign = PickField(_l("Campaign"), required=False, blank=_l("as in the pledge or payment"))
    amount = MoneyField(_l("Amount"), required=False)
    over = YesNoField(_l("The donor did pay more than what is outstanding"))

    @property
    def used(self) -> bool:
        """Say whether anything was typed in the row."""
        return bool(self.target.data or self.donor.data or self.campaign.data or self.amount.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the half of a part that is missing."""
        valid = bool(super().validate(extra_validators))
        if not valid or not self.used:
            return valid
        if self.target.data is None and not (self.donor.data and self.campaign.data):
            told = _("Choose a pledge or a payment, or a donor and a campaign.")
            self.target.errors = [told]
        if self.amount.data is None:
            self.amount.errors = [_("Write how much of the movement this part is.")]
        return not (self.target.errors or self.amount.errors)


class SplitForm(ReliefForm):
    """What a deposit is, in one part or in several."""

    parts = RowsField(FormField(PartForm), _l("Parts"), min_entries=1, max_entries=MOST_PARTS)

    def offer(self, targets: Options, donors: Options, campaigns: Options) -> PartForm:
        """Give the lists their options; return the empty row that the page's button copies."""
        blank = PartForm(None, prefix="parts-__n__-")
        for row in [blank, *(entry.form for entry in self.parts)]:
            row.target.options = targets
            row.donor.options, row.campaign.options = donors, campaigns
        return blank

    def begin(self, amount: Money) -> None:
        """Fill the first row in with the whole movement."""
        self.parts[0].form.amount.data = amount

    def used(self) -> list[PartForm]:
        """Return the rows that say something."""
        return [entry.form for entry in self.parts if entry.form.used]


class IgnoreForm(ReliefForm):
    """Why a movement stands for no gift."""

    reason = NotesField(_l("Reason"), max=500)


class ReturnForm(ReliefForm):
    """Which payment a return gives back, and why."""

    payment = PickField(_l("Payment given back"), blank=_l("Choose a payment"))
    kind = ChoiceField(
        _l("What happened"),
        labels={
            kind: label
            for kind, label in choices(ReversalKind).items()
            if kind is not ReversalKind.MISTAKEN
        },
        radio=True,
        default=ReversalKind.RETURNED,
    )
    why = NotesField(_l("Reason"), max=500)


class JoinForm(ReliefForm):
    """What several deposits are together."""

    target = TargetField(_l("Pledge or payment"), blank=_l("Choose a pledge or a payment"))
