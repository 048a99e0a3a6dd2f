"""What a person may type about kits."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FormField

from relief.core.forms import (
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

MOST_COMPONENTS = 30
MOST_KITS = 100_000
SPARE_LINES = 3


class FilterForm(FromAddress):
    """What the list of kits may be narrowed by; read from the address."""

    q = LineField(_l("Kit or code"), max=80, required=False)


class ComponentForm(RowForm):
    """One component; a row left empty is none."""

    item = PickField(_l("Item"), required=False, blank=_l("choose one"))
    quantity = QtyField(_l("Units in one kit"), max=9_999, required=False)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.item.flags.conditional = self.quantity.flags.conditional = True

    def validate(self, extra_validators: object = None) -> bool:
        """Ask for the half of a row that is missing."""
        if not super().validate(extra_validators):
            return False
        if self.item.data and not self.quantity.data:
            self.quantity.errors = [_("Write how many of it one kit holds.")]
        elif self.quantity.data and not self.item.data:
            self.item.errors = [_("Choose which item this is.")]
        return not self.errors


class RecipeForm(ReliefForm):
    """What one kit holds."""

    components = RowsField(
        FormField(ComponentForm), label=_l("Components"), max_entries=MOST_COMPONENTS
    )

    def offer(self, items: Sequence[tuple[UUID, str]]) -> ComponentForm:
        """Give the rows their options; return the empty row that the page's button copies."""
        blank = ComponentForm(None, prefix="components-__n__-")
        for row in [blank, *(entry.form for entry in self.components)]:
            row.item.options = items
        return blank

    def add_spare_rows(self) -> None:
        """Leave empty rows for those without scripts."""
        spare = 1 if len(self.components) else SPARE_LINES
        for _number in range(min(spare, MOST_COMPONENTS - len(self.components))):
            self.components.append_entry()

    def held(self) -> list[tuple[UUID, int]]:
        """Return the rows that were filled in: ids of items and their units."""
        rows = self.components.data
        return [(row["item"], row["quantity"]) for row in rows if row["item"] and row["quantity"]]


class NewKitForm(RecipeForm):
    """An item of the catalogue, and what one of it holds."""

    kit = PickField(_l("Item that is a kit"), blank=_l("choose one"))


class PlanForm(FromAddress):
    """Where kits would be put together, and how many; read from the address."""

    place = PickField(_l("Place"))
    kits = QtyField(_l("How many kits"), max=MOST_KITS, required=False)


class AssembleForm(ReliefForm):
    """Kits to put together of what the page showed."""

    place = PickField(_l("Place"))
    kits = QtyField(_l("How many kits"), max=MOST_KITS)
    notes = NotesField(_l("Notes"), max=500, required=False)
    nonce = TokenField()


class TakeApartForm(ReliefForm):
    """Kits of one lot at one place to take apart. The view gives `where` its options."""

    where = PickField(_l("Which kits"))
    kits = QtyField(_l("How many kits"), max=MOST_KITS)
    reason = LineField(_l("Why they are taken apart"), max=200)
    nonce = TokenField()
