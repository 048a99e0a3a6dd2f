"""The word on screen for each state and kind of this room."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from relief.core.words import register
from relief.donors import moving
from relief.donors.models import DonorKind, MemberState
from relief.donors.request_models import DataRequest, Purpose, RequestKind, RequestStatus

register(
    DonorKind,
    {"company": _l("company"), "person": _l("person")},
)
register(
    Purpose,
    {
        "reminders": _l("reminders of payments"),
        "thanks": _l("letters of thanks"),
        "news": _l("news of campaigns"),
        "notice": _l("privacy notice"),
    },
)
register(
    RequestKind,
    {
        "data": _l("correction of data"),
        "add_contact": _l("new contact"),
        "remove_contact": _l("contact that leaves"),
    },
)
register(
    RequestStatus,
    {
        "pending": _lp("request", "waiting"),
        "approved": _lp("request", "done"),
        "rejected": _lp("request", "not done"),
    },
)
register(
    MemberState,
    {
        "member": _l("member in good standing"),
        "former": _l("left the association"),
        "outsider": _l("not a member"),
    },
)
moving.moves(DataRequest, _l("Requests of the donor"))
