"""What a person may type about goods that come back: why, and which units of them did not."""

from collections.abc import Callable
from typing import Any, Self
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import FormField
from wtforms.widgets import HiddenInput

from relief.core.closing import ReasonForm, refused_closing
from relief.core.errors import ReliefError
from relief.core.forms import LineField, QtyField, RowForm, RowsField
from relief.deliveries.models import Delivery

WAYS = ("fail", "give_back")
MOST = 200


class MissingForm(RowForm):
    """Units of one line that left and did not come back; an empty box is none."""

    line = LineField(widget=HiddenInput(), required=False)
    lost = QtyField(_l("Did not come back"), min=0, required=False)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.lost.flags.conditional = True


class BackForm(ReasonForm):
    """Why a delivery comes back, and what of each line is gone."""

    lines = RowsField(FormField(MissingForm), _l("Lines of the delivery"), max_entries=MOST)

    def offer(self, delivery: Delivery) -> Self:
        """Give each line that has none its row; what a donor carries itself has no rows."""
        asked = {entry.form.line.data for entry in self.lines}
        for line in () if delivery.direct else delivery.lines:
            if str(line.id) not in asked and len(self.lines) < MOST:
                self.lines.append_entry({"line": str(line.id), "lost": 0})
        return self

    def lost(self, delivery: Delivery) -> dict[UUID, int]:
        """Return the units that are gone, by id of line."""
        rows = {entry.form.line.data: entry.form.lost.data for entry in self.lines}
        lines = () if delivery.direct else delivery.lines
        return {line.id: units for line in lines if (units := rows.get(str(line.id)))}

    def refuse(self, refusal: ReliefError) -> None:
        """Show what stopped a line beside its box."""
        line = str(refusal.values.get("line"))
        rows = [entry.form for entry in self.lines if entry.form.line.data == line]
        for row in rows:
            row.lost.errors = [*row.lost.errors, str(refusal)]
        if not rows:
            super().refuse(refusal)


def back_forms(delivery: Delivery, refused: ReasonForm | None) -> dict[str, BackForm]:
    """Return a form for each way in which a delivery comes back, and `refused` in its own place."""
    mine = {refused.way: refused} if isinstance(refused, BackForm) else {}
    return {way: (mine.get(way) or BackForm(way, formdata=None)).offer(delivery) for way in WAYS}


def refused_return(way: str, delivery: Delivery, act: Callable[..., None]) -> ReasonForm | None:
    """Read what came back, call `act(delivery, reason=…, lost=…)` and return None; or the form."""
    form = BackForm(way)

    def bring_back(*, reason: str) -> None:
        act(delivery, reason=reason, lost=form.lost(delivery))

    return refused_closing(way, bring_back, form=form)
