"""The word on screen for each state and kind of this room."""

from flask_babel import lazy_gettext as _l

from relief.core.context import ActorKind
from relief.core.mail import LetterStatus
from relief.core.words import register

register(
    ActorKind,
    {
        "staff": _l("staff"),
        "donor": _l("donor"),
        "hospital": _l("hospital"),
        "public": _l("public"),
        "system": _l("system"),
    },
)
register(
    LetterStatus,
    {"queued": _l("queued"), "sent": _l("sent"), "failed": _l("not sent")},
)
