"""What a person may type about the books."""

from datetime import timedelta
from typing import Any, Self

from flask_babel import lazy_gettext as _l

from relief.accounting import words  # noqa: F401 - registers the words
from relief.accounting.chart import USUAL
from relief.accounting.facts import Span
from relief.accounting.models import Account
from relief.accounting.queries import chart, today, zone
from relief.core.forms import (
    ChoiceField,
    DayField,
    FromAddress,
    LineField,
    NotesField,
    ReliefForm,
    YesNoField,
)
from relief.periods.months import Month

MONTHS_OFFERED = 36


class CloseForm(ReliefForm):
    """The closing of a month; the box is only asked for when something in it still waits."""

    anyway = YesNoField(_l("Close it all the same"))


class ReopenForm(ReliefForm):
    """Why a month is opened again."""

    reason = NotesField(_l("Reason"), max=500)


class MonthField(ChoiceField):
    """One of the last months, written as 2020-05."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        present = Month.of(today())
        months = (present.back(n) for n in range(MONTHS_OFFERED))
        labels = {str(month): month.named() for month in months}
        super().__init__(label, labels=labels, **options)


class SpanForm(FromAddress):
    """Which days are exported; read from the address. Days that are named go before the month."""

    month = MonthField(_l("Month"), required=False, blank=_l("other days"))
    since = DayField(_l("From"), required=False)
    until = DayField(_l("Until"), required=False)

    @classmethod
    def read(cls, args: Any) -> Self:
        """Return the form as an address fills it; with the present month when it names no days."""
        form = cls(args)
        if form.validate() and not (form.month.data or form.since.data or form.until.data):
            return cls(None, month=str(Month.of(today())))
        return form

    def span(self) -> Span:
        """Return the days asked for: the present month when nothing was, an open end until today.

        Two days in the wrong order are read in the right one.
        """
        if self.since.data or self.until.data:
            until = self.until.data or max(today(), self.since.data)
            since = self.since.data or until - timedelta(days=30)
            return Span(min(since, until), max(since, until), zone())
        year, _, number = (self.month.data or str(Month.of(today()))).partition("-")
        month = Month(int(year), int(number))
        return Span(month.first, month.last, zone())


class ChartForm(ReliefForm):
    """A code and a name for every account, as fields `code_<account>` and `name_<account>`."""

    def names(self) -> dict[Account, tuple[str, str]]:
        """Return what was typed."""
        return {
            account: (self[f"code_{account.value}"].data, self[f"name_{account.value}"].data)
            for account in Account
        }

    def fill(self) -> None:
        """Show what is known."""
        for account, named in chart().items():
            self[f"code_{account.value}"].data = named.code
            self[f"name_{account.value}"].data = named.name


for _account in USUAL:
    setattr(ChartForm, f"code_{_account.value}", LineField(_l("Code"), max=40))
    setattr(ChartForm, f"name_{_account.value}", LineField(_l("Name"), max=120))
