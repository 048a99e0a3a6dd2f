"""The word on screen for each state and kind of this room."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from relief.core.words import register
from relief.donors import moving
from relief.meals import settled  # noqa: F401 - rows that only this room knows
from relief.meals.models import Diet, MealAdoption, NoticeKind, Shift, SlotStatus, Weekday

register(
    Weekday,
    {
        "1": _l("Monday"),
        "2": _l("Tuesday"),
        "3": _l("Wednesday"),
        "4": _l("Thursday"),
        "5": _l("Friday"),
        "6": _l("Saturday"),
        "7": _l("Sunday"),
    },
)
register(
    SlotStatus,
    {
        "open": _lp("meal slot", "open"),
        "committed": _lp("meal slot", "committed"),
        "delivered": _lp("meal slot", "delivered"),
        "missed": _lp("meal slot", "missed"),
        "cancelled": _lp("meal slot", "cancelled"),
    },
)
register(
    Shift,
    {
        "morning": _lp("shift", "morning"),
        "afternoon": _lp("shift", "afternoon"),
        "night": _lp("shift", "night"),
    },
)
register(
    Diet,
    {
        "diabetic": _lp("diet", "diabetic"),
        "vegetarian": _lp("diet", "vegetarian"),
        "low_salt": _lp("diet", "low salt"),
        "soft": _lp("diet", "soft"),
    },
)
register(
    NoticeKind,
    {
        "before": _l("the day before"),
        "after": _l("the day after"),
        "cook": _l("what to cook"),
        "sign": _l("please sign"),
    },
)
moving.moves(MealAdoption, _l("Days with meals"))
