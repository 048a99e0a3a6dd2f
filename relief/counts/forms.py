"""What a person may type about a count: what was found, why some is missing, what is decided."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import FormField
from wtforms.widgets import HiddenInput

from relief.core.forms import (
    ChoiceField,
    FromAddress,
    LineField,
    PickField,
    QtyField,
    ReliefForm,
    RowForm,
    RowsField,
    TokenField,
)
from relief.core.words import choices
from relief.counts import words  # noqa: F401 - registers the words
from relief.counts.actions import MOST, SHORTAGES, Counted, Explained
from relief.counts.models import CountLine, CountStatus, StockCount
from relief.stock.models import Category, Reason

REASONS = choices(Reason)


class FilterForm(FromAddress):
    """What the list may be narrowed by; read from the address."""

    q = LineField(_l("Reference"), max=80, required=False)
    status = ChoiceField(_l("State"), labels=choices(CountStatus), required=False, blank=_l("any"))
    place = PickField(_l("Place"), required=False, blank=_l("any"))


class StartForm(ReliefForm):
    """Which place, and what of it."""

    place = PickField(_l("Place"))
    category = ChoiceField(
        _l("Category"), labels=choices(Category), required=False, blank=_l("any")
    )
    item = PickField(_l("Item"), required=False, blank=_l("any"))
    nonce = TokenField()


class FoundForm(RowForm):
    """What was found of one lot; an empty box was not looked at."""

    line = LineField(widget=HiddenInput(), required=False)
    shown = LineField(widget=HiddenInput(), required=False)
    counted = QtyField(_l("Units counted"), min=0, required=False)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.counted.flags.conditional = True


class SheetForm(ReliefForm):
    """The sheet: a box for each lot."""

    lines = RowsField(FormField(FoundForm), _l("Lots"), max_entries=MOST + 50)

    def found(self, count: StockCount) -> list[Counted]:
        """Return what was typed of each line of this sheet."""
        return [
            Counted(line.id, row.counted.data, _number(row.shown.data))
            for line, row in self.rows(count)
        ]

    def rows(self, count: StockCount) -> Iterator[tuple[CountLine, FoundForm]]:
        """Yield the lines of the sheet with the rows that the form holds of them."""
        rows = {entry.form.line.data: entry.form for entry in self.lines}
        for line in count.lines:
            if str(line.id) in rows:
                yield line, rows[str(line.id)]

    def show_again(self, count: StockCount) -> None:
        """Bring the sheet up to date, but keep what this person typed."""
        for line, row in self.rows(count):
            if row.counted.data == _number(row.shown.data) and not row.counted.errors:
                row.counted.typed, row.counted.data = None, line.counted
            row.shown.typed, row.shown.data = None, _text(line.counted)


class WhyForm(RowForm):
    """Why units of a lot are missing, or what there is to say about it."""

    line = LineField(widget=HiddenInput(), required=False)
    reason = ChoiceField(
        _l("Reason"),
        labels={each: REASONS[each] for each in SHORTAGES},
        default=Reason.COUNTED_LESS,
        required=False,
    )
    note = LineField(_l("What happened"), max=200, required=False)


class ReviewForm(ReliefForm):
    """The differences, each with its reason."""

    lines = RowsField(FormField(WhyForm), _l("Differences"), max_entries=MOST + 50)

    def explained(self) -> dict[UUID, Explained]:
        """Return the reason and the note of each line that the form names."""
        return {
            line_id: Explained(entry.form.reason.data or Reason.COUNTED_LESS, entry.form.note.data)
            for entry in self.lines
            if (line_id := _uuid(entry.form.line.data)) is not None
        }


class AddForm(ReliefForm):
    """A lot that nobody expected at the place."""

    code = LineField(_l("A lot that is not on the sheet"), max=300)


class ApproveForm(ReliefForm):
    """What the second person has to say."""

    note = LineField(_l("Note"), max=200, required=False)


def sheet_data(count: StockCount) -> dict[str, Any]:
    """Return the sheet as it stands, to begin the form with."""
    return {
        "lines": [
            {"line": str(line.id), "shown": _text(line.counted), "counted": line.counted}
            for line in count.lines
        ]
    }


def review_data(count: StockCount) -> dict[str, Any]:
    """Return the lines that differ, to begin the form with."""
    return {
        "lines": [
            {"line": str(line.id), "reason": line.reason or Reason.COUNTED_LESS, "note": line.note}
            for line in count.lines
            if line.difference
        ]
    }


def _text(number: int | None) -> str:
    return "" if number is None else str(number)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 9 else None


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
