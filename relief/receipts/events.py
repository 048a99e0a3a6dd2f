"""What the receipts room announces."""

from dataclasses import dataclass
from uuid import UUID

from relief.core.events import Event


@dataclass(frozen=True)
class ReceiptIssued(Event):
    """A receipt has its folio and its facts; its paper is still to be drawn."""

    receipt_id: UUID


@dataclass(frozen=True)
class ReceiptVoided(Event):
    """A receipt stopped counting; its notice is still to be drawn."""

    receipt_id: UUID
