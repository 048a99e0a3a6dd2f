"""What a pledge says to money that arrives for it: whose, of which currency, and how much."""

import sqlalchemy as sa

from relief.campaigns.models import Campaign
from relief.core import rows
from relief.core.db import db
from relief.core.money import Money, format_money
from relief.core.words import word
from relief.donors.models import Donor
from relief.payments import queries
from relief.payments.errors import (
    CurrencyDiffers,
    MoreThanOutstanding,
    PledgeClosed,
    PledgeNotAccepted,
    PledgeOfAnother,
    PledgeOfGoods,
)
from relief.payments.models import COUNTED, Payment, PaymentStatus
from relief.pledges import actions as pledges
from relief.pledges.models import STANDING, Pledge, PledgeLine, PledgeStatus


def refuse_foreign(pledge: Pledge, donor: Donor, campaign: Campaign) -> None:
    """Raise PledgeOfAnother unless the pledge is of this donor and for this campaign."""
    if (pledge.donor_id, pledge.campaign_id) != (donor.id, campaign.id):
        raise PledgeOfAnother(reference=pledge.reference)


def locked_cash_line(pledge: Pledge) -> PledgeLine:
    """Return the promise of money under its lock; the pledge itself is locked already.

    Raise PledgeNotAccepted, PledgeClosed or PledgeOfGoods.
    """
    if pledge.status is PledgeStatus.SUBMITTED:
        raise PledgeNotAccepted(reference=pledge.reference)
    if pledge.status not in STANDING:
        raise PledgeClosed(reference=pledge.reference, status=word(pledge.status))
    line = pledge.cash_line
    if line is None:
        raise PledgeOfGoods(reference=pledge.reference)
    return rows.lock(line)


def excess(pledge: Pledge, amount: Money, *, allowed: bool) -> int:
    """Return by how many centavos the amount exceeds what is open on the pledge.

    Raise CurrencyDiffers, MoreThanOutstanding unless it is `allowed`, or what the line refuses.
    """
    line = locked_cash_line(pledge)
    left = queries.open_amount(line)
    if left.currency != amount.currency:
        raise CurrencyDiffers(
            reference=pledge.reference, pledged=left.currency, paid=amount.currency
        )
    over = max(amount.minor - left.minor, 0)
    if over and not allowed:
        raise MoreThanOutstanding(
            reference=pledge.reference,
            outstanding=format_money(left),
            over=format_money(Money(over, amount.currency)),
        )
    return over


def take_off(payment: Payment, amount: Money) -> None:
    """Let money that went back count no more for the pledge of its payment."""
    if payment.pledge is not None:
        pledges.uncount_payment(payment.pledge, amount=amount)


def put_back(payment: Payment, amount: Money) -> None:
    """Count again money that did not go back after all, whatever became of the pledge meanwhile.

    Others may have paid in the meantime: what exceeds the promise now is kept as such.
    """
    if payment.pledge is None:
        return
    pledges.count_payment(payment.pledge, amount=amount, again=True)
    line = payment.pledge.cash_line
    if line is None or line.amount is None:
        return
    payments = Payment.__table__.c
    waiting, over = db.session.execute(
        sa.select(
            sa.func.sum(
                sa.case((payments.status == PaymentStatus.PENDING, payments.amount_minor), else_=0)
            ),
            sa.func.sum(payments.over_minor),
        ).where(
            payments.pledge_id == payment.pledge_id,
            payments.status.in_([PaymentStatus.PENDING, *COUNTED]),
        )
    ).one()
    unexplained = line.paid_minor + int(waiting or 0) - line.amount.minor - int(over or 0)
    if unexplained > 0:
        payment.over_minor = min(payment.over_minor + unexplained, payment.amount.minor)
        db.session.flush()
