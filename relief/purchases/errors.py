"""The ways the purchases room refuses."""

from collections.abc import Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


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


class LineRefused(ReliefError):
    """Something is wrong with the count of one line, whose id is `line_id`."""

    def __init__(self, line_id: UUID, **values: object) -> None:
        super().__init__(**values)
        self.line_id = line_id


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


class ExpiryMissing(LineRefused):
    """The item's rule asks for a date."""

    message = _l("Write when this lot expires: it is printed on the package.")
    field = "expires_on"


class CameExpired(LineRefused):
    """What has expired is not taken in."""

    message = _l(
        "These goods expired before they arrived. Receive 0 of them and choose that reason."
    )
    field = "expires_on"


class CountsRefused(ReliefError):
    """All that is wrong with a count, line by line, in `refusals`."""

    def __init__(self, refusals: Sequence[LineRefused]) -> None:
        super().__init__()
        self.refusals = list(refusals)

    def __str__(self) -> str:
        return " ".join(str(refusal) for refusal in self.refusals)
