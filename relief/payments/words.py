"""The word on screen for each state and kind of this room."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from relief.core.words import register
from relief.payments.models import Method, PaymentStatus, ReversalKind

register(
    Method,
    {"transfer": _l("bank transfer"), "cheque": _l("cheque"), "cash": _l("cash")},
)
register(
    PaymentStatus,
    {
        "pending": _lp("payment", "pending"),
        "confirmed": _lp("payment", "confirmed"),
        "failed": _lp("payment", "failed"),
        "refunded": _lp("payment", "refunded"),
        "disputed": _lp("payment", "disputed"),
    },
)
register(
    ReversalKind,
    {
        "bounced": _l("cheque returned by the bank"),
        "mistaken": _l("recorded by mistake"),
        "returned": _l("returned to the donor"),
    },
)
