"""The word on screen for each state and kind of this room."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from relief.core.words import register
from relief.needs.models import NeedStatus, Priority

register(
    NeedStatus,
    {
        "draft": _lp("need", "draft"),
        "submitted": _lp("need", "submitted"),
        "approved": _lp("need", "approved"),
        "rejected": _lp("need", "rejected"),
        "partially_fulfilled": _lp("need", "partially fulfilled"),
        "fulfilled": _lp("need", "fulfilled"),
        "cancelled": _lp("need", "cancelled"),
        "expired": _lp("need", "expired"),
    },
)
register(
    Priority,
    {"normal": _l("normal"), "high": _lp("priority", "high"), "urgent": _l("urgent")},
)
