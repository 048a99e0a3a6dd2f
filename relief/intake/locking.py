"""Take an arrival for a change, or say who was quicker."""

from relief.audit.queries import who_did
from relief.core import rows
from relief.core.words import word
from relief.intake.errors import IntakeAlreadyDecided
from relief.intake.models import Intake, IntakeStatus

_DEEDS = [f"intake:intake:{verb}" for verb in ("received", "rejected", "cancelled")]


def lock_in_state(intake: Intake, *states: IntakeStatus) -> None:
    """Read an arrival again under its lock. Raise IntakeAlreadyDecided in any other state."""
    rows.lock(intake)
    if intake.status not in states:
        raise IntakeAlreadyDecided(
            actor=who_did(intake.id, *_DEEDS),
            reference=intake.reference,
            state=word(intake.status),
        )
