"""The columns of a member roll, and what may stand in each: the same as on a donor's own page."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from relief.core.forms import (
    ChoiceField,
    EinField,
    EmailLineField,
    LineField,
    PhoneField,
    PostalCodeField,
    ReliefForm,
    RfcField,
)
from relief.core.imports import RollDayField, WordField
from relief.core.uploads import UploadField
from relief.donors.regimes import REGIMES

COLUMNS = {
    "member_no": ("No. socio", "Número de socio", "Socio", "Member number", "Member no."),
    "name": ("Razón social", "Nombre", "Empresa", "Legal name", "Company", "Name"),
    "rfc": ("RFC",),
    "tax_regime": ("Régimen fiscal", "Régimen", "Tax regime"),
    "postal_code": ("C.P. fiscal", "C.P.", "Código postal", "Postal code"),
    "city": ("Ciudad", "City"),
    "parent": ("Matriz en EE. UU.", "Matriz en Estados Unidos", "US parent"),
    "ein": ("EIN matriz", "EIN"),
    "email": ("Correo", "Correo electrónico", "E-mail"),
    "phone": ("Teléfono", "Telephone", "Phone"),
    "joined_on": ("Fecha de ingreso", "Ingreso", "Socia desde", "Member since"),
    "language": ("Idioma", "Language"),
    "refusal": ("Motivo del rechazo", "Motivo", "Reason of refusal"),
}
WORDS = {
    "espanol": "es",
    "spanish": "es",
    "ingles": "en",
    "english": "en",
    "si": "yes",
    "s": "yes",
    "y": "yes",
    "n": "no",
}


class RollForm(ReliefForm):
    """One row of a roll."""

    member_no = LineField(_l("Membership number"), max=20)
    name = LineField(_l("Legal name"), max=200)
    rfc = RfcField(_l("RFC"), required=False)
    tax_regime = ChoiceField(_l("Tax regime"), labels=REGIMES, required=False)
    postal_code = PostalCodeField(_l("Postal code"), required=False)
    city = LineField(_l("City"), max=80, required=False)
    parent = WordField(
        _l("Parent company in the US"), labels={"yes": "", "no": ""}, words=WORDS, required=False
    )
    ein = EinField(_l("EIN"), required=False)
    email = EmailLineField(_l("E-mail"), required=False)
    phone = PhoneField(_l("Telephone"), required=False)
    joined_on = RollDayField(_l("Member since"), required=False)
    language = WordField(
        _l("Language of its letters"), labels={"es": "", "en": ""}, words=WORDS, required=False
    )

    def values(self) -> dict[str, Any]:
        """Return what the row says, by column of the donor; whoever stands in a roll is a member."""
        typed = {f.name: f.data for f in self if f.name not in {"csrf_token", "parent"}}
        return {**typed, "is_member": True}

    def ein_doubt(self) -> str | None:
        """Return a sentence when the row denies the parent company whose EIN it gives."""
        if self.parent.data == "no" and self.ein.data:
            return str(_("It gives an EIN and says that there is no parent company."))
        return None


class RollUploadForm(ReliefForm):
    """The file of a roll."""

    file = UploadField(_l("Member roll (CSV or Excel)"), accept=".csv,.txt,.xlsx")
