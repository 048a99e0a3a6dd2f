"""The ways the kits' room refuses."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class NotAKit(ReliefError):
    """Only an item with components can be put together."""

    message = _l("%(item)s has no components. Write down first what one of them holds.")


class NotEnoughParts(ReliefError):
    """Kits are made whole or not at all."""

    message = _l(
        "With what may be used at %(place)s, %(possible)s can be assembled and not %(wanted)s. "
        "Not enough of: %(missing)s."
    )
    field = "kits"


class ComponentTwice(ReliefError):
    """Two lines of one item would make two recipes."""

    message = _l("%(item)s stands on two lines. Write it once, with all its units.")


class NoComponents(ReliefError):
    """A kit holds something."""

    message = _l("Write at least one component.")


class KitInsideKit(ReliefError):
    """Kits are made of goods, so that the way from a lot to its kits is one step."""

    message = _l("%(item)s is itself a kit. A kit is made of goods, not of other kits.")


class UsedInKit(ReliefError):
    """What is a component cannot become a kit."""

    message = _l("%(item)s is a component of %(kit)s, so it cannot be a kit itself.")


class NotAssembledHere(ReliefError):
    """What others packed cannot be returned to lots that we never had."""

    message = _l("Lot %(lot)s was not assembled here: nobody knows which lots are inside.")


class NotSoManyKits(ReliefError):
    """Kits that were promised or sent stay whole."""

    message = _l(
        "Of lot %(lot)s there are %(on_hand)s at %(place)s, and %(reserved)s of them are reserved "
        "for deliveries: %(available)s may be taken apart."
    )
    field = "kits"


class HeldForItself(ReliefError):
    """Parts of a kit that may be spoiled do not go back among the good ones."""

    message = _l(
        "Lot %(lot)s is %(state)s and none of its parts is. Hold back the lot inside that is to "
        "blame, or release the kits, before you take them apart."
    )
