"""The ways the thanks room refuses."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class UnknownPlaceholder(ReliefError):
    """A name in braces that nothing stands for."""

    message = _l("{%(name)s} means nothing here. These may be used: %(known)s.")
    field = "body"


class NothingToThankFor(ReliefError):
    """No gift waits for its thanks, or somebody was quicker."""

    message = _l("No gift of these days waits for its letter.")


class NotToBeSent(ReliefError):
    """A letter leaves once; one that a server refused may leave again."""

    message = _l("This letter was sent, handed over or taken back already.")


class NoAddress(ReliefError):
    """There is nowhere to mail it, or its reader wants no mail."""

    message = _l("This donor has no address for letters of thanks: hand it over on paper.")
