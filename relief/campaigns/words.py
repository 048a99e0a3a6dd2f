"""The word on screen for each state and kind of this room."""

from flask_babel import lazy_pgettext as _lp

from relief.campaigns.models import CampaignStatus
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
