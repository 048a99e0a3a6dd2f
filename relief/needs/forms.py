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
from relief.needs.actions import Asked
from relief.needs.models import Need, NeedStatus, Priority
from relief.needs.queries import EVERY
from relief.stock import queries as stock

MOST_LINES = 20
SPARE_LINES = 3


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


class AskingForm(ReliefForm):
    """What is asked for, whoever writes it down. The view gives the lines' items their options."""

    priority = ChoiceField(
        _l("Priority"), labels=choices(Priority), radio=True, default=Priority.NORMAL
    )
    needed_by = DayField(_l("Needed by"))
    requested_by = LineField(_l("Who asked"), max=120, required=False)
    beds = QtyField(_l("Beds"), max=99_999, required=False)
    staff_served = QtyField(_l("Staff on duty"), max=99_999, required=False)
    lines = RowsField(FormField(AskedForm), _l("Lines of the need"), min_entries=1, max_entries=40)
    notes = NotesField(_l("Notes"), max=1000, required=False)
    nonce = TokenField(required=False)

    def offer_items(self, items: list[tuple[Any, str]]) -> AskedForm:
        """Give the lines their options; return the empty line that the page's button copies."""
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
        names = ("priority", "needed_by", "requested_by", "beds", "staff_served", "notes")
        return {name: self[name].data for name in names}


class NeedForm(AskingForm):
    """One request that staff write down. The view gives `hospital` its options."""

    hospital = PickField(_l("Hospital"), blank=_l("Choose a hospital"))

    def offer(self, *, hospitals: list[tuple[Any, str]], items: list[tuple[Any, str]]) -> AskedForm:
        """Give the lists their options; return the empty line that the page's button copies."""
        self.hospital.options = hospitals
        return self.offer_items(items)


class AskForm(AskingForm):
    """What a hospital asks for by its own link."""

    needed_by = DayField(_l("Needed by"), earliest=stock.today)
    requested_by = LineField(_l("Your name and area"), max=120)
    nonce = TokenField()

    def details(self) -> dict[str, Any]:
        """Return what was typed besides the lines, and the mark that makes the form count once."""
        return {**self.values(), "nonce": self.nonce.data}


def asked_of(form: AskingForm) -> list[Asked]:
    """Return the lines that were filled in, with their items."""
    return [
        Asked(stock.get_item(line["item"]), line["quantity"], line["note"]) for line in form.asked()
    ]


def last_time(need: Need | None) -> dict[str, Any]:
    """Return what to begin a form with: the lines of the last request, and room for others."""
    lines = need.lines if need is not None else []
    kept = [{"item": line.item_id, "quantity": line.requested} for line in lines]
    spare: list[dict[str, Any]] = [{} for _more in range(max(1, SPARE_LINES - len(kept)))]
    served = {"beds": need.beds, "staff_served": need.staff_served} if need is not None else {}
    return {"lines": [*kept, *spare], **served}


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
