"""Money that the provider received for us: written down and confirmed at once, never refused."""

from datetime import date
from uuid import UUID, uuid5

from flask_babel import gettext as _

from relief.campaigns.models import Campaign
from relief.chapters.queries import get_chapter
from relief.core import clock, rows, tenancy
from relief.core.errors import ReliefError
from relief.core.money import Money
from relief.core.references import next_reference
from relief.donors.models import Donor
from relief.payments import queries
from relief.payments.actions import confirm_payment, keep
from relief.payments.models import Method, Payment, PaymentStatus
from relief.payments.pledged import excess, refuse_foreign
from relief.payments.rated import put_rate, rate_for
from relief.payments.standing import day_in_open_month
from relief.pledges.actions import accept_pledge
from relief.pledges.models import Pledge, PledgeStatus

NONCES = UUID("5b0f6c52-7f35-4c0b-9a63-0d7f0a8d2e11")
"""A namespace: the same reference of the provider gives the same nonce in a chapter."""


def receive_online(
    *,
    donor: Donor,
    campaign: Campaign,
    pledge: Pledge | None,
    amount: Money,
    method: Method,
    provider_ref: str,
    received_on: date,
) -> Payment:
    """Return the confirmed payment of money at the provider; the same reference, the same payment.

    A pledge that waits for an answer is accepted by being paid. One that cannot take this money
    (closed, of goods, of another currency, donor or campaign) is left out, and the note says why.
    What exceeds the promise is kept in `over_minor`. `received_on` is a local date; one in a closed
    month, or ahead of the chapter's clock, becomes today.
    """
    known = queries.payment_of_provider(provider_ref)
    if known is not None:
        return known
    # The counter first, as everybody does: whoever held it may have been told the same.
    reference = next_reference("PAG", clock.today(_zone()).year)
    known = queries.payment_of_provider(provider_ref)
    if known is not None:
        return known
    payment = Payment(
        reference=reference,
        donor_id=donor.id,
        campaign_id=campaign.id,
        amount=amount,
        method=method,
        status=PaymentStatus.PENDING,
        received_on=day_in_open_month(received_on),
        provider_ref=provider_ref,
        nonce=uuid5(NONCES, f"{tenancy.chapter_id()}:{provider_ref}"),
    )
    put_rate(payment, rate_for(amount, payment.received_on, None))
    taken = (
        _give_to(pledge, payment, donor=donor, campaign=campaign) if pledge is not None else None
    )
    return confirm_payment(keep(payment, taken))


def _zone() -> str:
    return get_chapter(tenancy.chapter_id()).zone


def _give_to(
    pledge: Pledge, payment: Payment, *, donor: Donor, campaign: Campaign
) -> Pledge | None:
    """Let the payment count for the pledge if it can, else say in its note why it cannot."""
    rows.lock(pledge)
    try:
        refuse_foreign(pledge, donor, campaign)
        if pledge.status is PledgeStatus.SUBMITTED and pledge.cash_line is not None:
            accept_pledge(pledge)
        payment.over_minor = excess(pledge, payment.amount, allowed=True)
    except ReliefError as refusal:
        payment.note = _(
            "Paid online for %(pledge)s. %(why)s", pledge=pledge.reference, why=str(refusal)
        )
        return None
    payment.pledge_id = pledge.id
    return pledge
