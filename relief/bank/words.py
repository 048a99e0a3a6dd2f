"""The word on screen for each state and kind of this room."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from relief.bank.likeness import Reason
from relief.bank.models import LineKind, LineStatus, MatchDeed
from relief.bank.movements import Fault
from relief.core.words import register

register(
    LineKind,
    {
        "credit": _lp("bank line", "deposit"),
        "charge": _lp("bank line", "charge"),
        "fee": _lp("bank line", "bank fee"),
        "return": _lp("bank line", "return"),
    },
)
register(
    LineStatus,
    {
        "unmatched": _lp("bank line", "unmatched"),
        "matched": _lp("bank line", "reconciled"),
        "ignored": _lp("bank line", "ignored"),
        "apart": _lp("bank line", "kept apart"),
    },
)
register(
    MatchDeed,
    {
        "linked": _lp("bank match", "linked to a payment"),
        "confirmed": _lp("bank match", "payment confirmed"),
        "recorded": _lp("bank match", "payment recorded"),
        "given_back": _lp("bank match", "payment given back"),
    },
)
register(
    Fault,
    {
        "broken": _l("a quotation mark is opened and never closed"),
        "day": _l("the day cannot be read"),
        "future": _l("the day is after today"),
        "amount": _l("the amount cannot be read"),
        "no_amount": _l("there is no amount"),
        "both": _l("there is a charge and a credit in one row"),
        "balance": _l("the balance cannot be read"),
        "too_wide": _l(
            "there are more cells than columns: an amount with commas may lack its quotation marks"
        ),
        "too_long": _l("a cell is longer than 500 characters"),
        "formula": _l("there is a formula: copy the cells and paste them as values"),
    },
)
register(
    Reason,
    {
        "reference": _l("names the reference"),
        "tracking": _l("same tracking key"),
        "bank_reference": _l("same bank reference"),
        "amount": _l("same amount"),
        "instalment": _l("amount of an instalment"),
        "name": _l("same name"),
        "name_near": _l("similar name"),
        "day": _l("same days"),
        "day_near": _l("near in time"),
        "part": _l("less than what is open"),
        "over": _l("more than what is open"),
    },
)
