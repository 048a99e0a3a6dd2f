"""What this room does when a second person allows it."""

from flask_babel import lazy_gettext as _l

from relief.accounts.permissions import Permission
from relief.approvals.acts import register
from relief.purchases.actions import CONFIRM, confirm_as_asked

register(
    CONFIRM,
    permission=Permission.PURCHASES_RECORD,
    perform=confirm_as_asked,
    title=_l("Confirm a purchase"),
    endpoint="purchases.show",
)
