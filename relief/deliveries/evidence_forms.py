"""What a person may type about drivers' reports, and the sheets they bring."""

from flask_babel import lazy_gettext as _l
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from relief.core.forms import ChoiceField, FromAddress, NotesField, ReliefForm
from relief.core.sent_files import take_in
from relief.core.uploads import UploadField
from relief.core.words import choices
from relief.deliveries import words  # noqa: F401 - registers the words
from relief.deliveries.errors import NothingToAttach
from relief.deliveries.evidence import EvidenceKind, ReportStatus
from relief.deliveries.evidence_queries import EVERY
from relief.deliveries.forms import HandoverForm
from relief.deliveries.hearing import Picture

ACCEPTED = "image/jpeg,image/png,application/pdf"


class SpareUploadField(UploadField):
    """A file that need not be there."""

    def __init__(self, label: object = None, *, accept: str = "", **options: object) -> None:
        super().__init__(label, accept=accept, **options)
        self.required = False
        self.flags.required = False

    def pre_validate(self, form: BaseForm) -> None:
        """Go on without a file; stop at one that holds nothing."""
        if self.data is None:
            raise StopValidation
        super().pre_validate(form)


class SettleForm(ReliefForm):
    """Why one of two versions stands."""

    note = NotesField(_l("How you found out"), max=500)


class SheetForm(ReliefForm):
    """A signed sheet that came back on paper."""

    file = UploadField(_l("Photograph or PDF of the signed sheet"), accept=ACCEPTED)


class SheetHandoverForm(HandoverForm):
    """The acuse as a signed sheet says it, with the sheet itself if it is at hand."""

    file = SpareUploadField(_l("Photograph or PDF of the signed sheet"), accept=ACCEPTED)


class ReportFilterForm(FromAddress):
    """What the list of reports may be narrowed by; read from the address."""

    status = ChoiceField(
        _l("State"),
        labels={**choices(ReportStatus), EVERY: _l("all of them")},
        required=False,
        blank=_l("to be settled"),
    )


def picture_in(field: UploadField) -> Picture:
    """Make what a form brought safe and keep it. Raise as `take_in`, or NothingToAttach."""
    if field.data is None:
        raise NothingToAttach
    file, sha256 = take_in(field.data)
    return Picture(EvidenceKind.SHEET, sha256, file.media_type)
