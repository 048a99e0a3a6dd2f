"""Audit entries as a timeline shows them: a sentence, who, when, and what changed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from relief.audit.models import AuditEntry
from relief.audit.queries import newest, timeline
from relief.audit.tags import FIELDS, text_of
from relief.core.money import Money, format_money
from relief.core.words import registered

AMOUNT = re.compile(r"(-?[0-9]{1,18}) (MXN|USD)")


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
        Told(entry.at, text_of(entry.tag), entry.actor_label, _details(entry)) for entry in entries
    ]


def story_of(subject_id: UUID) -> list[Told]:
    """Return the timeline of one record, newest first, at most 100 entries."""
    return told(timeline(subject_id))


def latest(limit: int) -> list[Told]:
    """Return the last deeds in the chapter, newest first."""
    return told(newest(limit=limit))


def _details(entry: AuditEntry) -> list[tuple[str, Any, Any]]:
    before, after = entry.data.get("before", {}), entry.data.get("after", {})
    names = list(dict.fromkeys([*before, *after]))
    room = entry.tag.partition(":")[0]
    return [
        (label_of(name), shown(before.get(name), room), shown(after.get(name), room))
        for name in names
    ]


def shown(value: Any, room: str) -> Any:
    """Return a kept value as people read it: states of the room by their word, money as money."""
    if not isinstance(value, str):
        return value
    amount = AMOUNT.fullmatch(value)
    if amount:
        return format_money(Money(int(amount[1]), amount[2]))
    for kind, words in registered().items():
        if kind.__module__.startswith(f"relief.{room}.") and value in words:
            return str(words[kind(value)])
    return value


def label_of(name: str) -> str:
    """Return the name of a value as people read it."""
    return str(FIELDS.get(name, name.replace("_", " ")))
