"""The ways the receipts room refuses."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class PaymentNotConfirmed(ReliefError):
    """Only money in the account is acknowledged."""

    message = _l(
        "Payment %(reference)s is %(status)s. A receipt is issued for confirmed payments only."
    )


class IntakeNotAccepted(ReliefError):
    """Only goods that were received are acknowledged."""

    message = _l("Intake %(reference)s is %(status)s. A receipt is issued for received goods only.")


class ValuesMissing(ReliefError):
    """The receipt prints approved values."""

    message = _l("Approve the value of every line of intake %(reference)s first.")


class NothingOfValue(ReliefError):
    """A receipt states a value."""

    message = _l("No line of intake %(reference)s was received with a value.")


class TwoCurrencies(ReliefError):
    """One receipt, one currency."""

    message = _l(
        "The values of intake %(reference)s are in pesos and in dollars. "
        "Approve them in one currency."
    )


class AlreadyVoided(ReliefError):
    """A receipt is voided once."""

    message = _l("%(who)s already voided receipt %(folio)s.")


class ReasonMissing(ReliefError):
    """The notice prints why."""

    message = _l("Say why the receipt is voided.")
    field = "reason"


class ReasonCannotBeDrawn(ReliefError):
    """The notice prints the reason, so that its letters must exist on paper."""

    message = _l("These characters cannot be printed on the notice: %(characters)s.")
    field = "reason"
