"""The ways the accounts room refuses."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class AlreadyMember(ReliefError):
    """The person holds a role in the chapter already."""

    message = _l("%(email)s already has a role in this chapter.")
    field = "email"


class BadEmail(ReliefError):
    """The address cannot receive letters."""

    message = _l("Write a whole e-mail address, such as name@company.com.")
    field = "email"


class LastAdministrator(ReliefError):
    """A chapter must keep somebody who can let people in."""

    message = _l("The chapter must keep one administrator. Name another one first.")
