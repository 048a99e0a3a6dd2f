"""What a person may type about a need."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FormField

from relief.core.forms import (
    ChoiceField,
    DayField,
    FromAddress,
    LineField,
    NotesField,
    PickField,
    QtyField,
    ReliefForm,
    RowForm,
    RowsField,
    TokenField,
)
from relief.core.words import choices
from relief.needs import words  # noqa: F401 - registers the words
from relief.needs.models import NeedStatus, Priority
from relief.needs.queries import EVERY

MOST_LINES = 20


class AskedForm(RowForm):
    """One line: an item and how many. A line left empty is no line."""

    item = PickField(_l("Item"), required=False, blank=_l("Choose an item"))
    quantity = QtyField(_l("Quantity"), required=False)
    note = LineField(_l("Note"), max=200, required=False)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.item.flags.conditional = self.quantity.flags.conditional = True

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the half of a line that is missing."""
        valid = bool(super().validate(extra_validators))
        if not valid:
            return False
        if self.item.data and not self.quantity.data:
            self.quantity.errors = [_("Write how many of this item are needed.")]
        elif not self.item.data and (self.quantity.data or self.note.data):
            self.item.errors = [_("Choose the item of this line.")]
        return not (self.item.errors or self.quantity.errors)


class NeedForm(ReliefForm):
    """One request of a hospital. The view gives `hospital` and the lines' items their options."""

    hospital = PickField(_l("Hospital"), blank=_l("Choose a hospital"))
    priority = ChoiceField(
        _l("Priority"), labels=choices(Priority), radio=True, default=Priority.NORMAL
    )
    needed_by = DayField(_l("Needed by"))
    requested_by = LineField(_l("Who asked"), max=120, required=False)
    lines = RowsField(FormField(AskedForm), _l("Lines of the need"), min_entries=1, max_entries=40)
    notes = NotesField(_l("Notes"), max=1000, required=False)
    nonce = TokenField(required=False)

    def offer(self, *, hospitals: list[tuple[Any, str]], items: list[tuple[Any, str]]) -> AskedForm:
        """Give the lists their options; return the empty line that the page's button copies."""
        self.hospital.options = hospitals
        blank = AskedForm(None, prefix="lines-__n__-")
        for line in [blank, *(entry.form for entry in self.lines)]:
            line.item.options = items
        return blank

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse more lines than a request holds."""
        valid = bool(super().validate(extra_validators))
        if len(self.asked()) > MOST_LINES:
            self.form_errors.append(
                _("A need holds at most %(most)s lines. Write another one.", most=MOST_LINES)
            )
            return False
        return valid

    def asked(self) -> list[dict[str, Any]]:
        """Return the lines that were filled in: ids of items, quantities and notes."""
        return [line for line in self.lines.data if line["item"] and line["quantity"]]

    def values(self) -> dict[str, Any]:
        """Return what was typed besides hospital and lines."""
        return {
            "priority": self.priority.data,
            "needed_by": self.needed_by.data,
            "requested_by": self.requested_by.data,
            "notes": self.notes.data,
        }


class FilterForm(FromAddress):
    """What the list may be narrowed by; read from the address."""

    q = LineField(_l("Hospital or reference"), max=80, required=False)
    hospital = PickField(_l("Hospital"), required=False, blank=_l("any"))
    status = ChoiceField(
        _l("State"),
        labels={**choices(NeedStatus), EVERY: _l("all of them")},
        required=False,
        blank=_l("still waiting"),
    )
    priority = ChoiceField(
        _l("Priority"), labels=choices(Priority), required=False, blank=_l("any")
    )
