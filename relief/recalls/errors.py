"""The ways the recalls room refuses."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class RecallOpen(ReliefError):
    """Two recalls of one lot would tell two stories."""

    message = _l("Lot %(lot)s is already recalled under %(reference)s, opened by %(actor)s.")


class RecallClosed(ReliefError):
    """What is closed stays as it was concluded."""

    message = _l("%(reference)s is already closed: %(actor)s was quicker. Reload the page.")


class HospitalTold(ReliefError):
    """A hospital is told once; the second person sees who did it."""

    message = _l("%(hospital)s was already told by %(actor)s.")


class ReasonMissing(ReliefError):
    """A recall begins with its cause and ends with a conclusion."""

    message = _l("Write the reason: hospitals and auditors will read it.")
    field = "reason"
