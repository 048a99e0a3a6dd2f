"""The ways the pledges room refuses."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class CampaignTakesNoPledges(ReliefError):
    """The campaign is paused, closed, or its dates do not include today."""

    message = _l("This campaign does not take pledges now.")


class GiftNotTaken(ReliefError):
    """Money for a campaign that asks for goods only, or the other way round."""

    message = _l("This campaign does not take that kind of gift.")


class NothingPledged(ReliefError):
    """A pledge without money and without goods."""

    message = _l("Say what you give: an amount, goods, or both.")
    field = "amount"


class PledgeAlreadyDecided(ReliefError):
    """Somebody was quicker. Values: `reference`, `actor`, `state`."""

    message = _l("%(actor)s already changed pledge %(reference)s: it is now %(state)s.")


class ReasonMissing(ReliefError):
    """A refusal that the donor reads needs its reason."""

    message = _l("Write the reason: the donor will read it.")
    field = "reason"


class PledgeNotStanding(ReliefError):
    """Money or goods would count for a promise that nobody accepted or that ended."""

    message = _l("Pledge %(reference)s is %(state)s, so nothing can be counted for it.")


class NoMoneyPledged(ReliefError):
    """A payment for a pledge of goods only."""

    message = _l("Pledge %(reference)s promises no money.")


class NotSoMuchCounted(ReliefError):
    """More would be taken back than was ever counted: a defect or a race that lost."""

    message = _l("Pledge %(reference)s has not counted that much.")


class PlanNotPossible(ReliefError):
    """A plan of one part in several payments, of too many, or of less than a centavo each."""

    message = _l("A plan has between 2 and %(most)s payments.")
    field = "plan_count"


class EarmarkNotOffered(ReliefError):
    """The purpose belongs to another campaign, or was taken away meanwhile."""

    message = _l("This campaign no longer offers that earmark. Choose another one.")
    field = "earmark"


class NameNotGiven(ReliefError):
    """A donor who never agreed cannot be named on the wall."""

    message = _l("The donor of pledge %(reference)s gave no name for the wall.")


class WallAlreadySo(ReliefError):
    """Somebody else hid or showed the name first. Values: `who`."""

    message = _l("%(who)s already did that.")
