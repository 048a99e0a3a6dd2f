"""The ways the transfers room refuses."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class NothingSent(ReliefError):
    """A transfer carries something."""

    message = _l("Write how many units of at least one lot leave.")


class TransferMoved(ReliefError):
    """Somebody counted the goods in, or brought them back, a moment before."""

    message = _l("%(reference)s is already %(status)s: %(actor)s was quicker. Reload the page.")


class LinesIncomplete(ReliefError):
    """Every line that left has to end somewhere."""

    message = _l("Count every line of the transfer, even those of which nothing arrived.")


class DoesNotAddUp(ReliefError):
    """Whatever left arrived, was lost or broke; nothing else."""

    message = _l(
        "Of lot %(lot)s %(sent)s were sent, but received, lost and damaged add up to %(total)s."
    )


class MoreThanSent(ReliefError):
    """The ledger cannot find units on the road that never left."""

    message = _l(
        "Of lot %(lot)s only %(sent)s were sent and %(total)s are written. Receive what was sent; "
        "then count the lot at both places."
    )


class DifferenceUnexplained(ReliefError):
    """What was lost or broke on the road has a story."""

    message = _l("Write what happened to lot %(lot)s.")


class ReasonMissing(ReliefError):
    """Who brings goods back says why."""

    message = _l("Write why the goods came back.")
    field = "reason"
