"""What a person may type about accounts, files and movements."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from relief.bank import words  # noqa: F401 - registers the words
from relief.bank.columns import FIELDS, Layout
from relief.bank.models import LineKind, LineStatus
from relief.bank.queries import Sought
from relief.core.forms import (
    ChoiceField,
    DayField,
    FromAddress,
    LineField,
    PickField,
    QtyField,
    ReliefForm,
    YesNoField,
)
from relief.core.money import Currency
from relief.core.uploads import UploadField
from relief.core.words import choices

CURRENCIES = {currency: currency.value for currency in Currency}
DAY_ORDERS = {
    "dmy": _l("day/month/year"),
    "mdy": _l("month/day/year"),
    "ymd": _l("year/month/day"),
}


class AccountForm(ReliefForm):
    """One bank account."""

    name = LineField(_l("Name"), max=80)
    bank = LineField(_l("Bank"), max=80, required=False)
    number = LineField(_l("CLABE or last digits of the account"), max=34, required=False)
    currency = ChoiceField(_l("Currency"), labels=CURRENCIES, default=Currency.MXN)
    is_default = YesNoField(_l("Use this account unless another is chosen"))

    def values(self) -> dict[str, Any]:
        """Return what was typed, by column."""
        typed = {f.name: f.data for f in self if f.name != "csrf_token"}
        return {**typed, "currency": typed["currency"].value}


class UploadForm(ReliefForm):
    """A bank's file."""

    account = PickField(_l("Account"))
    file = UploadField(_l("Statement as CSV or Excel (.xlsx)"), accept=".csv,.txt,.xlsx")


class ColumnField(PickField):
    """One of the columns of a file, by its position."""

    options: Sequence[tuple[Any, Any]] = ()


class LayoutForm(FromAddress):
    """Which column is what; read from the address, so that looking again writes nothing."""

    upload = LineField("", max=2000)
    heads_at = QtyField(_l("Line of the heads (0: the file has none)"), min=0, max=20000)
    day_order = ChoiceField(_l("How days are written"), labels=DAY_ORDERS)
    day = ColumnField(_l("Day"), required=False, blank="—")
    description = ColumnField(_l("Description"), required=False, blank="—")
    reference = ColumnField(_l("Reference"), required=False, blank="—")
    tracking = ColumnField(_l("Tracking key"), required=False, blank="—")
    party = ColumnField(_l("Ordering party"), required=False, blank="—")
    charge = ColumnField(_l("Charges"), required=False, blank="—")
    credit = ColumnField(_l("Credits"), required=False, blank="—")
    amount = ColumnField(
        _l("Amount with its sign (instead of two columns)"), required=False, blank="—"
    )
    sign = ColumnField(_l("Charge or credit (beside one amount)"), required=False, blank="—")
    balance = ColumnField(_l("Balance"), required=False, blank="—")

    def offer(self, width: int) -> None:
        """Offer so many columns by their number, before the heads are known."""
        for name in FIELDS:
            self[name].options = [(at, str(at + 1)) for at in range(width)]

    def layout(self) -> Layout:
        """Return what was chosen."""
        columns = {name: self[name].data for name in FIELDS if self[name].data is not None}
        return Layout(self.heads_at.data, columns, self.day_order.data)

    def show(self, layout: Layout, heads: Sequence[str]) -> None:
        """Show a layout as chosen, with the heads of the file as options."""
        self.heads_at.data, self.day_order.data = layout.heads_at, layout.day_order
        self.heads_at.typed = self.day_order.typed = None
        for name in FIELDS:
            box = self[name]
            box.options = [(at, f"{at + 1} · {head or '—'}") for at, head in enumerate(heads)]
            box.data, box.typed = layout.columns.get(name), None


class LinesForm(FromAddress):
    """What a list of movements may be narrowed by; read from the address."""

    q = LineField(_l("Text, reference or tracking key"), max=80, required=False)
    status = ChoiceField(_l("State"), labels=choices(LineStatus), required=False, blank=_l("any"))
    kind = ChoiceField(_l("Kind"), labels=choices(LineKind), required=False, blank=_l("any"))
    since = DayField(_l("From"), required=False)
    until = DayField(_l("Until"), required=False)

    def sought(self, **fixed: Any) -> Sought:
        """Return what was asked for; a filter that cannot be read asks for nothing."""
        return Sought(
            text=self.q.data or "",
            status=self.status.data,
            kind=self.kind.data,
            since=self.since.data,
            until=self.until.data,
            **fixed,
        )
