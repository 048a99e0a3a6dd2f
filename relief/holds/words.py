"""The word on screen for each state of this room."""

from flask_babel import lazy_pgettext as _lp

from relief.core.words import register
from relief.holds.models import HoldStatus

register(
    HoldStatus,
    {
        "held": _lp("hold", "held"),
        "confirmed": _lp("hold", "confirmed"),
        "released": _lp("hold", "given back"),
        "expired": _lp("hold", "expired"),
    },
)
