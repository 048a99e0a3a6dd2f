"""The word on screen for each state and kind of this room."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from relief.core.context import ActorKind
from relief.core.mail import LetterStatus
from relief.core.outbox import JobStatus
from relief.core.words import register


class Room(StrEnum):
    """The first word of a tag."""

    ACCOUNTS = "accounts"
    CAMPAIGNS = "campaigns"
    CHAPTERS = "chapters"
    DELIVERIES = "deliveries"
    DONORS = "donors"
    HOSPITALS = "hospitals"
    INTAKE = "intake"
    NEEDS = "needs"
    PAYMENTS = "payments"
    PLEDGES = "pledges"
    RECEIPTS = "receipts"
    ROUTES = "routes"
    STOCK = "stock"


register(
    Room,
    {
        "accounts": _l("Staff"),
        "campaigns": _l("Campaigns"),
        "chapters": _l("Chapter"),
        "deliveries": _l("Deliveries"),
        "donors": _l("Donors"),
        "hospitals": _l("Hospitals"),
        "intake": _l("Intakes"),
        "needs": _l("Needs"),
        "payments": _l("Payments"),
        "pledges": _l("Pledges"),
        "receipts": _l("Receipts"),
        "routes": _l("Routes"),
        "stock": _l("Stock"),
    },
)
register(
    ActorKind,
    {
        "staff": _l("staff"),
        "donor": _l("donor"),
        "hospital": _l("hospital"),
        "driver": _l("driver"),
        "public": _l("public"),
        "system": _l("system"),
    },
)
register(
    JobStatus,
    {"pending": _l("waiting"), "done": _l("done"), "failed": _l("given up")},
)
register(
    LetterStatus,
    {"queued": _l("queued"), "sent": _l("sent"), "failed": _l("not sent")},
)

# Acts without an account are kept under these words; the page says them in the reader's language.
_WITHOUT_ACCOUNT = {
    "Público": _l("Public"),
    "Hospital (enlace)": _l("Hospital (by its link)"),
    "Operador (enlace)": _l("Driver (by their link)"),
    "Donante (enlace)": _l("Donor (by their link)"),
    "Donante (portal)": _l("Donor (in the portal)"),
}


def who(label: str) -> str:
    """Return the name under which somebody acted, as the reader's language says it."""
    return str(_WITHOUT_ACCOUNT.get(label, label))
