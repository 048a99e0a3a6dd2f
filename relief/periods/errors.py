"""The ways a closed month refuses."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class MonthClosed(ReliefError):
    """The accountant already has the figures of this month."""

    message = _l(
        "%(month)s is closed: nothing dated in it may change. Use a later date, or ask an "
        "administrator to open the month again."
    )
