"""The ways the campaigns room refuses."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class SlugTaken(ReliefError):
    """Two campaigns cannot share an address."""

    message = _l("The address “%(slug)s” already belongs to the campaign %(name)s.")
    field = "slug"


class SlugFixed(ReliefError):
    """Printed and sent addresses must go on working."""

    message = _l("The address cannot change any more: it has been public since the campaign began.")
    field = "slug"


class SlugEmpty(ReliefError):
    """An address needs at least one letter or digit."""

    message = _l("Write an address with letters from a to z and digits.")
    field = "slug"


class EndsBeforeItStarts(ReliefError):
    """The last day is before the first."""

    message = _l("The last day must not be before the first one.")
    field = "ends_on"


class AcceptsNothing(ReliefError):
    """A campaign that takes neither money nor goods takes nothing."""

    message = _l("Choose money, goods or both: a campaign must accept something.")
    field = "accepts_cash"


class UnitsWithoutName(ReliefError):
    """A goal in units must say what is counted."""

    message = _l("Write what is counted, for example meals or kits.")
    field = "unit_label"


class CampaignMoveRefused(ReliefError):
    """The table of moves has no such step."""

    message = _l("A campaign that is %(now)s cannot become %(wanted)s.")


class CampaignAlreadyThere(ReliefError):
    """Somebody else moved it first."""

    message = _l("%(who)s already left this campaign as %(now)s.")


class AmountsTooFewOrMany(ReliefError):
    """A row of amounts is a choice: fewer than four is none, more than six is a list."""

    message = _l("Suggest from 4 to 6 amounts, or none.")
    field = "amounts"


class AmountTwice(ReliefError):
    """Two chips would say the same."""

    message = _l("%(amount)s stands there twice.")
    field = "amounts"


class NotOnePreselected(ReliefError):
    """The form opens with one amount chosen."""

    message = _l("Mark one amount, and only one, as the first choice.")
    field = "amounts"


class NoMoneyTaken(ReliefError):
    """Amounts for a campaign of goods only."""

    message = _l("This campaign takes no money, so it suggests no amounts.")
    field = "amounts"


class EarmarkTwice(ReliefError):
    """Two purposes would read the same."""

    message = _l("“%(name)s” stands there twice.")
    field = "earmarks"
