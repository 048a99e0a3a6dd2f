"""Money that goes back, and the paper that takes the place of another."""

from datetime import date, timedelta
from uuid import UUID

from relief.core.money import Money
from relief.demo.stage import Stage
from relief.payments.queries import get_payment
from relief.payments.refunds import refund
from relief.receipts.queries import get_receipt, live_one, receipts_of_payment
from relief.receipts.replacing import replace_receipt
from relief.receipts.sealing import current_seal

DAY = timedelta(days=1)
REASON = "La empresa transfirió dos veces la última parte."


def write_refund(stage: Stage, payment_id: UUID, *, on: date) -> None:
    """Give a part of a payment back on a local day, and replace its receipt the day after."""
    at, by = stage.script.at, stage.treasurer
    at(on, 12, by, lambda: _give_back(stage, payment_id, on))
    at(on + DAY, 10, by, lambda: _replace(payment_id))


def _give_back(stage: Stage, payment_id: UUID, on: date) -> None:
    refund(
        get_payment(payment_id),
        amount=Money(10_000_00, "MXN"),
        reason=REASON,
        refunded_on=on,
        bank_reference=f"SPEI {on:%Y%m%d}004711",
        nonce=stage.nonce(),
    )


def _replace(payment_id: UUID) -> None:
    receipt = live_one(receipts_of_payment(payment_id))
    if receipt is not None:
        replace_receipt(get_receipt(receipt.id), reason=REASON, seal=current_seal())
