"""The one way a link refuses: it never says why, so that nobody learns by trying."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class LinkDead(ReliefError):
    """The link is expired, revoked, foreign or invented."""

    message = _l("This link no longer works. Ask whoever sent it to you for a new one.")
