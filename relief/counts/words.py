"""The word on screen for each state of this room."""

from flask_babel import lazy_pgettext as _lp

from relief.core.words import register
from relief.counts.models import CountStatus

register(
    CountStatus,
    {
        "in_progress": _lp("count", "being counted"),
        "submitted": _lp("count", "to approve"),
        "approved": _lp("count", "approved"),
        "cancelled": _lp("count", "cancelled"),
    },
)
