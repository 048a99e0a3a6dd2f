"""What a person may type about a donor and about who to write to there."""

from datetime import date
from typing import Any

from babel import Locale
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from relief.core.forms import (
    ChoiceField,
    DayField,
    EinField,
    EmailLineField,
    FromAddress,
    LineField,
    PhoneField,
    PostalCodeField,
    ReliefForm,
    RfcField,
    YesNoField,
)
from relief.core.words import choices
from relief.donors import words  # noqa: F401 - registers the words
from relief.donors.models import DonorKind
from relief.donors.regimes import REGIMES

LANGUAGES = {"es": _l("Spanish"), "en": _l("English")}
MEMBERS = {"yes": _l("yes"), "former": _l("left the association"), "no": _l("no")}
NEIGHBOURS = ("MX", "US", "CA")


def country_names() -> dict[str, str]:
    """Return countries by ISO code in the reader's language, the three neighbours first."""
    locale = get_locale() or Locale("es", "MX")
    names = {c: n for c, n in locale.territories.items() if len(c) == 2 and c.isalpha()}
    rest = sorted((c for c in names if c not in NEIGHBOURS), key=lambda code: names[code])
    return {code: names[code] for code in (*NEIGHBOURS, *rest) if code not in {"ZZ", "EU", "UN"}}


def country_name(code: str) -> str:
    """Return a country in the reader's language; the code itself when the world has none such."""
    locale: Any = get_locale() or Locale("es", "MX")
    return str(locale.territories.get(code, code))


class CountryField(ChoiceField):
    """A country, named in the language of whoever reads this form."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(label, labels=country_names(), **options)


class DonorForm(ReliefForm):
    """One donor: who it is, its tax facts, where it is and whether it is a member."""

    kind = ChoiceField(_l("Kind"), labels=choices(DonorKind), radio=True, default=DonorKind.COMPANY)
    name = LineField(_l("Legal name"), max=200)
    rfc = RfcField(_l("RFC"), required=False)
    tax_regime = ChoiceField(_l("Tax regime"), labels=REGIMES, required=False, blank="—")
    postal_code = PostalCodeField(_l("Postal code"), required=False)
    ein = EinField(_l("EIN"), required=False)
    parent_name = LineField(_l("Parent company in the US"), max=200, required=False)
    address = LineField(_l("Address"), max=300, required=False)
    city = LineField(_l("City"), max=80, required=False)
    country = CountryField(_l("Country"), default="MX")
    email = EmailLineField(_l("E-mail"), required=False)
    phone = PhoneField(_l("Telephone"), required=False)
    language = ChoiceField(_l("Language of its letters"), labels=LANGUAGES, default="es")
    is_member = YesNoField(_l("It is a member of the association"))
    member_no = LineField(_l("Membership number"), max=20, required=False)
    joined_on = DayField(_l("Member since"), earliest=date(1950, 1, 1), required=False)

    def values(self) -> dict[str, Any]:
        """Return what was typed, by column; nothing typed is no number, and no mail is ''."""
        typed = {f.name: f.data for f in self if f.name != "csrf_token"}
        for name in ("email", "phone"):
            typed[name] = typed[name] or ""
        for name in ("rfc", "tax_regime", "postal_code", "ein", "member_no"):
            typed[name] = typed[name] or None
        return typed


class ContactForm(ReliefForm):
    """Somebody to write to."""

    name = LineField(_l("Name"), max=120)
    title = LineField(_l("Position"), max=120, required=False)
    email = EmailLineField(_l("E-mail"))
    phone = PhoneField(_l("Telephone"), required=False)
    language = ChoiceField(_l("Language of its letters"), labels=LANGUAGES, default="es")
    is_primary = YesNoField(_l("Main contact"))

    def values(self) -> dict[str, Any]:
        """Return what was typed, by column."""
        typed = {f.name: f.data for f in self if f.name != "csrf_token"}
        return {**typed, "phone": typed["phone"] or ""}


class FilterForm(FromAddress):
    """What the list may be narrowed by; read from the address."""

    q = LineField(_l("Name, RFC or member number"), max=80, required=False)
    member = ChoiceField(_l("Member"), labels=MEMBERS, required=False, blank=_l("any"))
    review = ChoiceField(
        _l("Review"),
        labels={"yes": _l("to review"), "no": _l("reviewed")},
        required=False,
        blank=_l("any"),
    )
