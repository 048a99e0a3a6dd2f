"""The word on screen for each state of a letter."""

from flask_babel import lazy_gettext as _l

from relief.core.words import register
from relief.donors import moving
from relief.thanks.models import ThanksLetter, ThanksState, ThanksStatus

_WORDS = {
    "drafted": _l("to send"),
    "sending": _l("on its way"),
    "queued": _l("on its way"),
    "sent": _l("sent"),
    "failed": _l("refused"),
    "handed_over": _l("handed over on paper"),
    "withdrawn": _l("taken back"),
}
register(ThanksStatus, _WORDS)
register(ThanksState, _WORDS)
moving.moves(ThanksLetter, _l("Letters of thanks"))
