"""Money at the provider is never refused: it counts for its pledge, or its note says why not."""

from datetime import timedelta

import pytest

from relief.core import clock
from relief.core.db import db, transaction
from relief.core.money import Money
from relief.payments import queries
from relief.payments.models import Payment, PaymentStatus
from relief.periods.models import ClosedMonth
from relief.pledges.models import PledgeStatus
from relief.pledges.queries import get_pledge

pytestmark = pytest.mark.usefixtures("chapter")
TODAY = clock.today("America/Tijuana")


def again(payment):
    db.session.expire_all()
    return queries.get_payment(payment.id)


def test_it_is_confirmed_at_once_and_told_again_it_is_the_same(factories):
    pledge = factories.cash_pledge()
    first = factories.online_payment(pledge=pledge, provider_ref="pi_1")
    assert factories.online_payment(pledge=pledge, provider_ref="pi_1").id == first.id
    kept = again(first)
    assert (kept.status, kept.provider_ref) == (PaymentStatus.CONFIRMED, "pi_1")
    assert kept.pledge.status is PledgeStatus.FULFILLED
    assert len(db.session.scalars(db.select(Payment)).all()) == 1


def test_paying_a_pledge_that_waits_accepts_it(factories):
    pledge = factories.cash_pledge(status=PledgeStatus.SUBMITTED)
    factories.online_payment(pledge=pledge)
    db.session.expire_all()
    assert get_pledge(pledge.id).status is PledgeStatus.FULFILLED


def test_more_than_was_promised_is_kept_as_such(factories):
    payment = factories.online_payment(
        pledge=factories.cash_pledge(), amount=Money(1_250_00, "MXN")
    )
    assert again(payment).over == Money(250_00, "MXN")


@pytest.mark.parametrize(
    ("state", "amount"),
    [
        (PledgeStatus.CANCELLED, Money(1_000_00, "MXN")),
        (PledgeStatus.DECLINED, Money(1_000_00, "MXN")),
        (PledgeStatus.ACCEPTED, Money(1_000_00, "USD")),
    ],
)
def test_a_pledge_that_cannot_take_it_is_left_out_and_named(factories, state, amount):
    pledge = factories.cash_pledge(status=state)
    payment = again(factories.online_payment(pledge=pledge, amount=amount))
    assert (payment.status, payment.pledge_id) == (PaymentStatus.CONFIRMED, None)
    assert pledge.reference in payment.note


def test_a_pledge_of_somebody_else_is_left_out(factories):
    payment = factories.online_payment(pledge=factories.cash_pledge(), donor=factories.giver())
    assert again(payment).pledge_id is None


def test_a_closed_month_or_a_clock_ahead_makes_it_of_today(factories):
    last = TODAY.replace(day=1) - timedelta(days=1)
    with transaction():
        db.session.add(ClosedMonth(year=last.year, month=last.month, closed_by="Ana"))
    for day in (last, TODAY + timedelta(days=1)):
        assert factories.online_payment(received_on=day).received_on == TODAY
