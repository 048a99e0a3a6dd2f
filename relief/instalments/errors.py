"""The ways the instalments room refuses."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class NothingToSchedule(ReliefError):
    """The pledge promises no money, or nobody accepted it, or it ended."""

    message = _l("Pledge %(reference)s has no money to wait for, so it has no schedule.")


class PartsDiffer(ReliefError):
    """The parts are not the pledge, to the centavo."""

    message = _l("The parts sum to %(sum)s and the pledge is %(amount)s. Make them equal.")


class DatesOutOfOrder(ReliefError):
    """Two parts on one day, or a part before the one in front of it."""

    message = _l("Each part needs a day of its own, later than the part before it.")


class TooManyParts(ReliefError):
    """No parts at all, or more than fit."""

    message = _l("A schedule has from 1 to %(most)s parts.")


class ScheduleExists(ReliefError):
    """Somebody else made the first schedule. Values: `who`."""

    message = _l("%(who)s already made a schedule. Change that one.")


class ScheduleMovedOn(ReliefError):
    """The form was opened over an older revision. Values: `who`."""

    message = _l("%(who)s changed the schedule meanwhile. Look at it and begin again.")


class NothingChanged(ReliefError):
    """The new schedule is the old one."""

    message = _l("These are the dates and amounts that already stand.")


class ReasonMissing(ReliefError):
    """A change or a write-off without its reason."""

    message = _l("Write the reason: it stays in the history.")
    field = "reason"


class NothingToWriteOff(ReliefError):
    """Everything that was promised has been paid."""

    message = _l("Pledge %(reference)s has nothing left to write off.")


class RemindersAlreadyStopped(ReliefError):
    """Somebody else stopped them. Values: `who`."""

    message = _l("%(who)s already stopped the reminders of this pledge.")


class RemindersNotStopped(ReliefError):
    """Somebody else let them go on."""

    message = _l("The reminders of this pledge are not stopped.")


class MoreThanApproved(ReliefError):
    """Money was taken back after the request. Values: `left`, `approved`."""

    message = _l("Now %(left)s is missing and the request was for %(approved)s. Ask again.")
