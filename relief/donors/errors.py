"""The ways the donors room refuses."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class MemberNumberTaken(ReliefError):
    """A membership number belongs to one company."""

    message = _l("Membership number %(number)s already belongs to %(name)s.")
    field = "member_no"


class DonorAlreadyReviewed(ReliefError):
    """Somebody else looked at this donor first."""

    message = _l("%(who)s already marked this donor as reviewed.")
