"""The word on screen for each state and kind of this room."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from relief.core.words import register
from relief.donors import moving
from relief.intake.models import DifferenceReason, Intake, IntakeStatus, Regime

register(
    IntakeStatus,
    {
        "announced": _lp("intake", "announced"),
        "arrived": _lp("intake", "arrived"),
        "received": _lp("intake", "received"),
        "received_with_differences": _lp("intake", "received with differences"),
        "rejected": _lp("intake", "rejected"),
        "cancelled": _lp("intake", "cancelled"),
    },
)
register(
    DifferenceReason,
    {
        "short": _l("fewer than declared"),
        "surplus": _l("more than declared"),
        "damaged": _l("damaged on arrival"),
        "expired": _l("expired on arrival"),
        "wrong_item": _l("another item"),
    },
)
register(
    Regime,
    {
        "national": _l("national goods"),
        "definitive": _l("definitive import"),
        "temporary": _l("temporary import (IMMEX)"),
    },
)
moving.moves(Intake, _l("Intakes"))
