"""The ways the checkout room refuses."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class ProviderAway(ReliefError):
    """The provider does not answer, is busy, or asks us to come back: nothing is lost."""

    message = _l("The payment service does not answer now. Nothing was charged. Try again.")


class ProviderRefuses(ReliefError):
    """The provider answered, and said no. `told` is their reason, for staff and never for donors."""

    message = _l("The payment service cannot open this payment. Nothing was charged.")

    def __init__(self, *, told: str = "") -> None:
        self.told = told
        super().__init__()


class NotGenuine(Exception):
    """A notice that the provider did not send, or sent too long ago, or that nobody can read."""


class WayNotOffered(ReliefError):
    """A voucher for dollars, or for more than a voucher carries."""

    message = _l("This amount cannot be paid in that way. Choose another one.")
    field = "way"


class AmountTooSmall(ReliefError):
    """Below what the provider moves."""

    message = _l("The smallest amount that can be paid online is %(least)s.")
    field = "amount"


class AmountTooLarge(ReliefError):
    """Above what the provider moves at once."""

    message = _l(
        "The largest amount that can be paid online at once is %(most)s. Pay in parts, or transfer by yourself."
    )
    field = "amount"


class AttemptOver(ReliefError):
    """The form belongs to an attempt that has ended."""

    message = _l("That payment page has expired. Check the amount and try again.")


class AlreadyReviewed(ReliefError):
    """Somebody else was first."""

    message = _l("%(who)s already reviewed this notice.")
