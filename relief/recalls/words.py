"""The word on screen for each state of this room."""

from flask_babel import lazy_pgettext as _lp

from relief.core.words import register
from relief.recalls.models import NoticeWay, RecallOutcome, RecallStatus

register(
    RecallStatus,
    {"in_progress": _lp("recall", "in progress"), "closed": _lp("recall", "closed")},
)
register(
    RecallOutcome,
    {
        "released": _lp("recall", "fit to use: back to the stock"),
        "withdrawn": _lp("recall", "withdrawn for good"),
    },
)
register(
    NoticeWay,
    {"letter": _lp("notice", "by letter"), "spoken": _lp("notice", "by word of mouth")},
)
