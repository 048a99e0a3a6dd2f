"""The ways a closed month refuses."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class MonthClosed(ReliefError):
    """The accountant already has the figures of this month."""

    message = _l(
        "%(month)s is closed: nothing dated in it may change. Use a later date, or ask an "
        "administrator to open the month again."
    )


class MonthNotOver(ReliefError):
    """Money may still arrive in it."""

    message = _l("%(month)s is not over yet. Close it from the first day of the next month on.")


class AlreadyClosed(ReliefError):
    """Somebody else was first."""

    message = _l("%(who)s already closed %(month)s.")


class AlreadyReopened(ReliefError):
    """Somebody else was first."""

    message = _l("%(who)s already opened %(month)s again.")


class ReasonMissing(ReliefError):
    """Whoever has the old figures must learn why they may change."""

    message = _l("Say why the month is opened again.")
    field = "reason"
