"""The ways the counts room refuses."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class NothingToCount(ReliefError):
    """An empty sheet sends nobody anywhere."""

    message = _l("%(place)s holds nothing of that. Choose another place or item.")


class TooManyLots(ReliefError):
    """A sheet is walked by one person in one go."""

    message = _l("That would be more than %(most)s lots. Count by category or by item.")


class CountMoved(ReliefError):
    """Somebody else took the count further, or ended it."""

    message = _l("%(reference)s is now %(status)s: %(actor)s was quicker. Reload the page.")


class CountedMeanwhile(ReliefError):
    """Two people counted one lot; the second one sees what the first found."""

    message = _l(
        "%(actor)s counted %(counted)s of lot %(lot)s while you were counting, and you wrote "
        "%(typed)s. Look together, then save again."
    )


class AlreadyListed(ReliefError):
    """A lot stands on a sheet once, however often its box is scanned."""

    message = _l("Lot %(lot)s is already on this sheet.")
    field = "code"


class NoSuchLot(ReliefError):
    """What has no lot cannot be counted into the stock; it comes in as an intake."""

    message = _l("No lot has the code %(code)s. Goods without a lot come in as an intake.")
    field = "code"


class NothingCounted(ReliefError):
    """A sheet without a number proves nothing."""

    message = _l("Count at least one lot before you send the sheet.")


class SecondPersonNeeded(ReliefError):
    """Who counted does not approve the count."""

    message = _l("Somebody who did not count has to approve it: %(actor)s counted.")


class LineStale(ReliefError):
    """The same difference may not be adjusted twice."""

    message = _l(
        "Lot %(lot)s was adjusted after it was counted here. Send the sheet back and count that "
        "lot again."
    )


class BelowReserved(ReliefError):
    """What was promised to a delivery has to be there."""

    message = _l(
        "Of lot %(lot)s %(left)s would be left and %(reserved)s are reserved for deliveries. "
        "Change a delivery first."
    )


class ReasonMissing(ReliefError):
    """Who turns a sheet back or puts it aside says why."""

    message = _l("Write the reason.")
    field = "reason"
