"""The ways the purchases room refuses."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError
from relief.intake.errors import LineRefused


class MoreThanRemains(ReliefError):
    """The purchase would spend money that is not there. Values: `left`, `total`."""

    message = _l("Only %(left)s remains of this money, and the lines add up to %(total)s.")
    field = "fund"


class NothingBought(ReliefError):
    """A purchase of nothing."""

    message = _l("Write down at least one item that was bought.")


class CostsMixed(ReliefError):
    """One purchase is paid with one money, in its currency."""

    message = _l("All lines cost in the currency of the money that pays them.")


class InvoiceKnown(ReliefError):
    """The same invoice twice would spend its money twice. Value: `reference`."""

    message = _l("This invoice of this supplier is already in purchase %(reference)s.")
    field = "invoice_no"


class InvoiceOfTomorrow(ReliefError):
    """An invoice bears a day that has come."""

    message = _l("The invoice cannot bear a day that has not come yet.")
    field = "invoiced_on"


class ArrivedTomorrow(ReliefError):
    """Goods are received on a day that has come."""

    message = _l("Goods cannot be received on a day that has not come yet.")
    field = "arrived_on"


class PurchaseDecided(ReliefError):
    """Somebody was quicker. Values: `actor`, `reference`, `state`."""

    message = _l("%(actor)s already changed purchase %(reference)s: it is now %(state)s.")


class NotApprovedYet(ReliefError):
    """Its goods wait for the second person. Value: `reference`."""

    message = _l("Purchase %(reference)s still waits for a second person.")


class CancelReasonMissing(ReliefError):
    """Others read why."""

    message = _l("Write the reason.")
    field = "reason"


class MoreThanBought(LineRefused):
    """What a supplier gives on top is a gift."""

    message = _l(
        "%(bought)s were bought. What came beyond that is a gift: record it as an intake of its donor."
    )
    field = "received"


class MissingUnexplained(LineRefused):
    """Fewer came, and nobody says why."""

    message = _l("%(bought)s were bought and %(received)s received: choose why.")
    field = "reason"
