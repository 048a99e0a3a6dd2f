"""The ways the routes room refuses."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class RouteMoved(ReliefError):
    """Somebody else was quicker, or the route never stood where the deed asks."""

    message = _l("%(reference)s is now %(status)s, so this can no longer be done. Reload the page.")


class OnAnotherRoute(ReliefError):
    """A delivery goes on one trip only."""

    message = _l("%(reference)s is already on route %(route)s. Take it off there first.")
    field = "delivery"


class NotWaiting(ReliefError):
    """Only what has not left yet, and will, can be put on a trip."""

    message = _l("%(reference)s is %(status)s, so it cannot be put on a route.")
    field = "delivery"


class LeavesElsewhere(ReliefError):
    """A trip begins at one place."""

    message = _l("%(reference)s leaves from %(place)s, and this route from another place.")
    field = "delivery"


class StopsMoved(ReliefError):
    """Whoever orders stops must have seen the order that they change."""

    message = _l("Somebody changed the stops meanwhile. Look at the order again and repeat it.")


class NoStops(ReliefError):
    """A trip to nobody is no trip."""

    message = _l("Put at least one delivery on the route before it starts.")


class DriverMissing(ReliefError):
    """Somebody must be asked where the goods are."""

    message = _l("Say who drives before the route starts.")
    field = "driver"


class NotPacked(ReliefError):
    """What is not in a box yet cannot leave."""

    message = _l("Not packed yet: %(references)s. Pack them, or take them off the route.")


class StopsOpen(ReliefError):
    """A trip ends when each stop was handed over or came back."""

    message = _l("Still without an answer: %(references)s. Keep each acuse, or say what failed.")


class ReasonMissing(ReliefError):
    """Whoever reads this later needs to know why."""

    message = _l("Write the reason in a few words.")
    field = "reason"


class NoMailbox(ReliefError):
    """A letter needs an address."""

    message = _l("The driver has no e-mail written down. Send the link by WhatsApp, or copy it.")
