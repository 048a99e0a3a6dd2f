"""The word on screen for each state of this room."""

from flask_babel import lazy_pgettext as _lp

from relief.approvals.models import ApprovalStatus
from relief.core.words import register

register(
    ApprovalStatus,
    {
        "pending": _lp("approval", "waiting"),
        "approved": _lp("approval", "approved"),
        "rejected": _lp("approval", "rejected"),
        "withdrawn": _lp("approval", "withdrawn"),
    },
)
