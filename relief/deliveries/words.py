"""The word on screen for each state and kind of this room."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from relief.core.words import register
from relief.deliveries import evidence_words  # noqa: F401 - registers the words
from relief.deliveries.models import DeliveryStatus, ProofSource, ProofStatus

register(
    DeliveryStatus,
    {
        "planned": _lp("delivery", "planned"),
        "picking": _lp("delivery", "picking"),
        "packed": _lp("delivery", "packed"),
        "dispatched": _lp("delivery", "dispatched"),
        "in_transit": _lp("delivery", "in transit"),
        "delivered": _lp("delivery", "delivered"),
        "delivered_with_differences": _lp("delivery", "delivered with differences"),
        "failed": _lp("delivery", "not delivered"),
        "returned": _lp("delivery", "returned"),
        "cancelled": _lp("delivery", "cancelled"),
    },
)
register(
    ProofStatus,
    {"confirmed": _lp("proof", "confirmed"), "disputed": _lp("proof", "being clarified")},
)
register(
    ProofSource,
    {
        "link": _l("the hospital's link"),
        "staff": _l("signed sheet, kept by staff"),
        "driver": _l("the driver's phone"),
        "paper": _l("photograph of the signed sheet"),
    },
)
