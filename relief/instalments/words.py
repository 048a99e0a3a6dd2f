"""The word on screen for each state and kind of this room."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from relief.core.words import register
from relief.instalments.models import Age, InstalmentState, ReminderKind

register(
    InstalmentState,
    {
        "scheduled": _lp("instalment", "scheduled"),
        "due": _lp("instalment", "due soon"),
        "overdue": _lp("instalment", "overdue"),
        "partially_paid": _lp("instalment", "partially paid"),
        "paid": _lp("instalment", "paid"),
        "cancelled": _lp("instalment", "cancelled"),
        "written_off": _lp("instalment", "written off"),
    },
)
register(
    Age,
    {
        "not_due": _l("Not due yet"),
        "up_to_30": _l("1 to 30 days"),
        "up_to_60": _l("31 to 60 days"),
        "up_to_90": _l("61 to 90 days"),
        "over_90": _l("More than 90 days"),
    },
)
register(
    ReminderKind,
    {
        "before": _l("before the date"),
        "after_3": _l("3 days after"),
        "after_15": _l("15 days after"),
        "after_30": _l("30 days after"),
    },
)
