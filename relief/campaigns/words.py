"""The word on screen for each state and kind of this room."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from relief.campaigns.models import CampaignStatus, EarmarkKind
from relief.core.words import register

register(
    CampaignStatus,
    {
        "draft": _lp("campaign", "draft"),
        "active": _lp("campaign", "active"),
        "paused": _lp("campaign", "paused"),
        "closed": _lp("campaign", "closed"),
        "archived": _lp("campaign", "archived"),
    },
)
register(
    EarmarkKind,
    {"city": _l("City"), "hospital": _l("Hospital"), "category": _l("Kind of help")},
)
