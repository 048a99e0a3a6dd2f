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


class RateOfPesos(ReliefError):
    """A rate makes pesos of dollars, and nothing of pesos."""

    message = _l("An exchange rate belongs to dollars only. Leave it empty for pesos.")
    field = "pesos"


class RateOutOfTime(ReliefError):
    """The rate of a gift was published by the day it came."""

    message = _l("The exchange rate must be of the day the money arrived, or of a day before it.")
    field = "rate_on"


class NotConfirmed(ReliefError):
    """Money that nobody saw in the account cannot go back."""

    message = _l(
        "Payment %(reference)s is not confirmed: there is nothing to refund. Reverse it instead."
    )


class AlreadyRefunded(ReliefError):
    """Part of the money went back already, so that the whole cannot be undone."""

    message = _l(
        "%(who)s already refunded money of this payment. Refund what is left instead of reversing it."
    )


class MoreThanLeft(ReliefError):
    """Nobody gives back more than what came."""

    message = _l("Only %(left)s of this payment is left to refund; %(back)s went back already.")
    field = "amount"


class RefundInAnotherCurrency(ReliefError):
    """Dollars go back as dollars."""

    message = _l("This payment came in %(currency)s and goes back in %(currency)s.")
    field = "amount"


class InDispute(ReliefError):
    """The bank of the card's holder has the money for now."""

    message = _l(
        "This payment is in dispute. Wait for the bank's answer, or the money may go back twice."
    )


class RefundedOutOfTime(ReliefError):
    """Money goes back between the day it came and today."""

    message = _l("Choose a day from the one the money arrived until today.")
    field = "refunded_on"


class RefundReasonMissing(ReliefError):
    """Whoever reads the record later must understand why."""

    message = _l("Say why the money goes back.")
    field = "reason"
