"""What a person may type about a receipt."""

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
    YesNoField,
)
from relief.core.words import choices
from relief.receipts import words  # noqa: F401 - registers the words
from relief.receipts.models import ReceiptKind, ReceiptStatus
from relief.receipts.queries import Sought


class VoidForm(ReliefForm):
    """Why a receipt stops counting; the notice prints it."""

    reason = NotesField(_l("Reason"), max=300)


class ReplaceForm(VoidForm):
    """Why another receipt takes the place of this one; the notice prints it."""


class CheckForm(FromAddress):
    """The code of a receipt, as somebody reads it from paper."""

    code = LineField(_l("Code of the receipt"), max=60)


class FilterForm(FromAddress):
    """What the list may be narrowed by; read from the address."""

    q = LineField(_l("Folio or donor"), max=80, required=False)
    kind = ChoiceField(_l("Kind"), labels=choices(ReceiptKind), required=False, blank=_l("any"))
    status = ChoiceField(
        _l("State"), labels=choices(ReceiptStatus), required=False, blank=_l("any")
    )
    campaign = PickField(_l("Campaign"), required=False, blank=_l("any"))
    donor = PickField(_l("Donor"), required=False, widget=HiddenInput())
    since = DayField(_l("From"), required=False)
    until = DayField(_l("Until"), required=False)
    to_void = YesNoField(_l("To be voided"))

    def sought(self) -> Sought:
        """Return what was asked for; a filter that cannot be read asks for nothing."""
        return Sought(
            text=self.q.data or "",
            kind=self.kind.data,
            status=self.status.data,
            campaign_id=self.campaign.data,
            donor_id=self.donor.data,
            since=self.since.data,
            until=self.until.data,
            to_void=self.to_void.data,
        )
