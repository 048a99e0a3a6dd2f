"""The word on screen for each state and kind of this room."""

from flask_babel import lazy_gettext as _l

from relief.core.words import register
from relief.donors.models import DonorKind

register(
    DonorKind,
    {"company": _l("company"), "person": _l("person")},
)
