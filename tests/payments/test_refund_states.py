"""Whatever happens in whatever order, what went back stays within what came, and the books agree."""

import random
from datetime import timedelta

import pytest

from relief.core import clock
from relief.core.db import db, transaction
from relief.core.errors import ReliefError
from relief.core.money import Money
from relief.payments import disputes, refunds
from relief.payments.models import COUNTED, DisputeStatus, Payment, RefundStatus
from relief.payments.queries import get_payment
from relief.pledges.models import PledgeLine
from relief.pledges.queries import get_pledge
from relief.receipts.queries import get_receipt, live_one, receipts_of_payment
from relief.receipts.replacing import replace_receipt
from relief.reports.verify import violations
from tests.factories.receipts import SEAL

pytestmark = pytest.mark.usefixtures("chapter")
TODAY = clock.today("America/Tijuana")
DEEDS = [
    "pay",
    "pay",
    "online",
    "refund",
    "refund",
    "refund",
    "fail",
    "fail",
    "succeed",
    "note",
    "dispute",
    "dispute",
    "win",
    "lose",
    "reverse",
    "replace",
    "work",
    "work",
]


class World:
    """One pledge and its payments, to which things happen by chance."""

    def __init__(self, factories, jobs, seed):
        self.factories, self.work, self.chance = factories, jobs, random.Random(seed)
        self.pledge_id = factories.cash_pledge(amount=Money(5_000_00, "MXN")).id
        self.number = 0

    def payments(self):
        db.session.expire_all()
        return db.session.scalars(db.select(Payment).order_by(Payment.reference)).all()

    def one(self):
        return get_payment(self.chance.choice(self.payments()).id)

    def amount(self, least=1):
        return Money(self.chance.randint(least, 1_200_00), "MXN")

    def next(self, prefix):
        self.number += 1
        return f"{prefix}_{self.number}"

    def pay(self):
        pledge = get_pledge(self.pledge_id)
        self.factories.payment(pledge=pledge, amount=self.amount(), allow_over=True)

    def online(self):
        self.factories.online_payment(pledge=get_pledge(self.pledge_id), amount=self.amount())

    def refund(self):
        self.factories.refund(payment=self.one(), amount=self.amount())

    def of(self, kind, *states):
        found = [
            each
            for payment in self.payments()
            for each in getattr(payment, kind)
            if each.status in states
        ]
        return self.chance.choice(found) if found else None

    def fail(self):
        refund = self.of("refunds", RefundStatus.SENT, RefundStatus.SUCCEEDED)
        if refund is not None and refund.provider_ref:
            refunds.refund_failed(refund, failure="El banco lo regresó.")

    def succeed(self):
        refund = self.of("refunds", RefundStatus.SENT)
        if refund is not None:
            refunds.refund_succeeded(refund, provider_ref=self.next("re"))

    def note(self):
        refunds.note_refund(
            self.one(),
            amount=self.amount(),
            provider_ref=self.next("re"),
            refunded_on=TODAY - timedelta(days=1),
            reason="requested_by_customer",
        )

    def dispute(self):
        disputes.open_dispute(
            self.one(),
            amount=self.amount(),
            provider_ref=self.next("dp"),
            reason="fraudulent",
            opened_on=TODAY,
        )

    def win(self, *, won=True):
        dispute = self.of("disputes", DisputeStatus.OPEN)
        if dispute is not None:
            disputes.close_dispute(dispute, won=won, closed_on=TODAY)

    def lose(self):
        self.win(won=False)

    def reverse(self):
        self.factories.reversal(payment=self.one())

    def replace(self):
        live = live_one(receipts_of_payment(self.one().id))
        if live is not None:
            replace_receipt(get_receipt(live.id), reason="Se devolvió una parte.", seal=SEAL)

    def happen(self, deed):
        """Do one thing; what the house refuses changes nothing."""
        try:
            if deed in {"pay", "online", "refund", "reverse", "work"}:
                getattr(self, deed)()
            else:
                with transaction():
                    getattr(self, deed)()
        except ReliefError:
            db.session.rollback()

    def check(self):
        payments = self.payments()
        for payment in payments:
            gone = [r.amount.minor for r in payment.refunds if r.status is not RefundStatus.FAILED]
            assert 0 <= payment.refunded_minor == sum(gone) <= payment.amount.minor
        paid = sum(each.kept.minor for each in payments if each.status in COUNTED)
        assert db.session.scalars(db.select(PledgeLine)).one().paid_minor == paid


@pytest.mark.parametrize(
    ("store", "seed"),
    [("sqlite", 0), ("sqlite", 1), ("postgresql", 2)],
    indirect=["store"],
)
def test_what_goes_back_stays_within_what_came(factories, jobs, seed):
    world = World(factories, jobs, seed)
    world.pay()
    world.online()
    for _ in range(24):
        world.happen(world.chance.choice(DEEDS))
        world.check()
    jobs()
    assert violations() == []
