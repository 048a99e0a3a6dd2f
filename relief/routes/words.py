"""The word on screen for each state of this room."""

from flask_babel import lazy_pgettext as _lp

from relief.core.words import register
from relief.routes.models import RouteStatus

register(
    RouteStatus,
    {
        "planned": _lp("route", "planned"),
        "on_the_road": _lp("route", "on the road"),
        "done": _lp("route", "done"),
        "cancelled": _lp("route", "cancelled"),
    },
)
