"""What a person may type about a recall."""

from flask_babel import lazy_gettext as _l

from relief.core.forms import (
    ChoiceField,
    FromAddress,
    LineField,
    NotesField,
    ReliefForm,
    TokenField,
)
from relief.core.words import choices
from relief.recalls import words  # noqa: F401 - registers the words
from relief.recalls.models import RecallOutcome, RecallStatus


class FilterForm(FromAddress):
    """What the list may be narrowed by; read from the address."""

    q = LineField(_l("Reference, lot or item"), max=80, required=False)
    status = ChoiceField(_l("State"), labels=choices(RecallStatus), required=False, blank=_l("any"))


class OpenForm(ReliefForm):
    """Why a lot is called back, and what hospitals are to do."""

    reason = LineField(_l("Reason"), max=300)
    instructions = NotesField(_l("What to do with them"), max=1000, required=False)
    nonce = TokenField()


class ToldForm(ReliefForm):
    """Who was told, and how."""

    note = LineField(_l("Whom you told, and how"), max=200)


class CloseForm(ReliefForm):
    """How a recall ends."""

    outcome = ChoiceField(_l("How it ends"), labels=choices(RecallOutcome), radio=True)
    reason = LineField(_l("What was found"), max=300)
