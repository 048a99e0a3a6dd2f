"""The word on screen for each state and kind of this room."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from relief.checkout.models import EventState, SessionStatus, Way, WhyKept
from relief.checkout.models.session import OnlineSession
from relief.core.words import register
from relief.donors import moving

register(
    Way,
    {
        "card": _l("Card"),
        "oxxo": _l("Cash at OXXO"),
        "spei": _l("Bank transfer (SPEI)"),
    },
)
register(
    SessionStatus,
    {
        "created": _lp("online", "begun"),
        "open": _lp("online", "page open"),
        "awaiting": _lp("online", "awaiting the money"),
        "expired": _lp("online", "expired"),
        "failed": _lp("online", "not paid"),
        "paid": _lp("online", "paid"),
    },
)
register(
    EventState,
    {
        "applied": _lp("notice", "applied"),
        "kept": _lp("notice", "to review"),
        "reviewed": _lp("notice", "reviewed"),
    },
)
register(
    WhyKept,
    {
        "unknown_kind": _l("Relief does not use notices of this kind."),
        "unknown_payment": _l("No payment of ours is known by this number yet."),
        "foreign_account": _l("It comes from another account of the provider."),
        "other_mode": _l("It is a test among real ones, or a real one among tests."),
        "other_chapter": _l("It names a payment of another chapter."),
        "unreadable": _l("Something that must be in it is missing."),
        "refused": _l("What it asks for goes against what is already written down."),
    },
)
moving.moves(OnlineSession, _l("Payments online"))
