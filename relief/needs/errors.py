"""The ways the needs room refuses."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class NeedMoved(ReliefError):
    """Somebody else was quicker, or the request never stood where the deed asks."""

    message = _l("%(reference)s is now %(status)s, so this can no longer be done. Reload the page.")


class NothingAsked(ReliefError):
    """A request without lines asks for nothing."""

    message = _l("Write at least one line: what is missing and how many.")
    field = "lines"


class AskedTwice(ReliefError):
    """Two lines of one item would be counted apart."""

    message = _l("%(item)s is asked for twice. Add both quantities on one line.")
    field = "lines"


class TooManyAsked(ReliefError):
    """Somebody has to read the ones that are there first."""

    message = _l("%(count)s requests of yours wait to be read. Write again once they are answered.")


class NoLinkFor(ReliefError):
    """Whoever does not receive does not ask either."""

    message = _l("%(name)s is inactive: it gets no link.")


class ReasonMissing(ReliefError):
    """Whoever asked is owed a reason."""

    message = _l("Write the reason, so that the hospital knows it.")
    field = "reason"


class DayPassed(ReliefError):
    """Nobody can bring anything on a day that is over."""

    message = _l("That day has passed. Choose today or a later day.")
    field = "needed_by"
