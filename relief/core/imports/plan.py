"""What each row of a list would do, told before anything is written."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from relief.core.db import db
from relief.core.errors import ReliefError
from relief.core.imports.listing import Listed, Row
from relief.core.tables import write_csv


class ChangedMeanwhile(ReliefError):
    """What the person saw and agreed to is no longer what would happen."""

    message = _l("Somebody changed these records since you looked. Look at the rows again.")


class Outcome(StrEnum):
    """What becomes of one row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True)
class Change:
    """One value of a known record, before and after."""

    label: str
    before: str
    after: str


@dataclass
class Judged:
    """What a row would do. `values` are typed, by column of the record; `target` is a known one."""

    row: Row
    outcome: Outcome
    title: str = ""
    reasons: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    target: UUID | None = None


@dataclass(frozen=True)
class Plan:
    """What a whole file would do."""

    listed: Listed
    rows: list[Judged]

    def of(self, outcome: str) -> list[Judged]:
        """Return the rows with one outcome, in the order of the file."""
        return [each for each in self.rows if each.outcome == outcome]

    @property
    def warned(self) -> list[Judged]:
        """Return the rows that enter although something about them looks odd."""
        return [each for each in self.rows if each.warnings and each.outcome != Outcome.REFUSED]

    @property
    def writes(self) -> bool:
        """Say whether anything would change."""
        return any(each.outcome in {Outcome.NEW, Outcome.CHANGED} for each in self.rows)

    @property
    def fingerprint(self) -> str:
        """Return a short mark that differs when any row would do something else."""
        deeds = [
            (each.row.number, each.outcome, str(each.target), [str(c) for c in each.changes])
            for each in self.rows
        ]
        return hashlib.sha256(json.dumps(deeds).encode()).hexdigest()[:32]

    def refused_file(self) -> bytes:
        """Return the refused rows as a CSV of the same columns, with the reasons of each."""
        columns = [*self.listed.columns, _("Reason of refusal")]
        wide = len(self.listed.columns)
        rows = (
            [*[*each.row.cells, *[""] * wide][:wide], "; ".join(each.reasons)]
            for each in self.of(Outcome.REFUSED)
        )
        return write_csv(columns, rows)


class Judge(Protocol):
    """Judges the rows of one file, in order; it may remember those that came before."""

    def __call__(self, row: Row) -> Judged: ...


def judge_all(listed: Listed, judge: Judge, step: Callable[[], object] = lambda: None) -> Plan:
    """Judge every row; `step` is called after each, for whoever shows how far it is."""
    judged = []
    for row in listed.rows:
        judged.append(judge(row))
        step()
    return Plan(listed, judged)


def carry_out(
    plan: Plan,
    kind: type[Any],
    *,
    create: Callable[..., object],
    edit: Callable[..., object],
    step: Callable[[], object],
) -> None:
    """Write the rows of a plan that enter or change; who asks holds the lock and commits."""
    for each in plan.rows:
        if each.outcome is Outcome.NEW:
            create(**each.values)
        elif each.outcome is Outcome.CHANGED and each.target is not None:
            edit(db.session.get_one(kind, each.target), changes=each.values)
        step()


def changes_of(
    record: object, values: Mapping[str, Any], labels: Callable[[str], str]
) -> tuple[dict[str, Any], list[Change]]:
    """Return which of the values differ from a record's, and how to tell it.

    What a file leaves empty is not known there, and changes nothing.
    """
    wanted = {
        name: value
        for name, value in values.items()
        if value not in (None, "") and getattr(record, name) != value
    }
    told = [
        Change(labels(name), as_text(getattr(record, name)), as_text(value))
        for name, value in wanted.items()
    ]
    return wanted, told


def as_text(value: Any) -> str:
    """Return a value as a row of a preview shows it."""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return "" if value is None else str(value)


@dataclass
class KnownRows:
    """Records of a list by what tells one from another, and the rows that named them already."""

    listed: Listed
    by_mark: dict[str, Any]
    seen: dict[str, int] = field(default_factory=dict)

    def judge(
        self, row: Row, read: tuple[dict[str, Any], list[str]], marks: Sequence[str]
    ) -> Judged:
        """Judge a row that is known by any of its `marks`; `read` is its values and its faults."""
        values, faults = read
        title = row.text.get("name", "")
        found = {str(r.id): r for mark in marks if (r := self.by_mark.get(mark)) is not None}
        before = next((self.seen[each] for each in (*marks, *found) if each in self.seen), None)
        if before is not None:
            said = _("%(what)s stands in row %(row)s already.", what=title, row=before)
            faults = [*faults, said]
        if len(found) > 1:
            names = [record.name for record in found.values()]
            both = {"one": names[0], "other": names[1]}
            faults.append(_("It names %(one)s and %(other)s at once.", **both))
        if faults:
            return Judged(row, Outcome.REFUSED, title, faults)
        self.seen.update(dict.fromkeys((*marks, *found), row.number))
        if not found:
            given = {name: value for name, value in values.items() if value not in (None, "")}
            return Judged(row, Outcome.NEW, title, values=given)
        (record,) = found.values()
        wanted, told = changes_of(record, values, lambda name: self.listed.headings.get(name, name))
        outcome = Outcome.CHANGED if wanted else Outcome.SAME
        return Judged(row, outcome, title, changes=told, values=wanted, target=record.id)
