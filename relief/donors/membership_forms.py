"""What is typed when a member leaves or joins."""

from datetime import date

from flask_babel import lazy_gettext as _l

from relief.core.forms import DayField, LineField, ReliefForm
from relief.donors.membership import today


class EndForm(ReliefForm):
    """A member leaves."""

    ended_on = DayField(_l("Left on"), earliest=date(1950, 1, 1), latest=today)
    reason = LineField(_l("Reason"), max=200)


class JoinForm(ReliefForm):
    """A donor joins."""

    joined_on = DayField(_l("Member since"), earliest=date(1950, 1, 1), latest=today)
    member_no = LineField(_l("Membership number"), max=20, required=False)
