"""Audit entries as a timeline shows them: a sentence, who, when, and what changed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from relief.audit.models import AuditEntry
from relief.audit.queries import timeline
from relief.audit.tags import FIELDS, text_of


@dataclass(frozen=True)
class Told:
    """One line of a timeline."""

    at: datetime
    text: str
    actor: str
    details: list[tuple[str, Any, Any]] = field(default_factory=list)


def told(entries: Sequence[AuditEntry]) -> list[Told]:
    """Return entries as sentences in the reader's language, with each value before and after."""
    return [
        Told(entry.at, text_of(entry.tag), entry.actor_label, _details(entry.data))
        for entry in entries
    ]


def story_of(subject_id: UUID) -> list[Told]:
    """Return the timeline of one record, newest first, at most 100 entries."""
    return told(timeline(subject_id))


def _details(data: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    before, after = data.get("before", {}), data.get("after", {})
    names = list(dict.fromkeys([*before, *after]))
    return [(label_of(name), before.get(name), after.get(name)) for name in names]


def label_of(name: str) -> str:
    """Return the name of a value as people read it."""
    return str(FIELDS.get(name, name.replace("_", " ")))
