"""The ways a request of a donor is refused."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class NothingToChange(ReliefError):
    """What was typed is what is known."""

    message = _l("These are the data that we have already: there is nothing to change.")


class ContactKnown(ReliefError):
    """The mailbox is a contact already."""

    message = _l("This e-mail is already a contact.")
    field = "email"


class ContactGone(ReliefError):
    """There is no such contact any more."""

    message = _l("This contact is no longer on the list.")


class RequestWaits(ReliefError):
    """The same thing was asked for a moment ago."""

    message = _l("You asked for this already. We answer you by e-mail.")


class RequestDecided(ReliefError):
    """Somebody else was first."""

    message = _l("%(who)s already answered this request.")


class ReasonNeeded(ReliefError):
    """Whoever asked must understand why."""

    message = _l("Write the reason: whoever asked will read it.")
    field = "answer"
