"""The ways the holds room refuses."""

from collections.abc import Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class NothingHeld(ReliefError):
    """A hold on nothing."""

    message = _l("Write how many you give of at least one line.")
    field = "lines"


class NeedNotOpen(ReliefError):
    """What was missing is missing no more, or was never approved."""

    message = _l("%(hospital)s no longer waits for this. Look at what else is missing.")


class TooManyHolds(ReliefError):
    """Somebody has to promise what they hold first."""

    message = _l(
        "You hold goods %(most)s times already. Confirm or give back one of them first: each has"
        " its link in your mail."
    )
    field = "email"


class LineGone(ReliefError):
    """More is asked for than is left of one line, whose id is `line_id`."""

    message = _l(
        "Only %(left)s are left to give; others may have been quicker. Would you give those?"
    )
    field = "quantity"

    def __init__(self, line_id: UUID, **values: object) -> None:
        super().__init__(**values)
        self.line_id = line_id


class NothingLeft(LineGone):
    """Others hold or promised all that is missing of a line."""

    message = _l("Nothing is left of this line: others give it already. Thank you for trying.")


class LinesGone(ReliefError):
    """All lines of which less is left than was asked for."""

    message = _l("Less is left than you offer. Look at the marked lines.")

    def __init__(self, refusals: Sequence[LineGone]) -> None:
        super().__init__()
        self.refusals = refusals


class HoldOver(ReliefError):
    """The company let it go, staff did, or its time passed. Value: `reference`."""

    message = _l("Hold %(reference)s is over: others may give it now. Look at what is left.")


class HoldMoved(ReliefError):
    """Somebody was quicker. Values: `reference`, `state`."""

    message = _l("Hold %(reference)s is now %(state)s, so this can no longer be done.")


class ReasonMissing(ReliefError):
    """Whoever held it is owed a reason."""

    message = _l("Write the reason, so that the company knows it.")
    field = "reason"
