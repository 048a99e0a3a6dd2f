"""What the start page keeps an eye on among the meals."""

from flask_babel import ngettext

from relief.accounts.permissions import Permission
from relief.meals import lists as meals
from relief.web.watch import Watch

_P = Permission
MEALS = (
    Watch(
        _P.MEALS_EDIT,
        "meals.index",
        {"status": "open"},
        "pledged",
        "tools-kitchen-2",
        meals.count_gaps,
        lambda n: ngettext(
            "meal of this week without a cook", "meals of this week without a cook", n
        ),
    ),
    Watch(
        _P.MEALS_EDIT,
        "meals.index",
        {"when": "past", "status": "missed"},
        "urgent",
        "tools-kitchen-2",
        meals.count_missed,
        lambda n: ngettext("meal that nobody signed for", "meals that nobody signed for", n),
    ),
)
