"""What a person may type about items, places and lots."""

from typing import Any

from flask_babel import lazy_gettext as _l

from relief.core.forms import (
    ChoiceField,
    DegreesField,
    FromAddress,
    LineField,
    MoneyField,
    NotesField,
    PickField,
    QtyField,
    ReliefForm,
    YesNoField,
)
from relief.core.money import Currency
from relief.core.words import choices
from relief.stock import words  # noqa: F401 - registers the words
from relief.stock.holding import Hold
from relief.stock.models import INVISIBLE, Category, ExpiryRule, PlaceKind, Reason
from relief.stock.packs import PackedField

DAYS_AHEAD = {
    "0": _l("already expired"),
    "7": _l("in 7 days"),
    "15": _l("in 15 days"),
    "30": _l("in 30 days"),
}
LEVELS = {"low": _l("below the minimum")}
REASONS = choices(Reason)
COUNT_REASONS = (
    Reason.COUNTED_LESS,
    Reason.COUNTED_MORE,
    Reason.DAMAGED,
    Reason.LOST,
    Reason.EXPIRED,
)
LOSSES = (Reason.EXPIRED, Reason.DAMAGED, Reason.LOST)
KINDS = choices(PlaceKind)


class FilterForm(FromAddress):
    """What the stock list may be narrowed by; read from the address."""

    q = LineField(_l("Item or code"), max=80, required=False)
    category = ChoiceField(
        _l("Category"), labels=choices(Category), required=False, blank=_l("any")
    )
    place = PickField(_l("Place"), required=False, blank=_l("any"))
    expires = ChoiceField(_l("Expires"), labels=DAYS_AHEAD, required=False, blank=_l("any time"))
    level = ChoiceField(_l("Level"), labels=LEVELS, required=False, blank=_l("any"))


class HeldFilterForm(FromAddress):
    """What the list of held goods may be narrowed by; read from the address."""

    q = LineField(_l("Item or lot"), max=80, required=False)
    why = ChoiceField(_l("Why"), labels=choices(Hold), required=False, blank=_l("any"))


class ItemForm(ReliefForm):
    """One item of the catalogue."""

    name = LineField(_l("Name"), max=120)
    name_en = LineField(_l("Name in English"), max=120, required=False)
    sku = LineField(_l("Code"), max=20)
    category = ChoiceField(_l("Category"), labels=choices(Category))
    unit = LineField(_l("Unit"), max=30)
    pack_size = QtyField(_l("Units in a pack"), max=100_000, default=1)
    pack_label = LineField(_l("Pack"), max=60, required=False)
    expiry_rule = ChoiceField(
        _l("Expiry"), labels=choices(ExpiryRule), default=ExpiryRule.NONE, radio=True
    )
    reference_value = MoneyField(
        _l("Reference value of one unit"), currency_field="currency", required=False
    )
    currency = ChoiceField(
        _l("Currency"), labels={c: c.value for c in Currency}, default=Currency.MXN
    )
    weight_grams = QtyField(_l("Weight of one unit, in grams"), max=10_000_000, required=False)
    sat_key = LineField(_l("SAT product key"), max=8, required=False)
    sat_unit = LineField(_l("SAT unit key"), max=3, required=False)
    active = YesNoField(_l("In use"), default=True)

    def values(self) -> dict[str, Any]:
        """Return what was typed, by column."""
        return {f.name: f.data for f in self if f.name not in {"csrf_token", "currency"}}


class PlaceForm(ReliefForm):
    """A warehouse or a collection point."""

    name = LineField(_l("Name"), max=80)
    kind = ChoiceField(
        _l("Kind"),
        labels={k: word for k, word in KINDS.items() if k not in INVISIBLE},
        radio=True,
        default=PlaceKind.WAREHOUSE,
    )
    city = LineField(_l("City"), max=80, required=False)
    address = LineField(_l("Address"), max=200, required=False)
    latitude = DegreesField(_l("Latitude"), required=False)
    longitude = DegreesField(_l("Longitude"), required=False)
    active = YesNoField(_l("In use"), default=True)

    def values(self) -> dict[str, Any]:
        """Return what was typed, by column."""
        return {f.name: f.data for f in self if f.name != "csrf_token"}


class CountForm(ReliefForm):
    """How many units of a lot there really are at a place."""

    place = PickField(_l("Place"))
    counted = PackedField(_l("Units counted"), min=0)
    reason = ChoiceField(
        _l("Reason"), labels={r: REASONS[r] for r in COUNT_REASONS}, blank=_l("choose one")
    )
    note = NotesField(_l("What happened"), max=500)


class TransferForm(ReliefForm):
    """Units of a lot from one place to another."""

    source = PickField(_l("From place"))
    target = PickField(_l("To place"))
    quantity = PackedField(_l("Units"))


class WriteOffForm(ReliefForm):
    """Units of a lot that are no longer good, or no longer there."""

    place = PickField(_l("Place"))
    quantity = PackedField(_l("Units"))
    reason = ChoiceField(
        _l("Reason"), labels={r: REASONS[r] for r in LOSSES}, blank=_l("choose one")
    )
    note = NotesField(_l("What happened"), max=500)


class MinimumForm(ReliefForm):
    """How much of an item should be available, where."""

    place = PickField(_l("Place"), required=False, blank=_l("all places together"))
    units = QtyField(_l("Minimum"), min=0)


class PackForm(ReliefForm):
    """Another way an item comes packed."""

    label = LineField(_l("Pack"), max=60)
    units = QtyField(_l("Units in a pack"), min=2, max=100_000)


class HoldForm(ReliefForm):
    """Why a lot is held back or let go."""

    reason = LineField(_l("Reason"), max=200)
