"""What the bitácora may be narrowed by."""

from flask_babel import lazy_gettext as _l

from relief.audit.words import Room
from relief.core.forms import ChoiceField, DayField, FromAddress, LineField
from relief.core.words import choices


class FilterForm(FromAddress):
    """Room, person and days; read from the address."""

    room = ChoiceField(_l("Room"), labels=choices(Room), required=False, blank=_l("all"))
    actor = LineField(_l("Who"), max=120, required=False)
    since = DayField(_l("From the day"), required=False)
    until = DayField(_l("To the day"), required=False)
