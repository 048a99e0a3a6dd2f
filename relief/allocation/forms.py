"""What a person may type about an allocation: from where and when, and other numbers than the rule's."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import FormField
from wtforms.widgets import HiddenInput

from relief.allocation import words  # noqa: F401 - registers the words
from relief.allocation.actions import Typed
from relief.allocation.errors import SharesRefused
from relief.allocation.models import Share
from relief.core.forms import (
    DayField,
    LineField,
    PickManyField,
    QtyField,
    ReliefForm,
    RowForm,
    RowsField,
    TokenField,
    YesNoField,
)
from relief.stock.queries import place_choices, today

MANY = 2000
"""More lines than the open needs of a chapter ever had."""


class ProposeForm(ReliefForm):
    """The question before a proposal."""

    places = PickManyField(_l("Goods leave from"))
    day = DayField(_l("Day of the deliveries"), earliest=today)
    keep_minimum = YesNoField(_l("Keep the minimum level of each item"), default=True)
    nonce = TokenField(required=False)

    @classmethod
    def fresh(cls) -> "ProposeForm":
        """Return the form as it begins: all places, today."""
        form = cls(formdata=None, data={"day": today(), "places": [p for p, _ in place_choices()]})
        form.places.options = place_choices()
        return form

    @classmethod
    def sent(cls) -> "ProposeForm":
        """Return the form as it was sent."""
        form = cls()
        form.places.options = place_choices()
        return form


class ShareForm(RowForm):
    """What one line gets."""

    line = LineField(widget=HiddenInput(), required=False)
    quantity = QtyField(_l("Gets"), min=0)
    reason = LineField(_l("Why another number"), max=200, required=False)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.reason.flags.conditional = True


class SharesForm(ReliefForm):
    """The whole table of a proposal."""

    lines = RowsField(FormField(ShareForm), _l("Shares"), max_entries=MANY)

    @classmethod
    def of(cls, shares: Sequence[Share]) -> "SharesForm":
        """Return the table as it stands."""
        rows = [_row(share) for share in shares]
        return cls(formdata=None, data={"lines": rows})

    def rows(self) -> dict[str, ShareForm]:
        """Return the lines by the line of the need that they are about."""
        return {str(entry.form.line.data): entry.form for entry in self.lines}

    def complete(self, shares: Sequence[Share]) -> None:
        """Add the shares that came in since the form was drawn."""
        known = self.rows()
        for share in shares:
            if str(share.need_line_id) not in known:
                self.lines.append_entry(_row(share))

    def typed(self, shares: Sequence[Share]) -> dict[UUID, Typed]:
        """Return what was typed of these shares, by line of the need."""
        rows = self.rows()
        return {
            share.need_line_id: Typed(row.quantity.data or 0, row.reason.data or "")
            for share in shares
            if (row := rows.get(str(share.need_line_id)))
        }

    def refuse_lines(self, refusal: SharesRefused) -> None:
        """Show what is wrong beside each line, and above them that nothing was done."""
        self.form_errors.append(str(refusal))
        rows = self.rows()
        for line_id, error in refusal.lines.items():
            field = rows[str(line_id)][error.field] if str(line_id) in rows else None
            if field is not None:
                field.errors = [*field.errors, str(error)]


def _row(share: Share) -> dict[str, Any]:
    return {"line": str(share.need_line_id), "quantity": share.quantity, "reason": share.reason}
