"""The ways a second pair of eyes refuses."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class AlreadyAsked(ReliefError):
    """One request waits at a time for the same act on the same record."""

    message = _l("%(who)s already asked for this. It waits for a second person.")


class AlreadyDecided(ReliefError):
    """Somebody else was first."""

    message = _l("%(who)s was first: this request is already %(state)s.")


class OwnRequest(ReliefError):
    """Two pairs of eyes are needed."""

    message = _l("You asked for this yourself: another person must decide it.")


class MayNotDecide(ReliefError):
    """Who decides must be allowed to do the act itself."""

    message = _l("To decide this you need the permission to do it yourself, and to authorise.")


class NotYours(ReliefError):
    """Only who asked takes a request back."""

    message = _l("Only %(who)s, who asked for it, may withdraw this request.")


class NoteMissing(ReliefError):
    """Who asked must learn why not."""

    message = _l("Say why it is rejected: who asked will read it.")
    field = "note"
