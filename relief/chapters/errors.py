"""The ways the chapters room refuses."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class BadSlug(ReliefError):
    """The name cannot stand in an address."""

    message = _l(
        "%(slug)s cannot be a chapter's address: use 2 to 40 small letters, digits or hyphens, "
        "and none of the words that the product's own pages use."
    )


class SlugTaken(ReliefError):
    """Another chapter has this address."""

    message = _l("There is a chapter %(slug)s already.")


class UnknownZone(ReliefError):
    """The clock of the chapter is not in the time zone database."""

    message = _l("There is no time zone %(zone)s. Write one like America/Tijuana.")
