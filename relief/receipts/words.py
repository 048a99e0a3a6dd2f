"""The word on screen for each state and kind of this room."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from relief.core.words import register
from relief.donors import moving
from relief.receipts.models import FlagReason, PaperKind, Receipt, ReceiptKind, ReceiptStatus

register(
    ReceiptKind,
    {"cash": _l("cash donation"), "in_kind": _l("in-kind donation")},
)
register(
    ReceiptStatus,
    {"issued": _lp("receipt", "issued"), "voided": _lp("receipt", "voided")},
)
register(
    PaperKind,
    {"original": _l("receipt"), "void_notice": _l("void notice")},
)
register(
    FlagReason,
    {
        "payment_reversed": _l("its payment was reversed"),
        "payment_refunded": _l("money of its payment went back"),
        "payment_disputed": _l("its payment is in dispute"),
    },
)
moving.stays(Receipt, "printed for the name it bears; a trigger keeps its row as it was issued")
