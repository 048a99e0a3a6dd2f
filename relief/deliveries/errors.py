"""The ways the deliveries room refuses."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class NothingPlanned(ReliefError):
    """A trip without goods is no delivery."""

    message = _l("Choose at least one lot and how many units of it.")
    field = "lines"


class HospitalNotApproved(ReliefError):
    """Goods go only where somebody checked who receives."""

    message = _l("%(name)s may not receive yet: its record is %(status)s.")
    field = "hospital"


class NeedNotOpen(ReliefError):
    """Only what was approved and still waits is supplied."""

    message = _l("%(reference)s is now %(status)s, so nothing can be planned for it.")
    field = "need"


class NeedOfAnother(ReliefError):
    """The need of one hospital is not supplied by a trip to another."""

    message = _l("%(reference)s belongs to another hospital.")
    field = "need"


class ExpiresBefore(ReliefError):
    """Goods must still be good on the day they leave."""

    message = _l("Lot %(lot)s expires on %(day)s, before the day of the delivery.")


class OrderReasonMissing(ReliefError):
    """What expires first goes first, unless somebody says why not."""

    message = _l(
        "Lot %(lot)s expires on %(day)s, before others that you chose, and %(count)s of it would"
        " stay. Send it first, or write why not."
    )
    field = "order_reason"


class DeliveryMoved(ReliefError):
    """Somebody else was quicker, or the delivery never stood where the deed asks."""

    message = _l("%(reference)s is now %(status)s, so this can no longer be done. Reload the page.")


class LinesNotPicked(ReliefError):
    """What was not checked does not go into the box."""

    message = _l("Check every line before packing: %(missing)s still to be picked.")


class AlreadyConfirmed(ReliefError):
    """A hospital signs once; who comes later sees what was signed."""

    message = _l("%(name)s already confirmed this delivery. Nothing was changed.")


class AnswerIncomplete(ReliefError):
    """Each line that was sent is answered once, and no other."""

    message = _l("Answer every line of the delivery once. Reload the page and try again.")


class DoesNotAddUp(ReliefError):
    """Accepted, short, damaged and rejected are what was sent, no more and no less."""

    message = _l(
        "Of %(item)s %(sent)s were sent, but accepted, short, damaged and rejected add up to"
        " %(total)s."
    )


class NothingToPick(ReliefError):
    """What a donor brings to the hospital itself was never in a place of ours."""

    message = _l("%(reference)s goes straight from its donor: there is nothing to pick.")


class LostTooMuch(ReliefError):
    """No more can be lost than was on the road."""

    message = _l("Of %(item)s %(sent)s were sent; no more can be missing.")


class ExpiryUnknown(ReliefError):
    """Goods that expire must say when, whoever brings them."""

    message = _l("Write until when %(item)s is good.")
    field = "lines"


class ReasonMissing(ReliefError):
    """Whoever reads this later needs to know why."""

    message = _l("Write the reason in a few words.")
    field = "reason"


class AlreadySettled(ReliefError):
    """Two people looked at one report; the second sees what the first did."""

    message = _l("%(name)s already settled this report. Reload the page.")


class NoteMissing(ReliefError):
    """Whoever reads later why one version was kept needs a sentence."""

    message = _l("Write in a few words how you found out.")
    field = "note"


class NotToBeTaken(ReliefError):
    """A version that does not fit the delivery cannot become its acuse by a button."""

    message = _l(
        "The driver's version does not fit this delivery as it is now. Keep what stands, and enter"
        " the signed sheet by hand if it says otherwise."
    )


class TooManyReports(ReliefError):
    """A phone that says something new again and again is no driver's."""

    message = _l("Too many reports about this delivery. Call the coordination.")


class NothingToAttach(ReliefError):
    """An acuse on paper is a picture or a PDF of the sheet."""

    message = _l("Choose the photograph of the signed sheet.")
    field = "file"
