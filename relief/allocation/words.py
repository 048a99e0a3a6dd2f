"""The word on screen for each state of this room."""

from flask_babel import lazy_pgettext as _lp

from relief.allocation.models import AllocationStatus
from relief.core.words import register

register(
    AllocationStatus,
    {
        "proposed": _lp("allocation", "proposed"),
        "reserved": _lp("allocation", "reserved"),
        "released": _lp("allocation", "released"),
        "shipped": _lp("allocation", "shipped"),
    },
)
