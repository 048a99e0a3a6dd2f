"""The word on screen for each state and reason of this room."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from relief.core.words import register
from relief.purchases.models import MissingReason, PurchaseStatus

register(
    PurchaseStatus,
    {
        "pending": _lp("purchase", "to be approved"),
        "confirmed": _lp("purchase", "confirmed"),
        "received": _lp("purchase", "received"),
        "received_with_differences": _lp("purchase", "received with differences"),
        "cancelled": _lp("purchase", "cancelled"),
    },
)
register(
    MissingReason,
    {
        "short": _l("fewer than bought"),
        "damaged": _l("damaged on arrival"),
        "expired": _l("expired on arrival"),
        "wrong_item": _l("another item"),
    },
)
