"""Whatever the order of deeds, what was paid is what is receipted and what waits for it."""

import random
from collections import Counter

import pytest

from relief.core.db import db, transaction
from relief.core.money import Money
from relief.payments.models import Payment, PaymentStatus
from relief.pledges.models import PledgeLine
from relief.pledges.queries import get_pledge
from relief.receipts import actions, queries
from relief.receipts.due import due_receipts
from relief.receipts.models import Receipt, ReceiptStatus

pytestmark = pytest.mark.usefixtures("chapter")


def totals(amounts):
    found = Counter()
    for amount in amounts:
        found[amount.currency] += amount.minor
    return +found


@pytest.mark.parametrize(
    ("store", "seed"),
    [("sqlite", 0), ("sqlite", 1), ("postgresql", 2)],
    indirect=["store"],
)
def test_paid_is_receipted_plus_waiting_plus_flagged(factories, jobs, seed):
    chance = random.Random(seed)
    donor, campaign = factories.giver(), factories.appeal()
    pledge = factories.cash_pledge(donor=donor, campaign=campaign, amount=Money(10**9, "MXN"))
    payments = []
    for _ in range(12):
        deed = chance.choice(["pay", "pay", "pay", "pledge", "reverse", "void", "work"])
        if deed == "pay":
            amount = Money(chance.randint(1, 10**7), chance.choice(["MXN", "USD"]))
            payments.append(factories.payment(donor=donor, campaign=campaign, amount=amount))
        elif deed == "pledge":
            amount = Money(chance.randint(1, 10**6), "MXN")
            payments.append(factories.payment(pledge=get_pledge(pledge.id), amount=amount))
        elif deed == "reverse" and payments:
            factories.reversal(payment=payments.pop(chance.randrange(len(payments))))
        elif deed == "void":
            void_any(chance)
        elif deed == "work":
            jobs()
    jobs()
    confirmed = db.session.scalars(
        db.select(Payment).where(Payment.status == PaymentStatus.CONFIRMED)
    ).all()
    live = db.session.scalars(
        db.select(Receipt).where(Receipt.status == ReceiptStatus.ISSUED, ~Receipt.flags.any())
    ).all()
    waiting = [total for each in due_receipts() for total in each.totals]
    assert totals(each.amount for each in confirmed) == totals(
        [*(each.total for each in live), *waiting]
    )
    counted = db.session.scalars(db.select(PledgeLine)).one().paid_minor
    assert counted == sum(each.amount.minor for each in confirmed if each.pledge_id)


def void_any(chance):
    live = db.session.scalars(
        db.select(Receipt).where(Receipt.status == ReceiptStatus.ISSUED).order_by(Receipt.number)
    ).all()
    if live:
        with transaction():
            chosen = queries.get_receipt(chance.choice(live).id)
            actions.void_receipt(chosen, reason="Por error")
