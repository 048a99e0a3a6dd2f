"""Bringing in a list: what each row would do, told before anything is written.

A room gives the columns of its list and a judge of one row; a `Plan` gathers the judgements.
Nothing here writes: the room's own actions do, row by row.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Protocol, TypeVar
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from relief.core.errors import ReliefError
from relief.core.fields import DayField
from relief.core.forms import ChoiceField, ReliefForm
from relief.core.tables import Unreadable, is_formula, read_day, read_rows, write_csv
from relief.core.text import search_key

Form = TypeVar("Form", bound=ReliefForm)


class ColumnsMissing(ReliefError):
    """The first row does not say what stands below it."""

    message = _l("The first row must name the columns. These are missing: %(missing)s.")
    field = "file"


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
class Row:
    """One row that says something: its cells as they came, and by what they mean."""

    number: int
    cells: Sequence[str]
    text: dict[str, str]
    broken: bool = False


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
class Listed:
    """A file with its columns understood. `headings` says how the file itself calls each."""

    columns: list[str]
    headings: dict[str, str]
    unknown: list[str]
    rows: list[Row]
    empty: int


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


Columns = Mapping[str, Sequence[str]]


def read_list(content: bytes, columns: Columns, *, needs: Sequence[str]) -> Listed:
    """Read a file whose first row that is not empty names its columns, in any order.

    `columns` gives for each field the headings that mean it, whatever their accents, capitals and
    points; `needs` those that must be there. Raise ColumnsMissing, or what `read_rows` raises.
    """
    lines = read_rows(content)
    filled = [line for line in lines if not line.blank]
    heading = list(filled[0].cells)
    while heading and not heading[-1]:
        heading.pop()
    meant = {_key(name): each for each, names in columns.items() for name in names}
    places: dict[str, int] = {}
    for place, name in enumerate(heading):
        if _key(name) in meant:
            places.setdefault(meant[_key(name)], place)
    missing = [columns[each][0] for each in needs if each not in places]
    if missing:
        raise ColumnsMissing(missing=", ".join(missing))
    known = set(places.values())
    rows = [
        Row(
            line.number,
            line.cells,
            {each: dict(enumerate(line.cells)).get(place, "") for each, place in places.items()},
            line.broken,
        )
        for line in filled[1:]
    ]
    return Listed(
        columns=heading,
        headings={each: heading[place] for each, place in places.items()},
        unknown=[n for place, n in enumerate(heading) if place not in known and n],
        rows=rows,
        empty=sum(line.blank for line in lines if line.number > filled[0].number),
    )


def judge_all(listed: Listed, judge: Judge, step: Callable[[], object] = lambda: None) -> Plan:
    """Judge every row; `step` is called after each, for whoever shows how far it is."""
    judged = []
    for row in listed.rows:
        judged.append(judge(row))
        step()
    return Plan(listed, judged)


def read_row(kind: type[Form], row: Row, listed: Listed) -> tuple[Form, list[str]]:
    """Read a row by the rules of a form; return it with one sentence for each fault."""
    formulas = [
        _("%(column)s: this is a formula. Write the value itself.", column=listed.headings[each])
        for each, text in row.text.items()
        if is_formula(text)
    ]
    form = kind(MultiDict(row.text), meta={"csrf": False})
    if row.broken:
        return form, [_("A quotation mark is opened and never closed.")]
    if formulas or form.validate():
        return form, formulas
    return form, list(_faults(form, listed))


def _faults(form: ReliefForm, listed: Listed) -> Iterator[str]:
    for each in form:
        heading = listed.headings.get(each.name, str(each.label.text))
        yield from (f"{heading}: {error}" for error in each.errors)


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


def _key(heading: str) -> str:
    return re.sub(r"[\W_]+", "", search_key(heading))


class RollDayField(DayField):
    """A day as Mexican lists write it, 31/05/2020, or as a workbook gives it, 2020-05-31."""

    asks: Any = _l("Write a day that exists, as day/month/year, for example 31/05/2020.")

    def read(self, text: str) -> date:
        """Read the cell, then hold the day to its bounds. Raise ValueError with a sentence."""
        try:
            day = read_day(text)
        except Unreadable as error:
            raise ValueError(str(self.asks)) from error
        return super().read(day.isoformat())


class WordField(ChoiceField):
    """An answer that a list may write in either language, or short; `words` tells what they mean."""

    def __init__(self, label: Any = None, *, words: Mapping[str, Any], **options: Any) -> None:
        super().__init__(label, **options)
        self.words = words

    def read(self, text: str) -> Any:
        """Return the answer that a word means. Raise ValueError for another word."""
        plain = search_key(text)
        return super().read(str(self.words.get(plain, plain)))


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
