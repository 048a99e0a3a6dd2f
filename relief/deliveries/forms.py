"""What a person may type about a delivery and about its hand-over."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FormField
from wtforms.widgets import HiddenInput

from relief.core.forms import (
    ChoiceField,
    DayField,
    FromAddress,
    LineField,
    NotesField,
    PhoneField,
    PickField,
    QtyField,
    ReliefForm,
    RowForm,
    RowsField,
    TokenField,
)
from relief.core.numbers import in_groups
from relief.core.words import choices
from relief.deliveries import words  # noqa: F401 - registers the words
from relief.deliveries.actions import Answer
from relief.deliveries.handover import all_well
from relief.deliveries.models import Delivery, DeliveryStatus
from relief.deliveries.queries import EVERY
from relief.stock.models import Balance

WELL = "well"
"""The answer of the button that says that everything arrived as sent."""


class ChooseForm(FromAddress):
    """Where to and from where: the question before the plan."""

    need = PickField(_l("Need"), required=False, blank=_l("none: a delivery without a need"))
    hospital = PickField(_l("Hospital"), required=False, blank=_l("the hospital of the need"))
    place = PickField(_l("Leaves from"))
    day = DayField(_l("Day of the delivery"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for a need or for a hospital."""
        valid = bool(super().validate(extra_validators))
        if valid and not self.need.data and not self.hospital.data:
            self.hospital.errors = [_("Choose a need, or the hospital that will receive.")]
            return False
        return valid


def printable(form: ReliefForm, *names: str) -> bool:
    """Say whether these fields can be drawn on a paper; show which letters cannot beside them."""
    from relief.core.pdf.fonts import CannotBeDrawn, ensure_drawable  # heavy

    for name in names:
        try:
            ensure_drawable(form[name].data or "")
        except CannotBeDrawn as refusal:
            form[name].errors = [*form[name].errors, str(refusal)]
    return not any(form[name].errors for name in names)


class PlannedForm(RowForm):
    """So many units of one lot. A line left empty is no line."""

    lot = PickField(_l("Lot"), required=False, blank=_l("Choose a lot"))
    quantity = QtyField(_l("Quantity"), required=False)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.lot.flags.conditional = self.quantity.flags.conditional = True

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the lot of a quantity; a lot without a quantity stays in the warehouse."""
        valid = bool(super().validate(extra_validators))
        if valid and self.quantity.data and not self.lot.data:
            self.lot.errors = [_("Choose the lot of this line.")]
            return False
        return valid


class PlanForm(ReliefForm):
    """The goods of one trip and who drives. The view offers the lots."""

    lines = RowsField(FormField(PlannedForm), _l("Lots"), min_entries=1, max_entries=60)
    order_reason = LineField(
        _l("Why later lots go first"),
        max=200,
        required=False,
        description=_l("Only if a lot that expires earlier stays behind."),
    )
    driver_name = LineField(_l("Driver"), max=120, required=False)
    driver_phone = PhoneField(_l("Driver's telephone"), required=False)
    vehicle = LineField(_l("Vehicle"), max=80, required=False)
    plates = LineField(_l("Plates"), max=20, required=False)
    notes = NotesField(_l("Instructions for the driver"), max=500, required=False)
    nonce = TokenField(required=False)

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse what the delivery note could not print."""
        valid = bool(super().validate(extra_validators))
        return valid and printable(self, "driver_name", "vehicle", "plates", "notes")

    def offer(
        self, balances: Iterable[Balance], *, suggested: set[UUID], language: str
    ) -> PlannedForm:
        """Give each line its lots, the suggested ones marked; return the line the button copies."""
        offered: dict[UUID | None, Balance] = {each.lot_id: each for each in balances}
        options = [(each.lot_id, lot_label(each, language)) for each in offered.values()]
        blank = PlannedForm(None, prefix="lines-__n__-")
        for line in [blank, *(entry.form for entry in self.lines)]:
            line.lot.options = options
            chosen = offered.get(_uuid(str(line.lot.typed or line.lot.data or "")))
            if chosen is not None:
                mark = [_("Suggested, it expires first")] if chosen.lot_id in suggested else []
                line.lot.description = " · ".join([*mark, *lot_facts(chosen)])
        return blank

    def typed_lots(self) -> set[UUID]:
        """Return the lots that were chosen, whether or not they are still offered."""
        return {found for entry in self.lines if (found := _uuid(entry.form.lot.typed))}

    def planned(self) -> list[tuple[UUID, int]]:
        """Return the lots and quantities that were filled in."""
        rows = self.lines.data
        return [(row["lot"], row["quantity"]) for row in rows if row["lot"] and row["quantity"]]

    def refuse_lot(self, lot_id: UUID | None, sentence: str) -> None:
        """Show what the ledger said beside the lines of a lot, or above the form."""
        lines = [entry.form for entry in self.lines if entry.form.lot.data == lot_id]
        for line in lines if lot_id is not None else ():
            line.quantity.errors = [*line.quantity.errors, sentence]
        if lot_id is None or not lines:
            self.form_errors.append(sentence)

    def details(self) -> dict[str, str]:
        """Return who drives what, and why not in the order of the dates."""
        names = ("driver_name", "driver_phone", "vehicle", "plates", "notes", "order_reason")
        return {name: self[name].data or "" for name in names}


class AnswerForm(RowForm):
    """What arrived of one line."""

    line = LineField(widget=HiddenInput(), required=False)
    accepted = QtyField(_l("Accepted"), min=0, required=False)
    short = QtyField(_l("Short"), min=0, required=False)
    damaged = QtyField(_l("Damaged"), min=0, required=False)
    rejected = QtyField(_l("Rejected"), min=0, required=False)
    note = LineField(_l("What happened"), max=200, required=False)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        for box in self.boxes():
            box.flags.conditional = True

    def boxes(self) -> tuple[QtyField, QtyField, QtyField, QtyField]:
        """Return the boxes that add up to what was sent."""
        return self.accepted, self.short, self.damaged, self.rejected

    def parts(self) -> tuple[int, ...]:
        """Return accepted, short, damaged and rejected; an empty box is none."""
        return tuple(box.data or 0 for box in self.boxes())


class HandoverForm(ReliefForm):
    """The acuse: who receives, and what arrived. Typed by the hospital, or from a signed sheet."""

    receiver_name = LineField(_l("Name of who receives"), max=120)
    receiver_title = LineField(_l("Position of who receives"), max=120)
    remarks = NotesField(_l("Remarks"), max=500, required=False)
    lines = RowsField(FormField(AnswerForm), _l("Lines of the delivery"), max_entries=200)

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse what the acuse could not print."""
        valid = bool(super().validate(extra_validators))
        valid = printable(self, "receiver_name", "receiver_title", "remarks") and valid
        for entry in self.lines:
            valid = printable(entry.form, "note") and valid
        return valid

    def answers(self, delivery: Delivery, *, well: bool) -> list[Answer] | None:
        """Return the answer to every line, or None with the trouble shown beside its line."""
        rows = {str(entry.form.line.data): entry.form for entry in self.lines}
        if well and not any(_differs(delivery, rows)):
            return all_well(delivery)
        if well:
            self.form_errors.append(
                _("You wrote differences below. Send them with their own button, or take them out.")
            )
            return None
        answers = [_answer_of(line, rows.get(str(line.id))) for line in delivery.lines]
        if None in answers:
            self.form_errors.append(_("Count again the lines marked below."))
            return None
        return [answer for answer in answers if answer is not None]


def _differs(delivery: Delivery, rows: dict[str, AnswerForm]) -> Iterable[bool]:
    for line in delivery.lines:
        row = rows.get(str(line.id))
        yield row is not None and row.parts() not in {(line.quantity, 0, 0, 0), (0, 0, 0, 0)}


def _answer_of(line: Any, row: AnswerForm | None) -> Answer | None:
    if row is None:
        return None
    total = sum(row.parts())
    if total != line.quantity:
        row.accepted.errors = [
            *row.accepted.errors,
            _(
                "%(sent)s were sent, but accepted, short, damaged and rejected add up to %(total)s.",
                sent=in_groups(line.quantity),
                total=in_groups(total),
            ),
        ]
        return None
    accepted, short, damaged, rejected = row.parts()
    note = row.note.data or ""
    return Answer(
        line, accepted=accepted, short=short, damaged=damaged, rejected=rejected, note=note
    )


def handover_data(delivery: Delivery) -> dict[str, Any]:
    """Return the lines as they should have arrived, to begin the form with."""
    return {
        "lines": [
            {
                "line": str(line.id),
                "accepted": line.quantity,
                "short": 0,
                "damaged": 0,
                "rejected": 0,
            }
            for line in delivery.lines
        ]
    }


class FilterForm(FromAddress):
    """What the list may be narrowed by; read from the address."""

    q = LineField(_l("Hospital, reference or driver"), max=80, required=False)
    hospital = PickField(_l("Hospital"), required=False, blank=_l("any"))
    status = ChoiceField(
        _l("State"),
        labels={**choices(DeliveryStatus), EVERY: _l("all of them")},
        required=False,
        blank=_l("under way"),
    )
    since = DayField(_l("From the day"), required=False)
    until = DayField(_l("To the day"), required=False)


def lot_label(balance: Balance, language: str) -> str:
    """Return a lot as a list offers it: item, code, last day, and what is left of it."""
    lot = balance.lot
    return " · ".join([lot.item.label(language), lot.code, *lot_facts(balance)])


def lot_facts(balance: Balance) -> list[str]:
    """Return until when a lot is good and how much of it may be promised, in words."""
    last_day = balance.lot.expires_on
    return [
        _("expires %(day)s", day=_short(last_day)) if last_day else _("no expiry"),
        _("%(count)s available", count=in_groups(balance.available)),
    ]


def _short(day: date) -> str:
    return str(format_date(day, "d MMM yyyy"))


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
