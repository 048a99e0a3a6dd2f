"""The stage: a chapter's people, places and things, remembered by id between the days."""

from dataclasses import dataclass, field
from uuid import UUID, uuid5

from relief.chapters.models import Chapter
from relief.core import context
from relief.core.context import Actor, ActorKind
from relief.demo.script import Script

NONCES = UUID("5f0c1f0e-2020-4a4b-8c8d-000000002020")
PUBLIC = Actor(ActorKind.PUBLIC, "Público")
HOSPITAL = Actor(ActorKind.HOSPITAL, "Hospital (enlace)")


@dataclass
class Stage:
    """One chapter while its story is told. Ids only: rows are read anew on each day."""

    chapter: Chapter
    script: Script
    administrator: Actor = context.SYSTEM
    treasurer: Actor = context.SYSTEM
    coordinator: Actor = context.SYSTEM
    items: dict[str, UUID] = field(default_factory=dict)
    places: dict[str, UUID] = field(default_factory=dict)
    hospitals: list[tuple[UUID, str]] = field(default_factory=list)
    donors: list[UUID] = field(default_factory=list)
    campaigns: dict[str, UUID] = field(default_factory=dict)
    spoken_for: set[UUID] = field(default_factory=set)  # lots that leave on a trip of their own
    forms: int = 0

    def nonce(self) -> UUID:
        """Return the nonce of the next form that somebody sends, the same in every load."""
        self.forms += 1
        return uuid5(NONCES, f"{self.chapter.slug} {self.forms}")

    def place_for(self, city: str) -> UUID:
        """Return the warehouse that serves a city."""
        return self.places.get(city) or next(iter(self.places.values()))
