"""The ways a slip is refused, each with what to do instead."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class NotASlip(ReliefError):
    """The bytes are no PDF, JPEG or PNG, whatever the name says."""

    message = _l("This file is not a PDF, a JPG or a PNG. Choose another one.")
    field = "file"


class SlipUnreadable(ReliefError):
    """It begins like a picture or a PDF and is not whole."""

    message = _l("This file is damaged and cannot be opened. Save it again or take another photo.")
    field = "file"


class SlipTooLarge(ReliefError):
    """More bytes than a photo of a slip needs."""

    message = _l("This file is larger than 10 MB. Choose a lighter one.")
    field = "file"


class PictureTooLarge(ReliefError):
    """More pixels than a slip needs: such pictures are made to fill a memory."""

    message = _l("This picture has too many pixels. Send a smaller photo or a PDF.")
    field = "file"


class TooManySlips(ReliefError):
    """Somebody has to read the ones that are there first."""

    message = _l("This pledge already has %(count)s slips that nobody has read yet.")
    field = "file"


class SlipNotTaken(ReliefError):
    """The pledge waits for no money."""

    message = _l("Pledge %(reference)s does not wait for a payment.")


class SlipDecided(ReliefError):
    """Somebody else was first."""

    message = _l("%(who)s already answered this slip.")


class SlipNeedsAnswer(ReliefError):
    """The donor must understand why."""

    message = _l("Write the answer: the donor will read it.")
    field = "answer"


class SlipNotKept(ReliefError):
    """The disk refused."""

    message = _l("The file could not be kept. Try again in a few minutes.")
    field = "file"
