"""Who gives, as the donor types it, and what staff type to answer and to search."""

from flask_babel import lazy_gettext as _l
from wtforms.widgets import HiddenInput

from relief.core.forms import (
    ChoiceField,
    EinField,
    EmailLineField,
    FromAddress,
    LineField,
    NotesField,
    PhoneField,
    PickField,
    PostalCodeField,
    ReliefForm,
    RfcField,
    YesNoField,
    drawable,
)
from relief.core.words import choices
from relief.donors.regimes import REGIMES
from relief.pledges import words  # noqa: F401 - registers the words
from relief.pledges.models import LineKind, PledgeStatus
from relief.pledges.wall import Named

LANGUAGES = {"es": "Español", "en": "English"}


class GiverForm(ReliefForm):
    """Who gives, where to write, and what the receipt needs."""

    name = LineField(_l("Company or person who gives"), max=120, validators=[drawable])
    contact_name = LineField(_l("Your name"), max=120, validators=[drawable])
    email = EmailLineField(_l("E-mail"))
    phone = PhoneField(_l("Telephone"), required=False)
    language = ChoiceField(_l("We write to you in"), labels=LANGUAGES, radio=True, default="es")
    wants_receipt = YesNoField(_l("I want a donation receipt"), default=True)
    rfc = RfcField(_l("RFC"), required=False)
    tax_regime = ChoiceField(
        _l("Tax regime"), labels=REGIMES, required=False, blank=_l("Choose from the list")
    )
    postal_code = PostalCodeField(_l("Postal code of the tax address"), required=False)
    ein = EinField(
        _l("EIN of the parent company"),
        required=False,
        description=_l("Only if the gift comes from a company in the United States."),
    )
    message = NotesField(_l("Message for the hospitals"), max=1000, required=False)
    on_wall = YesNoField(_l("Show our name on the campaign's public list of donors"))
    wall_name = LineField(
        _l("Name to show"),
        max=80,
        required=False,
        validators=[drawable],
        description=_l("Leave it empty to show the name of whoever gives."),
    )
    wall_says = YesNoField(_l("Say also what we give, for example money or respirators"))
    consent = YesNoField(
        _l("I have read the privacy notice and agree to the use of my data"), required=True
    )

    @property
    def named(self) -> Named | None:
        """Return the name that the wall may show; None for an anonymous donor."""
        if not self.on_wall.data:
            return None
        return Named(self.wall_name.data or self.name.data, self.wall_says.data)


class ReasonForm(ReliefForm):
    """Why a pledge is declined or cancelled."""

    reason = NotesField(_l("Reason"), max=500, description=_l("The donor will read it."))


class DonorReasonForm(ReliefForm):
    """Why a donor takes their own pledge back."""

    reason = NotesField(_l("Reason"), max=500)


class FilterForm(FromAddress):
    """What the list may be narrowed by; read from the address."""

    q = LineField(_l("Reference or donor"), max=80, required=False)
    status = ChoiceField(_l("State"), labels=choices(PledgeStatus), required=False, blank=_l("any"))
    campaign = PickField(_l("Campaign"), required=False, blank=_l("any"))
    kind = ChoiceField(_l("Gift"), labels=choices(LineKind), required=False, blank=_l("any"))
    donor = PickField(_l("Donor"), required=False, widget=HiddenInput())
