"""Audit entries as a timeline shows them: a sentence, who, when, and what changed."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import format_date
from flask_babel import gettext as _

from relief.audit.field_words import FIELDS
from relief.audit.models import AuditEntry
from relief.audit.queries import newest, timeline
from relief.audit.tags import text_of
from relief.core.languages import reader_language
from relief.core.money import Money, format_money
from relief.core.words import registered

AMOUNT = re.compile(r"(-?[0-9]{1,18}) (MXN|USD)")
DAY = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]")


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
        if any(side.get(name) not in (None, "") for side in (before, after))
    ]


def shown(value: Any, room: str) -> Any:
    """Return a kept value as people read it: states of the room by their word, money as money.

    Counts carry their commas, and days read as in any other place of the screen.
    """
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return f"{value:,}"
    return _shown_text(value, room) if isinstance(value, str) else value


def _shown_text(value: str, room: str) -> str:
    amount = AMOUNT.fullmatch(value)
    if amount:
        return format_money(Money(int(amount[1]), amount[2]))
    if DAY.fullmatch(value):
        with suppress(ValueError):  # a person may have typed a day that no month has
            return _day(date.fromisoformat(value))
    for kind, words in registered().items():
        if kind.__module__.startswith(f"relief.{room}.") and value in words:
            return str(words[kind(value)])
    return value


def _day(value: date) -> str:
    """Return a calendar day, which has no zone to move it."""
    english = reader_language() == "en"
    return str(format_date(value, "MMM d, yyyy" if english else "d MMM yyyy"))


def label_of(name: str) -> str:
    """Return the name of a value as people read it."""
    return str(FIELDS.get(name, name.replace("_", " ")))
