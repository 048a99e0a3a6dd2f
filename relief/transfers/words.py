"""The word on screen for each state of this room."""

from flask_babel import lazy_pgettext as _lp

from relief.core.words import register
from relief.transfers.models import TransferStatus

register(
    TransferStatus,
    {
        "in_transit": _lp("transfer", "in transit"),
        "received": _lp("transfer", "received"),
        "received_with_differences": _lp("transfer", "received with differences"),
        "returned": _lp("transfer", "returned"),
    },
)
