"""Facts that the pledges room announces."""

from dataclasses import dataclass
from uuid import UUID

from relief.core.events import Event


@dataclass(frozen=True)
class PledgeAccepted(Event):
    """Somebody said yes to a promise."""

    pledge_id: UUID
