"""What the intake room announces."""

from dataclasses import dataclass
from uuid import UUID

from relief.core.events import Event


@dataclass(frozen=True)
class IntakeAccepted(Event):
    """Goods were received and the last of them has an approved value: a receipt may be drawn."""

    intake_id: UUID
