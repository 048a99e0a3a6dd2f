"""The ways the hospitals room refuses."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class HospitalKnown(ReliefError):
    """Two records of one hospital would split its history."""

    message = _l("There is already a hospital with that name: %(name)s.")
    field = "name"
