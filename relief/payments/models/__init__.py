"""Rows of money: what arrived, alone or in a batch, what went back, and slips that announce it."""

from relief.payments.models.batch import BatchStatus, PaymentBatch
from relief.payments.models.giving_back import (
    Dispute,
    DisputeStatus,
    Refund,
    RefundStatus,
)
from relief.payments.models.payment import (
    BY_HAND,
    COUNTED,
    Method,
    Payment,
    PaymentStatus,
    Reversal,
    ReversalKind,
)
from relief.payments.models.slip import PaymentSlip, SlipStatus

__all__ = [
    "BY_HAND",
    "COUNTED",
    "BatchStatus",
    "Dispute",
    "DisputeStatus",
    "Method",
    "Payment",
    "PaymentBatch",
    "PaymentSlip",
    "PaymentStatus",
    "Refund",
    "RefundStatus",
    "Reversal",
    "ReversalKind",
    "SlipStatus",
]
