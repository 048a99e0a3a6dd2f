"""What a person may type about a hospital."""

from typing import Any

from flask_babel import lazy_gettext as _l

from relief.core.forms import (
    ChoiceField,
    EmailLineField,
    FromAddress,
    LineField,
    NotesField,
    PhoneField,
    ReliefForm,
    YesNoField,
)
from relief.core.words import choices
from relief.hospitals import words  # noqa: F401 - registers the words
from relief.hospitals.models import HospitalStatus


class HospitalForm(ReliefForm):
    """One hospital."""

    name = LineField(_l("Name"), max=120)
    institution = LineField(_l("Institution"), max=80, required=False)
    city = LineField(_l("City"), max=80)
    municipality = LineField(_l("Municipality"), max=80, required=False)
    address = LineField(_l("Address"), max=200, required=False)
    clues_ssa = LineField(_l("CLUES (SSA)"), max=11, required=False)
    clues_imb = LineField(_l("CLUES (IMSS-Bienestar)"), max=11, required=False)
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


class FilterForm(FromAddress):
    """What the list may be narrowed by; read from the address."""

    q = LineField(_l("Name"), max=80, required=False)
    status = ChoiceField(
        _l("State"), labels=choices(HospitalStatus), required=False, blank=_l("any")
    )
