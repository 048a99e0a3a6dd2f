"""What a person may type about a transfer: what leaves, and what arrived."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FormField
from wtforms.widgets import HiddenInput

from relief.core.forms import (
    ChoiceField,
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
from relief.stock.models import Balance
from relief.transfers import words  # noqa: F401 - registers the words
from relief.transfers.actions import Arrived
from relief.transfers.models import Transfer, TransferStatus

MOST = 300


class FilterForm(FromAddress):
    """What the list may be narrowed by; read from the address."""

    q = LineField(_l("Reference or who carries it"), max=80, required=False)
    status = ChoiceField(
        _l("State"), labels=choices(TransferStatus), required=False, blank=_l("any")
    )
    place = PickField(_l("From or to"), required=False, blank=_l("any"))


class WayForm(FromAddress):
    """From where to where: the question before the goods."""

    source = PickField(_l("From place"), blank=_l("choose one"))
    target = PickField(_l("To place"), blank=_l("choose one"))
    q = LineField(_l("Item or lot"), max=80, required=False)

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for two places."""
        valid = bool(super().validate(extra_validators))
        if valid and self.source.data == self.target.data:
            self.target.errors = [_("Choose another place than the one they leave.")]
            return False
        return valid


class LeavesForm(RowForm):
    """So many units of one lot; an empty box leaves the lot where it is."""

    lot = LineField(widget=HiddenInput(), required=False)
    quantity = QtyField(_l("Units that leave"), required=False)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.quantity.flags.conditional = True


class SendForm(ReliefForm):
    """What leaves and who carries it."""

    lines = RowsField(FormField(LeavesForm), _l("Lots"), max_entries=MOST)
    carrier = LineField(_l("Who carries it"), max=120, required=False)
    notes = NotesField(_l("Notes"), max=500, required=False)
    nonce = TokenField()

    def quantities(self, balances: Sequence[Balance]) -> dict[UUID, int] | None:
        """Return the units of each lot; None, with the trouble shown, when one is not here."""
        here = {str(each.lot_id): each.lot_id for each in balances}
        found: dict[UUID, int] = {}
        for entry in self.lines:
            row = entry.form
            if not row.quantity.data:
                continue
            lot_id = here.get(row.lot.data or "")
            if lot_id is None:
                self.form_errors.append(
                    _("A lot of this list is no longer at this place. Look at the list again.")
                )
                return None
            found[lot_id] = found.get(lot_id, 0) + row.quantity.data
        return found

    def rows_of(self, balances: Sequence[Balance]) -> dict[UUID, LeavesForm]:
        """Return the row of each lot, an empty one for a lot that the form did not hold."""
        rows = {entry.form.lot.data: entry.form for entry in self.lines}
        for each in balances:
            if str(each.lot_id) not in rows and len(self.lines) < MOST:
                row = self.lines.append_entry({"lot": str(each.lot_id)}).form
                rows[str(each.lot_id)] = row
        return {each.lot_id: row for each in balances if (row := rows.get(str(each.lot_id)))}

    def refuse_lot(self, lot_id: str | None, sentence: str) -> None:
        """Show what the ledger said beside the row of a lot, or above the form."""
        rows = [entry.form for entry in self.lines if lot_id and entry.form.lot.data == lot_id]
        for row in rows:
            row.quantity.errors = [*row.quantity.errors, sentence]
        if not rows:
            self.form_errors.append(sentence)


class ArrivedForm(RowForm):
    """What arrived of one line."""

    line = LineField(widget=HiddenInput(), required=False)
    received = QtyField(_l("Received"), min=0, required=False)
    lost = QtyField(_l("Lost"), min=0, required=False)
    damaged = QtyField(_l("Damaged"), min=0, required=False)
    note = LineField(_l("What happened"), max=200, required=False)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        for box in (self.received, self.lost, self.damaged):
            box.flags.conditional = True


class ReceiveForm(ReliefForm):
    """The count at the other end."""

    lines = RowsField(FormField(ArrivedForm), _l("Lines"), max_entries=MOST)

    def arrived(self, transfer: Transfer) -> list[Arrived]:
        """Return what was counted of each line that the form names."""
        rows: Mapping[str, ArrivedForm] = {str(e.form.line.data): e.form for e in self.lines}
        return [
            Arrived(
                line,
                received=row.received.data or 0,
                lost=row.lost.data or 0,
                damaged=row.damaged.data or 0,
                note=row.note.data or "",
            )
            for line in transfer.lines
            if (row := rows.get(str(line.id))) is not None
        ]

    def refuse_line(self, line_id: str | None, sentence: str) -> None:
        """Show what stopped a line beside its box, or above the form."""
        rows = [entry.form for entry in self.lines if line_id and entry.form.line.data == line_id]
        for row in rows:
            row.received.errors = [*row.received.errors, sentence]
        if not rows:
            self.form_errors.append(sentence)
