"""What a person may type about goods that arrive, their count and their value."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FormField

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
    TokenField,
    YesNoField,
)
from relief.core.money import Currency
from relief.core.uploads import UploadField
from relief.core.words import choices
from relief.intake import words  # noqa: F401 - registers the words
from relief.intake.models import DifferenceReason, IntakeStatus, Regime
from relief.intake.queries import Waiting
from relief.stock.packs import PackedField
from relief.stock.queries import today

MOST_LINES = 20
SPARE_LINES = 3
MOST_LABELS = 500
AHEAD = timedelta(days=90)
WAITING = {Waiting.COUNT: _l("to be counted"), Waiting.VALUE: _l("to be valued")}
CURRENCIES = {each: each.value for each in Currency}


class FilterForm(FromAddress):
    """What the list may be narrowed by; read from the address."""

    q = LineField(_l("Reference or donor"), max=80, required=False)
    waiting = ChoiceField(_l("Waits"), labels=WAITING, required=False, blank=_l("any"))
    status = ChoiceField(_l("State"), labels=choices(IntakeStatus), required=False, blank=_l("any"))
    donor = PickField(_l("Donor"), required=False, blank=_l("any"))
    place = PickField(_l("Place"), required=False, blank=_l("any"))
    since = DayField(_l("From"), required=False)
    until = DayField(_l("To"), required=False)
    off = YesNoField(_l("Value far from the price list"))


class LineForm(RowForm):
    """One item that arrived; a row left empty counts as none."""

    item = PickField(_l("Item"), required=False, blank=_l("choose one"))
    declared = QtyField(_l("Units declared"), required=False)
    value = MoneyField(_l("Declared value"), required=False)

    def validate(self, extra_validators: object = None) -> bool:
        """Ask for the other half of a row that was begun."""
        good: bool = super().validate(extra_validators)
        if self.item.data and not self.declared.data and not self.declared.errors:
            self.declared.errors = [_("Write how many units the donor declares.")]
        if not self.item.data and not self.item.errors and (self.declared.data or self.value.data):
            self.item.errors = [_("Choose which item this is.")]
        return good and not self.errors


class IntakeForm(ReliefForm):
    """Goods at the door, their values in one currency. Against a pledge, donor and campaign are the pledge's."""

    donor = PickField(_l("Donor"), blank=_l("choose one"))
    campaign = PickField(_l("Campaign"))
    place = PickField(_l("Place"))
    arrived_on = DayField(_l("Arrived on"), latest=today)
    delivered_by = LineField(_l("Delivered by"), max=120, required=False)
    currency = ChoiceField(_l("Currency of the values"), labels=CURRENCIES, default=Currency.MXN)
    lines = RowsField(FormField(LineForm), label=_l("What arrived"), max_entries=MOST_LINES)
    notes = NotesField(_l("Notes"), max=1000, required=False)
    nonce = TokenField()

    def offer_items(self, items: Sequence[tuple[UUID, str]]) -> None:
        """Set what may be chosen on every row."""
        for row in self.lines:
            row.form.item.options = items

    def add_spare_rows(self) -> None:
        """Leave empty rows for those without scripts, up to the most a form may have."""
        spare = 1 if len(self.lines) else SPARE_LINES
        for _number in range(min(spare, MOST_LINES - len(self.lines))):
            self.lines.append_entry()


class CountRow(RowForm):
    """What was found of one line."""

    received = PackedField(_l("Received"), min=0)
    reason = ChoiceField(
        _l("Why it differs"),
        labels=choices(DifferenceReason),
        required=False,
        blank=_l("it does not differ"),
    )
    note = LineField(_l("Note"), max=200, required=False)
    lot_code = LineField(_l("Lot code"), max=40, required=False)
    expires_on = DayField(_l("Expires on"), required=False)


class CountForm(ReliefForm):
    """The count of a whole arrival, a row for each line, in their order."""

    lines = RowsField(FormField(CountRow), label=_l("Lines"), max_entries=200)


class ValueForm(ReliefForm):
    """What a line is worth."""

    value = MoneyField(_l("Approved value"), currency_field="currency")
    currency = ChoiceField(_l("Currency"), labels=CURRENCIES, default=Currency.MXN)
    note = LineField(_l("Note"), max=200, required=False)


class RegimeForm(ReliefForm):
    """Under which customs regime the goods are."""

    regime = ChoiceField(_l("Customs regime"), labels=choices(Regime), default=Regime.NATIONAL)
    pedimento = LineField(_l("Pedimento"), max=30, required=False)


class ChangeForm(ReliefForm):
    """The change of regime, as its pedimento says it."""

    pedimento = LineField(_l("Pedimento of the change of regime"), max=30)
    changed_on = DayField(_l("Date of the change"), latest=today)


class PhotoForm(ReliefForm):
    """One photograph, and what it shows."""

    file = UploadField(
        _l("Photograph"),
        accept="image/jpeg,image/png",
        description=_l("JPG or PNG, 10 MB at most. Where it was taken is taken out of it."),
    )
    caption = LineField(_l("What it shows"), max=120, required=False)


class CheckInForm(ReliefForm):
    """The code of a donor's sheet, as a scanner or a hand writes it."""

    # The scanner types wherever the cursor is.
    code = LineField(_l("Code of the sheet"), max=200, render_kw={"autofocus": True})


class ComingRow(RowForm):
    """What comes of one line of the pledge; 0 for nothing of it."""

    quantity = QtyField(_l("Units that come"), min=0)
    boxes = QtyField(_l("Boxes"), max=10_000, required=False)


class ComingForm(ReliefForm):
    """An arrival that a donor tells beforehand, a row for each line that still misses goods."""

    place = PickField(_l("Where to"))
    on = DayField(_l("Day"), earliest=today, latest=lambda: today() + AHEAD)
    driver = LineField(_l("Driver"), max=80, required=False)
    plates = LineField(_l("Plates"), max=20, required=False)
    lines = RowsField(FormField(ComingRow), label=_l("What comes"), max_entries=MOST_LINES)
    nonce = TokenField()


class LabelRow(RowForm):
    """How many labels one lot needs."""

    copies = QtyField(_l("Labels"), min=0, max=MOST_LABELS)


class LabelForm(FromAddress):
    """Labels for the lots of an arrival, a row for each lot, in their order."""

    lines = RowsField(FormField(LabelRow), label=_l("Lots"), max_entries=200)
    used = QtyField(_l("Labels already used of the first sheet"), min=0, max=9, default=0)

    @property
    def copies(self) -> list[int]:
        """Return how many labels each lot gets."""
        return [row.form.copies.data for row in self.lines]

    def validate(self, extra_validators: object = None) -> bool:
        """Refuse no labels at all, and more than a drawer holds."""
        good: bool = super().validate(extra_validators)
        if good and not 0 < sum(self.copies) <= MOST_LABELS:
            self.form_errors.append(_("Ask for 1 to %(most)s labels at once.", most=MOST_LABELS))
            return False
        return good
