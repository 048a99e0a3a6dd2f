"""Put a new receipt in the place of a voided one, and void what one person may not void alone."""

from relief.approvals.actions import ask, needs_second
from relief.approvals.models import Approval
from relief.audit.actions import record
from relief.core import rows
from relief.core.db import db
from relief.intake.models import Intake
from relief.payments.models import Payment
from relief.receipts import queries
from relief.receipts.actions import (
    issue_for_intake,
    issue_for_payment,
    refuse_void,
    void_receipt,
)
from relief.receipts.models import Receipt, ReceiptReplacement
from relief.receipts.seal import Seal

VOID = "receipts:void"
"""The kind of an approval that voids a receipt."""


def replace_receipt(receipt: Receipt, *, reason: str, seal: Seal) -> Receipt:
    """Void a receipt and issue the one that stands in its place, both or neither.

    The new one acknowledges what is on record now: what is kept of the payment, or the approved
    values of the goods. A receipt is replaced once, by one that is newer than itself, so that
    chains have an end. Raise AlreadyVoided, ReasonMissing, ReasonCannotBeDrawn, or what issuing
    refuses, such as PaymentNotConfirmed when nothing of the money was kept.
    """
    gift = _gift(receipt)
    # What was given first, then its receipt: as everybody does who issues or flags.
    rows.lock(gift)
    void_receipt(receipt, reason=reason)
    if isinstance(gift, Payment):
        fresh = issue_for_payment(gift, seal=seal, replaces=receipt.folio)
    else:
        fresh = issue_for_intake(gift, seal=seal, replaces=receipt.folio)
    db.session.add(ReceiptReplacement(receipt_id=fresh.id, replaces_id=receipt.id))
    db.session.flush()
    told = {"folio": fresh.folio, "reason": reason}
    record("receipts:receipt:replaced", receipt, about=fresh, after=told)
    return fresh


def _gift(receipt: Receipt) -> Payment | Intake:
    line = receipt.lines[0]
    if line.payment is not None:
        return line.payment
    if line.intake_line is None:
        raise ValueError("a line acknowledges money or goods")
    return line.intake_line.intake


def void_or_ask(receipt: Receipt, *, reason: str) -> Receipt | Approval:
    """Void a receipt, or ask for a second person when its total is above what one decides alone.

    Raise as `void_receipt` does, or AlreadyAsked, which names who was first.
    """
    if not needs_second(receipt.total):
        return void_receipt(receipt, reason=reason)
    refuse_void(receipt, reason=reason)
    return ask(VOID, receipt, label=receipt.folio, amount=receipt.total, reason=reason, payload={})


def void_as_asked(approval: Approval) -> None:
    """Do what a second person allowed."""
    void_receipt(queries.get_receipt(approval.subject_id), reason=approval.reason)
