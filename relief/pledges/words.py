"""The word on screen for each state and kind of this room."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from relief.core.words import register
from relief.donors import moving
from relief.pledges.models import LineKind, PlanFrequency, Pledge, PledgeStatus

register(
    PledgeStatus,
    {
        "submitted": _lp("pledge", "submitted"),
        "accepted": _lp("pledge", "accepted"),
        "partially_fulfilled": _lp("pledge", "partially fulfilled"),
        "fulfilled": _lp("pledge", "fulfilled"),
        "declined": _lp("pledge", "declined"),
        "cancelled": _lp("pledge", "cancelled"),
        "written_off": _lp("pledge", "written off"),
    },
)
register(
    LineKind,
    {"cash": _l("cash"), "goods": _l("in kind")},
)
register(
    PlanFrequency,
    {
        "once": _l("in one payment"),
        "monthly": _l("monthly"),
        "quarterly": _l("every three months"),
        "custom": _l("on dates to be agreed"),
    },
)
moving.moves(Pledge, _l("Pledges"))
