"""The ways the meals room refuses."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class SlotMoved(ReliefError):
    """Somebody else was quicker, or the day never stood where the deed asks."""

    message = _l("These meals are now %(status)s, so this can no longer be done. Reload the page.")


class NoDays(ReliefError):
    """A programme that feeds nobody on any day."""

    message = _l("None of these weekdays falls between the two days. Choose others.")
    field = "weekdays"


class TooLong(ReliefError):
    """Nobody plans meals for years."""

    message = _l("A programme lasts a year at most. You can make it longer later.")
    field = "fed_until"


class DietsAbovePortions(ReliefError):
    """Diets are counted within the portions, not besides them."""

    message = _l("The diets add up to more than the portions. They are counted within them.")
    field = "portions"


class NotApproved(ReliefError):
    """Meals, too, go only where somebody answers for them."""

    message = _l("%(name)s is not approved. Meals go only to approved hospitals.")
    field = "hospital"


class NotLater(ReliefError):
    """A programme is made longer by a later last day only."""

    message = _l("The programme reaches %(day)s already. Choose a later day.")
    field = "fed_until"


class ReasonMissing(ReliefError):
    """Whoever counted on it is owed a reason."""

    message = _l("Write the reason, so that the others know it.")
    field = "reason"


class CountDiffers(ReliefError):
    """A number that is not the planned one needs its story."""

    message = _l("%(served)s portions came and %(planned)s were planned. Write why.")
    field = "reason"


class NothingChosen(ReliefError):
    """A company that takes no day on."""

    message = _l("Choose at least one day.")


class TooManyChosen(ReliefError):
    """One form holds what a person can keep in mind."""

    message = _l("At most %(most)s days fit in one form. Send these, then choose others.")


class AllTaken(ReliefError):
    """Somebody else took every chosen day on a moment before."""

    message = _l(
        "Thank you: somebody took these days on a moment before you. Choose others, please."
    )


class TooManyHeld(ReliefError):
    """Whom nobody knows yet does not take the whole board."""

    message = _l(
        "You already have %(count)s days to come, as many as a new company may. We will call you; then there is room for more."
    )


class CampaignOver(ReliefError):
    """Days are taken on while the campaign takes gifts."""

    message = _l("This campaign takes no gifts at the moment.")


class TooLate(ReliefError):
    """On the day itself somebody counts on it."""

    message = _l("The day has come: call us, so that nobody is left without a meal.")


class TooEarly(ReliefError):
    """What has not been served cannot be signed for."""

    message = _l("These meals are for %(day)s. They can be signed for from that day on.")


class NobodyCooks(ReliefError):
    """Meals that nobody took on cannot have come."""

    message = _l("Nobody took this day on. Say first which company brought the meals.")


class NoLinkFor(ReliefError):
    """Whoever does not receive does not sign either."""

    message = _l("%(name)s is inactive: it gets no link.")


class AlreadySettled(ReliefError):
    """What is in the books is put right there."""

    message = _l("This day is in the books already, in %(reference)s. It cannot change here.")


class MonthNotOver(ReliefError):
    """A month is settled whole."""

    message = _l("The month can be settled once it is over, after %(day)s.")


class DaysWaiting(ReliefError):
    """What nobody signed for is no gift yet, and may become one."""

    message = _l("%(count)s days of this month still wait for their acuse. Answer them first.")


class NothingToSettle(ReliefError):
    """All of it is in the books, or nobody ate."""

    message = _l("Nothing of this month is left to settle. Reload the page.")
