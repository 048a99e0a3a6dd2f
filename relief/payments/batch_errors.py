"""The ways a batch refuses."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class BatchEnded(ReliefError):
    """Somebody else was first."""

    message = _l("%(who)s was first: batch %(reference)s is already %(state)s.")


class BatchDiffers(ReliefError):
    """What was typed is not what was counted."""

    message = _l(
        "Batch %(reference)s cannot be posted: %(counted)s papers and %(total)s were counted, "
        "%(typed)s and %(sum)s are typed."
    )


class CountedByHand(ReliefError):
    """Only what lies on the table can be counted."""

    message = _l("A batch holds cheques or cash.")
    field = "method"


class BatchCurrency(ReliefError):
    """Pesos and dollars are counted in separate piles."""

    message = _l("Batch %(reference)s is in %(currency)s.")
    field = "amount"


class DonorMissing(ReliefError):
    """Somebody gave it."""

    message = _l("Choose the donor, or the pledge that it pays.")
    field = "donor"


class ChequeNumberMissing(ReliefError):
    """The bank names a cheque by its number."""

    message = _l("Write the number of the cheque.")
    field = "bank_reference"


class ChequeTypedTwice(ReliefError):
    """One paper, one line."""

    message = _l("Cheque %(number)s of %(donor)s is in this batch already.")
    field = "bank_reference"


class NotInBatch(ReliefError):
    """The line was taken out, or never was in this batch."""

    message = _l("This line is no longer in the batch.")


class InOpenBatch(ReliefError):
    """A batch is confirmed whole."""

    message = _l(
        "This payment is in batch %(reference)s: it is confirmed with the others when the batch "
        "is posted, or taken out of it there."
    )
