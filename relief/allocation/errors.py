"""The ways the allocation room refuses."""

from collections.abc import Mapping
from uuid import UUID

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class NoPlaceChosen(ReliefError):
    """Goods leave from somewhere."""

    message = _l("Choose at least one place that the goods leave from.")
    field = "places"


class NothingToShare(ReliefError):
    """No line of an open need asks for anything that is there."""

    message = _l(
        "Nothing can be shared out: no approved need still misses anything that can leave these"
        " places on that day."
    )


class AllocationMoved(ReliefError):
    """Somebody else was quicker."""

    message = _l(
        "%(actor)s was quicker: %(reference)s is now %(status)s, so this can no longer be done."
        " Nothing was done twice."
    )


class DayPassed(ReliefError):
    """Nothing leaves yesterday."""

    message = _l("This was proposed for %(day)s. Share out again to bring it to today.")


class NothingGiven(ReliefError):
    """Zero for everybody reserves nothing."""

    message = _l("Give at least one unit to somebody.")


class SharesRefused(ReliefError):
    """Some lines cannot stand as they are; `lines` says by line of the need what is wrong with each."""

    message = _l(
        "Nothing was reserved, and what you typed is kept. Look at the lines marked below."
    )

    def __init__(self, lines: Mapping[UUID, ReliefError]) -> None:
        super().__init__()
        self.lines = dict(lines)


class SharedMeanwhile(ReliefError):
    """Somebody else asked the rule again, and other lines came in."""

    message = _l(
        "%(actor)s shared out again meanwhile, and lines were added. What you typed is kept: look"
        " at the numbers below once more."
    )


class ReasonForChange(ReliefError):
    """Whoever asks later why the rule was not followed finds it here."""

    message = _l("The rule gives %(proposed)s. Write why it gets %(quantity)s.")
    field = "reason"


class TooFewLeft(ReliefError):
    """Others took some meanwhile, or more was typed than there is."""

    message = _l(
        "Of %(item)s only %(left)s can still leave, and the lines here add up to %(given)s: give"
        " %(over)s fewer, or share out again."
    )
    field = "quantity"


class MissesLess(ReliefError):
    """Somebody else sends it part of what it missed."""

    message = _l(
        "It missed %(before)s; meanwhile others send it some and it misses %(missing)s. Share out"
        " again, or give no more than that."
    )
    field = "quantity"


class NeedClosed(ReliefError):
    """A need that was cancelled or supplied meanwhile gets nothing."""

    message = _l("%(reference)s is now %(status)s: give it 0, or share out again.")
    field = "quantity"


class HospitalClosed(ReliefError):
    """The hospital's record changed meanwhile."""

    message = _l("%(name)s may not receive now: give it 0, or share out again.")
    field = "quantity"


class ReasonMissing(ReliefError):
    """Whoever reads this later needs to know why."""

    message = _l("Write the reason in a few words.")
    field = "reason"
