"""The ways the stock room refuses."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class NotEnoughStock(ReliefError):
    """Nothing leaves that is not there."""

    message = _l(
        "Of %(item)s, lot %(lot)s, only %(available)s are available and %(wanted)s are asked for."
    )
    field = "quantity"


class NothingReserved(ReliefError):
    """A promise can be used or taken back only once."""

    message = _l(
        "Lot %(lot)s is no longer reserved for this. Reload the page to see what happened."
    )


class LotHeld(ReliefError):
    """A lot in quarantine or recalled stays where it is."""

    message = _l("Lot %(lot)s may not be sent out: it is %(state)s.")


class LotExpired(ReliefError):
    """Nothing is promised or sent after its last day."""

    message = _l("Lot %(lot)s expired on %(day)s and may not be sent out.")


class LotAlreadyThere(ReliefError):
    """Somebody else changed the state of the lot first."""

    message = _l("Lot %(lot)s is already %(state)s: %(actor)s changed it before you.")


class LotUnderRecall(ReliefError):
    """Only its recall lets a recalled lot go."""

    message = _l("Lot %(lot)s is recalled. End its recall to let it go.")


class ItemKnown(ReliefError):
    """Two items under one code could not be told apart."""

    message = _l("The code %(sku)s already belongs to %(name)s.")
    field = "sku"


class PlaceKnown(ReliefError):
    """Two places of one name could not be told apart."""

    message = _l("There is already a place with that name: %(name)s.")
    field = "name"


class PlaceClosed(ReliefError):
    """Goods go only to places in use."""

    message = _l("%(name)s is not in use. Choose another place.")
    field = "target"


class SamePlace(ReliefError):
    """A transfer needs two places."""

    message = _l("The goods are already at %(name)s. Choose another place.")
    field = "target"


class CountBelowReserved(ReliefError):
    """A count may not take away what was promised to a delivery."""

    message = _l(
        "%(reserved)s units are reserved for deliveries. Cancel or change a delivery before "
        "you count fewer."
    )
    field = "counted"


class ReasonDoesNotFit(ReliefError):
    """A count above what was written down cannot be a loss, nor one below a find."""

    message = _l(
        "That reason does not explain going from %(before)s to %(counted)s. Choose another one."
    )
    field = "reason"


class PackKnown(ReliefError):
    """Two packs of one name could not be told apart when somebody types them."""

    message = _l("There is already a pack of that name: %(label)s, of %(units)s.")
    field = "label"
