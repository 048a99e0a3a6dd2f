"""What a person may type about a request for a second pair of eyes."""

from typing import Any

from flask_babel import lazy_gettext as _l

from relief.approvals import words  # noqa: F401 - registers the words
from relief.approvals.acts import kinds
from relief.approvals.models import ApprovalStatus
from relief.core.forms import ChoiceField, FromAddress, NotesField, ReliefForm
from relief.core.words import choices


class ApproveForm(ReliefForm):
    """The yes, with whatever its giver wants remembered."""

    note = NotesField(_l("Note"), max=500, required=False)


class RejectForm(ReliefForm):
    """The no, and why."""

    note = NotesField(_l("Why not"), max=500)


class KindField(ChoiceField):
    """One of the acts that the rooms above registered, known once all are open."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(label, labels=kinds(), **options)


class FilterForm(FromAddress):
    """What the list may be narrowed by; read from the address."""

    status = ChoiceField(
        _l("State"), labels=choices(ApprovalStatus), required=False, blank=_l("any")
    )
    kind = KindField(_l("What for"), required=False, blank=_l("any"))
