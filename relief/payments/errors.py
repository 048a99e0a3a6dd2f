"""The ways the payments room refuses."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class PledgeNotAccepted(ReliefError):
    """Nobody has agreed to this pledge yet."""

    message = _l(
        "Pledge %(reference)s is not accepted yet. Accept it first, then record its payment."
    )
    field = "pledge"


class PledgeClosed(ReliefError):
    """The pledge no longer waits for money."""

    message = _l(
        "Pledge %(reference)s is %(status)s. Record this payment without a pledge, "
        "or choose another one."
    )
    field = "pledge"


class PledgeOfGoods(ReliefError):
    """There is no money in what was promised."""

    message = _l(
        "Pledge %(reference)s promises goods and no money. Record this payment without a pledge."
    )
    field = "pledge"


class PledgeOfAnother(ReliefError):
    """The pledge was made by someone else, or for something else."""

    message = _l("Pledge %(reference)s belongs to another donor or campaign.")
    field = "pledge"


class CurrencyDiffers(ReliefError):
    """Pesos never settle a pledge in dollars."""

    message = _l(
        "Pledge %(reference)s is in %(pledged)s. Record a payment in %(paid)s without a pledge."
    )
    field = "amount"


class MoreThanOutstanding(ReliefError):
    """More arrived than was promised: somebody must say that it is so."""

    message = _l(
        "Only %(outstanding)s is outstanding on pledge %(reference)s: this is %(over)s more. "
        "If the donor did pay more, tick the box below."
    )
    field = "amount"


class NotYetArrived(ReliefError):
    """Nobody receives money tomorrow."""

    message = _l("The day the money arrived cannot be after today.")
    field = "received_on"


class AlreadyConfirmed(ReliefError):
    """Somebody else was first."""

    message = _l("%(who)s already confirmed this payment.")


class AlreadyReversed(ReliefError):
    """A payment is reversed once, whole."""

    message = _l("%(who)s already reversed this payment.")


class ReversedOutOfTime(ReliefError):
    """Money goes back between the day it came and today."""

    message = _l("Choose a day from the one the money arrived until today.")
    field = "reversed_on"


class ReasonMissing(ReliefError):
    """Whoever reads the record later must understand why."""

    message = _l("Say why the payment is reversed.")
    field = "reason"
