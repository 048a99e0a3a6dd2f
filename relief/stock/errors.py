"""The ways the stock room refuses."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class NotEnoughStock(ReliefError):
    """Nothing leaves that is not there."""

    message = _l(
        "Of %(item)s, lot %(lot)s, only %(available)s are available and %(wanted)s are asked for."
    )


class NothingReserved(ReliefError):
    """A promise can be used or taken back only once."""

    message = _l(
        "Lot %(lot)s is no longer reserved for this. Reload the page to see what happened."
    )
