"""The ways a slip is refused, each with what to do instead."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class TooManySlips(ReliefError):
    """Somebody has to read the ones that are there first."""

    message = _l("This pledge already has %(count)s slips that nobody has read yet.")
    field = "file"


class SlipNotTaken(ReliefError):
    """The pledge waits for no money."""

    message = _l("Pledge %(reference)s does not wait for a payment.")


class SlipDecided(ReliefError):
    """Somebody else was first."""

    message = _l("%(who)s already answered this slip.")


class SlipNeedsAnswer(ReliefError):
    """The donor must understand why."""

    message = _l("Write the answer: the donor will read it.")
    field = "answer"
