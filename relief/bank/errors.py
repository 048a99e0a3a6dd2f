"""The ways the bank room refuses."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class AccountKnown(ReliefError):
    """Two accounts of one name could not be told apart."""

    message = _l("There is already an account with that name: %(name)s.")
    field = "name"


class AccountInUse(ReliefError):
    """What was imported is counted in the account's currency."""

    message = _l("Movements of this account are already imported: its currency stays %(currency)s.")
    field = "currency"


class NoAccount(ReliefError):
    """A statement belongs to an account."""

    message = _l("There is no bank account yet. Add one first.")


class NoMovements(ReliefError):
    """Read from end to end without one movement."""

    message = _l("No movement could be read in this file.")
    field = "file"


class ColumnsUnknown(ReliefError):
    """The day, or the amount, is in no column that was named."""

    message = _l("Choose the column of the day, and those of charges and credits or of the amount.")


class CurrencyOfFileDiffers(ReliefError):
    """Dollars would be counted as pesos."""

    message = _l(
        "The file says %(told)s and the account is kept in %(kept)s. Choose the right one."
    )


class UploadGone(ReliefError):
    """The preview was left open for too long."""

    message = _l("This preview is too old. Upload the file again.")


class LineSettled(ReliefError):
    """Somebody else was first."""

    message = _l("%(who)s already settled this movement.")


class LineOpen(ReliefError):
    """There is nothing to undo, or somebody undid it first."""

    message = _l("This movement is not settled, so there is nothing to undo.")


class NothingToMatch(ReliefError):
    """Charges and fees stand for no payment."""

    message = _l("This movement is not a deposit: no payment stands behind it.")


class NotAReturn(ReliefError):
    """Only money that left the account can have been given back."""

    message = _l("This movement is not money given back.")


class PartsDiffer(ReliefError):
    """Every centavo of a movement belongs somewhere."""

    message = _l(
        "The parts add up to %(parts)s and the movement is %(line)s: %(gap)s are left over."
    )


class PaymentTaken(ReliefError):
    """The payment already stands behind another movement."""

    message = _l("%(reference)s is already reconciled with another movement.")


class PaymentDead(ReliefError):
    """Money that did not arrive, or went back, has no deposit."""

    message = _l("%(reference)s is %(status)s: it cannot stand behind a deposit.")


class PaymentDiffers(ReliefError):
    """A payment is what arrived."""

    message = _l("%(reference)s is %(payment)s and this part is %(part)s.")


class CurrenciesApart(ReliefError):
    """Pesos do not settle dollars."""

    message = _l("The movement is in %(line)s and %(reference)s in %(other)s.")


class ReasonMissing(ReliefError):
    """Whoever reads the record later must understand why."""

    message = _l("Say why this movement is set aside.")
    field = "reason"


class NoLinesChosen(ReliefError):
    """One deposit is not several."""

    message = _l("Tick at least two movements to join them.")
