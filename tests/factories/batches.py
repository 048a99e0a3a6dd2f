"""Piles of cheques and notes, by the room's own actions."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from relief.core import clock
from relief.core.db import transaction
from relief.core.money import Money
from relief.payments import batches
from relief.payments.batch_queries import get_batch
from relief.payments.models import Method, Payment, PaymentBatch

ZONE = "America/Tijuana"


def batch(f: Any, **values: Any) -> PaymentBatch:
    """An open batch of two cheques of 1,500 pesos in all, unless said otherwise."""
    campaign = values.pop("campaign", None) or f.appeal()
    with transaction():
        return batches.open_batch(
            campaign=campaign,
            **{
                "method": Method.CHEQUE,
                "received_on": clock.today(ZONE) - timedelta(days=1),
                "counted": 2,
                "total": Money(1_500_00, "MXN"),
                "nonce": uuid4(),
                **values,
            },
        )


def batch_line(f: Any, *, batch: PaymentBatch, **values: Any) -> Payment:
    """One paper of a batch: 1,000 pesos of a new donor unless said otherwise."""
    pledge = values.pop("pledge", None)
    donor = values.pop("donor", None) or (None if pledge else f.giver())
    with transaction():
        return batches.add_line(
            get_batch(batch.id),
            donor=donor,
            pledge=pledge,
            **{
                "amount": Money(1_000_00, "MXN"),
                "bank_reference": f"{f.number():04d}",
                "nonce": uuid4(),
                **values,
            },
        )
