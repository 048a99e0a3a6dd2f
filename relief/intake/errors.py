"""The ways the intake room refuses."""

from collections.abc import Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class IntakeAlreadyDecided(ReliefError):
    """Somebody was quicker. Values: `actor`, `reference`, `state`."""

    message = _l("%(actor)s already changed intake %(reference)s: it is now %(state)s.")


class NoGoods(ReliefError):
    """An arrival of nothing."""

    message = _l("Write down at least one item that arrived.")


class PledgeOfAnother(ReliefError):
    """The goods would fulfil somebody else's promise, or one of another campaign."""

    message = _l("Pledge %(reference)s is not of this donor and campaign.")
    field = "pledge"


class PledgeOfMoney(ReliefError):
    """Goods fulfil a promise of goods; others are a gift of their own."""

    message = _l("Pledge %(reference)s promises money only. Record the goods without it.")
    field = "pledge"


class ReasonMissing(ReliefError):
    """A refusal that others read needs its reason."""

    message = _l("Write the reason.")
    field = "reason"


class GoesStraight(ReliefError):
    """What a donor brings to a hospital is counted there, and followed by its delivery."""

    message = _l("%(reference)s goes straight to a hospital: its acuse decides what is received.")


class LineRefused(ReliefError):
    """Something is wrong with the count of one line, whose id is `line_id`."""

    def __init__(self, line_id: UUID, **values: object) -> None:
        super().__init__(**values)
        self.line_id = line_id


class DifferenceUnexplained(LineRefused):
    """The count is not what was declared, and nobody says why."""

    message = _l("%(declared)s were declared and %(received)s received: choose why.")
    field = "reason"


class DifferenceMisread(LineRefused):
    """A surplus that is called short, or the other way round."""

    message = _l("That reason does not fit: %(declared)s were declared and %(received)s received.")
    field = "reason"


class ExpiryMissing(LineRefused):
    """The item's rule asks for a date."""

    message = _l("Write when this lot expires: it is printed on the package.")
    field = "expires_on"


class ArrivedExpired(LineRefused):
    """What has expired is not taken in."""

    message = _l(
        "These goods expired before they arrived. Receive 0 of them and choose that reason."
    )
    field = "expires_on"


class LotCodeKnown(LineRefused):
    """Two lots of one code could not be told apart."""

    message = _l("There is already a lot with the code %(code)s.")
    field = "lot_code"


class CountsRefused(ReliefError):
    """All that is wrong with a count, line by line, in `refusals`."""

    def __init__(self, refusals: Sequence[LineRefused]) -> None:
        super().__init__()
        self.refusals = list(refusals)

    def __str__(self) -> str:
        return " ".join(str(refusal) for refusal in self.refusals)


class NothingToValue(ReliefError):
    """A value is approved for what was taken in only."""

    message = _l("Nothing of this line was received, so it has no value to approve.")


class AlreadyValued(ReliefError):
    """An approved value is printed on papers and does not change."""

    message = _l("%(actor)s already approved %(value)s for this line. It cannot be changed.")


class ValueUnexplained(ReliefError):
    """The value is far from the price list, or in another currency, and nobody says why."""

    message = _l(
        "This is more than 20 %% away from the reference value, %(reference)s. Write a note that "
        "explains it."
    )
    field = "note"


class CurrenciesMixed(ReliefError):
    """One receipt has one currency."""

    message = _l(
        "The other lines of this intake are valued in %(currency)s. Use the same currency."
    )
    field = "value"


class PedimentoMissing(ReliefError):
    """Goods from abroad came in under a number."""

    message = _l("Write the number of the pedimento under which the goods entered the country.")
    field = "pedimento"


class PedimentoMisread(ReliefError):
    """Not the shape that customs gives: year, customs office, licence, number."""

    message = _l(
        "A pedimento has 15 digits: two of the year, two of the customs office, four of the "
        "broker's licence and seven of the number, such as 20 40 3456 0001234."
    )
    field = "pedimento"


class PedimentoInvented(ReliefError):
    """A pedimento of a year to come."""

    message = _l("This pedimento is of the year %(year)s, which is still to come.")
    field = "pedimento"


class PedimentoNotNeeded(ReliefError):
    """National goods never passed customs."""

    message = _l("National goods have no pedimento. Leave it empty, or choose another regime.")
    field = "pedimento"


class SamePedimento(ReliefError):
    """The change of regime has a pedimento of its own."""

    message = _l(
        "This is the pedimento of the temporary entry. The change of regime has one of its own."
    )
    field = "pedimento"


class NotTemporary(ReliefError):
    """Only goods under a temporary regime can leave it."""

    message = _l("The goods of %(reference)s are not under a temporary regime.")


class RegimeAlreadyChanged(ReliefError):
    """Somebody was quicker, or it is done. Values: `actor`, `pedimento`."""

    message = _l("%(actor)s already recorded the change of regime, by pedimento %(pedimento)s.")


class RegimeNotChanged(ReliefError):
    """Goods that belong to a temporary entry may not be given away."""

    message = _l(
        "These goods are in the country under a temporary (IMMEX) regime. They cannot be accepted "
        "before the change of regime is recorded."
    )


class NoSuchCode(ReliefError):
    """Mistyped, invented, or of another chapter: the answer is the same."""

    message = _l("No announced arrival has this code. Check it, or write the arrival down by hand.")
    field = "code"


class AlreadyCheckedIn(ReliefError):
    """Each sheet opens the door once. Values: `reference`, `actor`, `day`."""

    message = _l("%(actor)s already checked %(reference)s in, on %(day)s.")
    field = "code"


class AnnouncementWithdrawn(ReliefError):
    """Somebody cancelled the arrival before it came."""

    message = _l("The announced arrival %(reference)s was cancelled. Write it down by hand.")
    field = "code"


class TooManyAnnounced(ReliefError):
    """A pledge has as many announced arrivals as a yard can expect."""

    message = _l(
        "%(most)s arrivals of this pledge are announced already. Bring one of them first, or "
        "write to us."
    )


class TooMuchAnnounced(ReliefError):
    """More than the pledge still misses."""

    message = _l("%(missing)s of %(item)s are still missing. To give more, make another pledge.")


class NotAPhoto(ReliefError):
    """A PDF where a photograph is asked for."""

    message = _l("This is not a photograph. Choose a JPG or a PNG.")
    field = "file"


class PhotoAlreadyThere(ReliefError):
    """The same picture twice. Value: `actor`."""

    message = _l("%(actor)s already saved this photograph.")
    field = "file"


class TooManyPhotos(ReliefError):
    """An album nobody looks through."""

    message = _l("There are %(most)s photographs already. Put one aside first.")
    field = "file"


class PhotoAlreadyAside(ReliefError):
    """Somebody was quicker."""

    message = _l("This photograph was put aside already.")


class IntakeCalledOff(ReliefError):
    """What never came has no pictures. Values: `reference`, `state`."""

    message = _l("Intake %(reference)s is %(state)s: it takes no photographs.")


class LineOfAnother(ReliefError):
    """A line that is not of this arrival."""

    message = _l("That line is not of this arrival. Reload the page.")
