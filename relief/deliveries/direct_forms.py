"""What a person may type about goods that a donor brings to a hospital itself."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FormField

from relief.campaigns import queries as campaigns
from relief.core.forms import (
    DayField,
    LineField,
    MoneyField,
    NotesField,
    PhoneField,
    PickField,
    QtyField,
    ReliefForm,
    RowForm,
    RowsField,
    TokenField,
)
from relief.deliveries.direct import DirectLine
from relief.donors import queries as donors
from relief.hospitals import queries as hospitals
from relief.needs import queries as needs
from relief.stock import queries as stock


class DirectLineForm(RowForm):
    """So many units of one item. A line left empty is no line."""

    item = PickField(_l("Item"), required=False, blank=_l("Choose an item"))
    quantity = QtyField(_l("Quantity"), required=False)
    value = MoneyField(_l("Declared value, in pesos"), required=False)
    expires_on = DayField(_l("Expires"), required=False)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.item.flags.conditional = self.quantity.flags.conditional = True

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the item of a quantity, and for the quantity of an item."""
        valid = bool(super().validate(extra_validators))
        if valid and bool(self.item.data) is not bool(self.quantity.data):
            self.quantity.errors = [_("Write both the item and how many of it.")]
            return False
        return valid


class DirectForm(ReliefForm):
    """Who brings what to which hospital, and when."""

    donor = PickField(_l("Donor"), blank=_l("choose one"))
    campaign = PickField(_l("Campaign"))
    hospital = PickField(_l("Hospital"), blank=_l("choose one"))
    need = PickField(_l("Need"), required=False, blank=_l("none: a delivery without a need"))
    day = DayField(_l("Day of the delivery"))
    lines = RowsField(FormField(DirectLineForm), _l("Goods"), min_entries=1, max_entries=30)
    driver_name = LineField(_l("Driver"), max=120, required=False)
    driver_phone = PhoneField(_l("Driver's telephone"), required=False)
    notes = NotesField(_l("Instructions for the driver"), max=500, required=False)
    nonce = TokenField(required=False)

    def offer(self, donor_named: str) -> DirectLineForm:
        """Give the form what may be chosen; return the line that the button copies.

        Donors are narrowed by a part of their name or RFC.
        """
        self.donor.options = donors.donor_choices(donor_named)
        self.campaign.options = campaigns.choices()
        self.hospital.options = hospitals.choices()
        self.need.options = needs.open_choices()
        blank = DirectLineForm(None, prefix="lines-__n__-")
        items = stock.item_choices()
        for line in [blank, *(entry.form for entry in self.lines)]:
            line.item.options = items
        return blank

    def typed_lines(self) -> list[DirectLine]:
        """Return the lines that were filled in."""
        return [
            DirectLine(
                stock.get_item(row["item"]), row["quantity"], row["value"], row["expires_on"]
            )
            for row in self.lines.data
            if row["item"] and row["quantity"]
        ]
