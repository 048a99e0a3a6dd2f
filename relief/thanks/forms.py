"""What staff choose and type about letters of thanks."""

from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms.widgets import HiddenInput

from relief.core.forms import (
    ChoiceField,
    DayField,
    FromAddress,
    LineField,
    NotesField,
    PickField,
    ReliefForm,
    TokenField,
)
from relief.core.words import choices
from relief.thanks import words  # noqa: F401 - registers the words
from relief.thanks.models import ThanksState


class FilterForm(FromAddress):
    """What the list may be narrowed by; read from the address."""

    q = LineField(_l("Reference or donor"), max=80, required=False)
    state = ChoiceField(_l("State"), labels=choices(ThanksState), required=False, blank=_l("any"))


class PeriodForm(FromAddress):
    """Which gifts: of a campaign, between two days; read from the address."""

    campaign = PickField(_l("Campaign"), blank=_l("choose one"))
    since = DayField(_l("From"), earliest=date(2000, 1, 1))
    until = DayField(_l("Until"), earliest=date(2000, 1, 1))


class WriteForm(ReliefForm):
    """The mark of one sending of the form; the donors are ticked beside it."""

    nonce = TokenField()
    campaign = PickField(widget=HiddenInput())
    since = DayField(widget=HiddenInput())
    until = DayField(widget=HiddenInput())


class WordingForm(ReliefForm):
    """The text of a campaign's letters in one language."""

    subject = LineField(_l("Subject"), max=200)
    body = NotesField(_l("Text of the letter"), max=4000)


def ticked(values: list[str]) -> set[UUID]:
    """Return the donors that were ticked; what is no id was never ours."""
    found = set()
    for value in values[:5000]:
        try:
            found.add(UUID(value))
        except ValueError:
            continue
    return found
