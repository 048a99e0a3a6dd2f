"""The word on screen for each account and each kind of entry."""

from flask_babel import lazy_pgettext as _lp

from relief.accounting.models import Account, Fact
from relief.core.words import register

register(
    Account,
    {
        "cash_box": _lp("account", "cash box"),
        "bank_mxn": _lp("account", "bank, pesos"),
        "bank_usd": _lp("account", "bank, dollars"),
        "online": _lp("account", "online, to be settled"),
        "inventory": _lp("account", "goods received"),
        "gifts": _lp("account", "gifts of money"),
        "gifts_in_kind": _lp("account", "gifts in kind"),
        "given_back": _lp("account", "gifts given back"),
        "disputes_lost": _lp("account", "disputes lost"),
    },
)
register(
    Fact,
    {
        "payment": _lp("entry", "payment"),
        "reversal": _lp("entry", "reversal"),
        "refund": _lp("entry", "refund"),
        "refund_failed": _lp("entry", "refund that came back"),
        "dispute_lost": _lp("entry", "dispute lost"),
        "in_kind": _lp("entry", "gift in kind"),
        "purchase": _lp("entry", "goods bought"),
    },
)
