"""What a person may type about a hospital."""

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from relief.core.forms import (
    ChoiceField,
    DayField,
    DegreesField,
    EmailLineField,
    FromAddress,
    LineField,
    NotesField,
    PhoneField,
    ReliefForm,
    YesNoField,
)
from relief.core.uploads import UploadField
from relief.core.words import choices
from relief.hospitals import words  # noqa: F401 - registers the words
from relief.hospitals.models import HospitalStatus


class CluesField(LineField):
    """A CLUES: five letters, of which two are the state's, and six digits."""

    _SHAPE = re.compile(r"[A-Z]{5}[0-9]{6}")

    def clean(self, text: str) -> str:
        return super().clean(text).upper()

    def read(self, text: str) -> str:
        if not self._SHAPE.fullmatch(text):
            raise ValueError(_("A CLUES has five letters and six digits, as in BCSSA000015."))
        return text


class HospitalForm(ReliefForm):
    """One hospital."""

    name = LineField(_l("Name"), max=120)
    institution = LineField(_l("Institution"), max=80, required=False)
    city = LineField(_l("City"), max=80)
    municipality = LineField(_l("Municipality"), max=80, required=False)
    address = LineField(_l("Address"), max=200, required=False)
    clues_ssa = CluesField(_l("CLUES (SSA)"), max=11, required=False)
    clues_imb = CluesField(_l("CLUES (IMSS-Bienestar)"), max=11, required=False)
    latitude = DegreesField(_l("Latitude"), required=False)
    longitude = DegreesField(_l("Longitude"), required=False)
    receiving_hours = LineField(_l("Receiving hours"), max=120, required=False)
    notes = NotesField(_l("Notes"), max=1000, required=False)

    def values(self) -> dict[str, Any]:
        """Return what was typed, by column; an empty CLUES is no CLUES."""
        typed = {f.name: f.data for f in self if f.name != "csrf_token"}
        return {
            **typed,
            "clues_ssa": typed["clues_ssa"] or None,
            "clues_imb": typed["clues_imb"] or None,
        }


class ContactForm(ReliefForm):
    """Somebody at a hospital."""

    name = LineField(_l("Name"), max=120)
    title = LineField(_l("Position"), max=120, required=False)
    email = EmailLineField(_l("E-mail"), required=False)
    phone = PhoneField(_l("Telephone"), required=False)
    may_sign = YesNoField(_l("May sign for deliveries"), default=True)

    def values(self) -> dict[str, Any]:
        """Return what was typed, by column; an empty box is no address and no number."""
        typed = {f.name: f.data for f in self if f.name != "csrf_token"}
        return {**typed, "email": typed["email"] or "", "phone": typed["phone"] or ""}


class DocumentForm(ReliefForm):
    """A paper that vets a hospital."""

    file = UploadField(
        _l("Document"),
        accept="application/pdf,image/jpeg,image/png",
        description=_l("PDF, JPG or PNG, 10 MB at most."),
    )
    title = LineField(_l("What it is"), max=120)
    expires_on = DayField(_l("Expires on"), required=False)


class FilterForm(FromAddress):
    """What the list may be narrowed by; read from the address."""

    q = LineField(_l("Name"), max=80, required=False)
    status = ChoiceField(
        _l("State"), labels=choices(HospitalStatus), required=False, blank=_l("any")
    )
    papers = YesNoField(_l("Papers that end within 30 days"))
