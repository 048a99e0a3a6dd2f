"""The word on screen for each state and kind of this room."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from relief.core.words import register
from relief.donors import moving
from relief.payments.models import (
    BatchStatus,
    DisputeStatus,
    Method,
    Payment,
    PaymentStatus,
    RefundStatus,
    ReversalKind,
    SlipStatus,
)

register(
    Method,
    {
        "transfer": _l("bank transfer"),
        "cheque": _l("cheque"),
        "cash": _l("cash"),
        "card": _l("card"),
        "oxxo": _l("OXXO voucher"),
    },
)
register(
    PaymentStatus,
    {
        "pending": _lp("payment", "pending"),
        "confirmed": _lp("payment", "confirmed"),
        "failed": _lp("payment", "failed"),
        "refunded": _lp("payment", "refunded"),
        "disputed": _lp("payment", "disputed"),
    },
)
register(
    ReversalKind,
    {
        "bounced": _l("cheque returned by the bank"),
        "mistaken": _l("recorded by mistake"),
        "returned": _l("returned to the donor"),
    },
)
register(
    RefundStatus,
    {
        "sent": _lp("refund", "sent"),
        "succeeded": _lp("refund", "made"),
        "failed": _lp("refund", "failed"),
    },
)
register(
    DisputeStatus,
    {
        "open": _lp("dispute", "open"),
        "won": _lp("dispute", "won"),
        "lost": _lp("dispute", "lost"),
    },
)
register(
    BatchStatus,
    {
        "open": _lp("batch", "open"),
        "posted": _lp("batch", "posted"),
        "cancelled": _lp("batch", "cancelled"),
    },
)
register(
    SlipStatus,
    {
        "new": _lp("slip", "to be read"),
        "used": _lp("slip", "payment recorded"),
        "dismissed": _lp("slip", "dismissed"),
    },
)
moving.moves(Payment, _l("Payments"))
