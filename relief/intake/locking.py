"""Take an arrival for a change, or say who was quicker or decides."""

from relief.audit.queries import who_did
from relief.core import rows
from relief.core.words import word
from relief.intake.errors import GoesStraight, IntakeAlreadyDecided
from relief.intake.models import Intake, IntakeStatus
from relief.stock.models import PlaceKind

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


def refuse_straight(intake: Intake) -> None:
    """Raise GoesStraight for what a donor brings to a hospital itself: its delivery decides."""
    if intake.place.kind is PlaceKind.DIRECT:
        raise GoesStraight(reference=intake.reference)
