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


class NotAMember(ReliefError):
    """Only who is a member can leave."""

    message = _l("This donor is not a member now. The last change was by %(who)s.")


class AlreadyMember(ReliefError):
    """One stay at a time."""

    message = _l("This donor is a member already. The last change was by %(who)s.")


class EndsBeforeItBegan(ReliefError):
    """A stay has its days in order."""

    message = _l("It joined on %(day)s: it cannot have left before.")
    field = "ended_on"


class RejoinsTooEarly(ReliefError):
    """Two stays of one donor do not overlap."""

    message = _l("It left on %(day)s: choose that day or a later one.")
    field = "joined_on"


class DonorMergedAway(ReliefError):
    """What was two is one already; there is nothing left to merge."""

    message = _l("%(who)s already merged %(name)s into %(into)s.")


class SameDonor(ReliefError):
    """A merge needs two donors."""

    message = _l("Choose another donor: this is the same one.")


class RollImported(ReliefError):
    """A roll is imported once; the same file may be sent again."""

    message = _l("%(who)s already imported this file.")
