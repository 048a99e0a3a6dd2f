"""What a person may type about a purchase and the goods that come of it."""

from collections.abc import Sequence
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
)
from relief.core.uploads import UploadField
from relief.core.words import choices
from relief.purchases import words  # noqa: F401 - registers the words
from relief.purchases.models import MissingReason, PurchaseStatus
from relief.purchases.queries import Sought
from relief.stock.queries import today

MOST_LINES = 20
SPARE_LINES = 3


class FilterForm(FromAddress):
    """What the list may be narrowed by; read from the address."""

    q = LineField(_l("Reference, supplier or invoice"), max=80, required=False)
    status = ChoiceField(
        _l("State"), labels=choices(PurchaseStatus), required=False, blank=_l("any")
    )
    campaign = PickField(_l("Campaign"), required=False, blank=_l("any"))
    since = DayField(_l("From"), required=False)
    until = DayField(_l("To"), required=False)

    def sought(self) -> Sought:
        """Return what the list is narrowed by."""
        return Sought(
            text=self.q.data or "",
            status=self.status.data,
            campaign_id=self.campaign.data,
            since=self.since.data,
            until=self.until.data,
        )


class LineForm(RowForm):
    """One line of an invoice; a row left empty counts as none."""

    item = PickField(_l("Item"), required=False, blank=_l("choose one"))
    quantity = QtyField(_l("Units bought"), required=False)
    cost = MoneyField(_l("Cost of the line, taxes included"), required=False)

    def validate(self, extra_validators: object = None) -> bool:
        """Ask for the other parts of a row that was begun."""
        good: bool = super().validate(extra_validators)
        asks = {
            "item": _("Choose which item this is."),
            "quantity": _("Write how many units were bought."),
            "cost": _("Write what the line cost."),
        }
        begun = any(self[name].data or self[name].errors for name in asks)
        for name, sentence in asks.items():
            if begun and not self[name].data and not self[name].errors:
                self[name].errors = [sentence]
        return good and not self.errors


class PurchaseForm(ReliefForm):
    """An invoice, and the money that pays it."""

    fund = PickField(_l("Money that pays it"), blank=_l("choose one"))
    supplier = LineField(_l("Supplier"), max=200)
    invoice_no = LineField(_l("Invoice number"), max=40)
    invoiced_on = DayField(_l("Day of the invoice"), latest=today)
    file = UploadField(
        _l("Invoice"),
        accept="application/pdf,image/jpeg,image/png",
        description=_l("PDF, JPG or PNG, 10 MB at most."),
    )
    lines = RowsField(FormField(LineForm), label=_l("What was bought"), max_entries=MOST_LINES)
    notes = NotesField(_l("Notes"), max=1000, required=False)
    nonce = TokenField()

    def offer(self, funds: Sequence[tuple[UUID, str]], items: Sequence[tuple[UUID, str]]) -> None:
        """Set which money and, on every row, which items may be chosen."""
        self.fund.options = funds
        for row in self.lines:
            row.form.item.options = items

    def add_spare_rows(self) -> None:
        """Leave empty rows for those without scripts, up to the most a form may have."""
        spare = 1 if len(self.lines) else SPARE_LINES
        for _number in range(min(spare, MOST_LINES - len(self.lines))):
            self.lines.append_entry()


class CountRow(RowForm):
    """What was found of one line."""

    received = QtyField(_l("Received"), min=0)
    reason = ChoiceField(
        _l("Why fewer came"),
        labels=choices(MissingReason),
        required=False,
        blank=_l("it does not differ"),
    )
    note = LineField(_l("Note"), max=200, required=False)
    expires_on = DayField(_l("Expires on"), required=False)


class CountForm(ReliefForm):
    """The goods of a whole purchase at the door, a row for each line, in their order."""

    place = PickField(_l("Place"))
    arrived_on = DayField(_l("Arrived on"), latest=today, default=today)
    delivered_by = LineField(_l("Delivered by"), max=120, required=False)
    lines = RowsField(FormField(CountRow), label=_l("Lines"), max_entries=200)
