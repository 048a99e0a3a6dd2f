"""The ways the rates room refuses."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class RateOutOfBounds(ReliefError):
    """A misplaced point, more often than a collapse."""

    message = _l(
        "%(pesos)s pesos for a dollar cannot be right: between %(least)s and %(most)s is expected."
    )
    field = "pesos"


class RateTooFine(ReliefError):
    """More decimals than are kept would be rounded behind the writer's back."""

    message = _l("Write the rate with six decimals at most.")
    field = "pesos"


class RateNotYet(ReliefError):
    """Nobody knows tomorrow's rate."""

    message = _l("A rate is published until today at the latest.")
    field = "day"


class SourceMissing(ReliefError):
    """An auditor will ask who published it."""

    message = _l("Say who published the rate.")
    field = "source"
