"""The word on screen for each state and kind of this room."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp
from flask_babel import pgettext

from relief.core.words import register
from relief.donors import moving
from relief.stock.holding import Hold
from relief.stock.models import Category, ExpiryRule, Lot, LotStatus, Place, PlaceKind, Reason

register(
    Category,
    {
        "meal": _l("meals"),
        "ppe": _l("PPE"),
        "pantry_kit": _l("pantry kits"),
        "other": _l("other goods"),
    },
)
register(
    ExpiryRule,
    {
        "none": _l("does not expire"),
        "required": _l("expires"),
        "same_day": _l("same day"),
    },
)
register(
    PlaceKind,
    {
        "warehouse": _l("warehouse"),
        "collection_point": _l("collection point"),
        "transit": _l("in transit"),
        "direct": _l("from donor to hospital"),
    },
)
register(
    LotStatus,
    {
        "available": _lp("lot", "available"),
        "quarantined": _lp("lot", "quarantined"),
        "recalled": _lp("lot", "recalled"),
    },
)
register(
    Hold,
    {
        "quarantined": _lp("lot", "quarantined"),
        "recalled": _lp("lot", "recalled"),
        "expired": _lp("lot", "expired"),
    },
)
register(
    Reason,
    {
        "received": _lp("movement", "received"),
        "dispatched": _lp("movement", "dispatched"),
        "delivered": _lp("movement", "delivered"),
        "returned": _lp("movement", "returned"),
        "transferred": _lp("movement", "transferred"),
        "counted_more": _lp("movement", "counted more"),
        "counted_less": _lp("movement", "counted less"),
        "damaged": _lp("movement", "damaged"),
        "lost": _lp("movement", "lost"),
        "expired": _lp("movement", "expired"),
        "assembled": _lp("movement", "assembled"),
        "disassembled": _lp("movement", "taken apart"),
    },
)
moving.moves(Lot, _l("Lots"))


def place_name(place: Place) -> str:
    """Return what a place is called; those that nobody named, in the reader's language."""
    unnamed: dict[PlaceKind, str] = {
        PlaceKind.TRANSIT: pgettext("place", "In transit"),
        PlaceKind.DIRECT: pgettext("place", "From donor to hospital"),
    }
    return unnamed.get(place.kind, place.name)
