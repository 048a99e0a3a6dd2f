"""What this room does when a second person allows it."""

from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from relief.accounts.permissions import Permission
from relief.approvals.acts import register
from relief.approvals.models import Approval
from relief.payments.refunds import REFUND, refund_as_asked


def figures_of_refund(approval: Approval) -> list[tuple[str, str]]:
    """Say how the money would go back."""
    terms = approval.payload
    return [
        (_("Day of the refund"), format_date(date.fromisoformat(terms["refunded_on"]))),
        (_("Bank reference or cheque number"), terms["bank_reference"]),
    ]


register(
    REFUND,
    permission=Permission.PAYMENTS_REVERSE,
    perform=refund_as_asked,
    title=_l("Refund a payment"),
    endpoint="payments.show",
    figures=figures_of_refund,
)
