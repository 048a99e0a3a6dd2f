"""What this room does when a second person allows it, and when money has gone back."""

from datetime import date
from uuid import UUID

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from relief.accounts.permissions import Permission
from relief.approvals.acts import register
from relief.approvals.models import Approval
from relief.core.events import on
from relief.payments import queries, refund_emails
from relief.payments.events import RefundArrived
from relief.payments.models import RefundStatus
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


@on(RefundArrived)
def tell_the_donor(refund_id: str) -> None:
    """Write to the donor, unless the bank sent the money back to us meanwhile."""
    refund = queries.get_refund(UUID(refund_id))
    if refund.status is RefundStatus.SUCCEEDED:
        refund_emails.refunded(refund)
