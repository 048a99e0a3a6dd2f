"""What a person may type about the dollar, and the file they may send."""

from datetime import date
from decimal import Decimal

from flask_babel import lazy_gettext as _l

from relief.chapters.queries import get_chapter
from relief.core import clock, tenancy
from relief.core.forms import DayField, FromAddress, LineField, NotesField, ReliefForm, TypedField
from relief.core.uploads import UploadField
from relief.rates.actions import FIX
from relief.rates.reading import read_pesos


def today() -> date:
    """Return the date on the chapter's wall."""
    return clock.today(get_chapter(tenancy.chapter_id()).zone)


class PesosField(TypedField):
    """Pesos for one dollar, a Decimal; its bounds are the action's."""

    keyboard = "decimal"
    asks = _l("Write the rate with digits and a point, for example 18.8673.")

    def read(self, text: str) -> Decimal:
        pesos = read_pesos(text)
        if pesos is None:
            raise ValueError(str(self.asks))
        return pesos


class RateForm(ReliefForm):
    """One rate, as its publisher gave it."""

    day = DayField(_l("Published on"), latest=today, default=today)
    pesos = PesosField(_l("Pesos for a dollar"))
    source = LineField(_l("Source"), max=40, default=FIX)


class FileForm(ReliefForm):
    """A file of rates."""

    file = UploadField(_l("File of rates (CSV or Excel)"), accept=".csv,.xlsx,.txt")


class ConfirmForm(ReliefForm):
    """The rates that the preview showed, sent back to be written."""

    rows = NotesField(_l("Rates"), max=300_000)

    def content(self) -> bytes:
        """Return them as the file that they came from."""
        text: str = self.rows.data
        return text.encode()


class FilterForm(FromAddress):
    """What the list may be narrowed by; read from the address."""

    since = DayField(_l("From"), required=False)
    until = DayField(_l("Until"), required=False)
