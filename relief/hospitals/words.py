"""The word on screen for each state and kind of this room."""

from flask_babel import lazy_pgettext as _lp

from relief.core.words import register
from relief.hospitals.models import HospitalStatus

register(
    HospitalStatus,
    {
        "invited": _lp("hospital", "invited"),
        "under_review": _lp("hospital", "under review"),
        "approved": _lp("hospital", "approved"),
        "recertify": _lp("hospital", "to recertify"),
        "inactive": _lp("hospital", "inactive"),
    },
)
