"""The word on screen for each state and kind of this room."""

from flask_babel import lazy_gettext as _l

from relief.accounts.permissions import Role
from relief.core.words import register

register(
    Role,
    {
        "administrator": _l("administrator"),
        "treasurer": _l("treasurer"),
        "coordinator": _l("logistics coordinator"),
        "auditor": _l("auditor"),
    },
)
