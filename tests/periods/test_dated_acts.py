"""Nothing dated in a closed month is written or changed, room by room."""

from datetime import UTC, date, datetime

import pytest

from relief.core import clock
from relief.core.db import transaction
from relief.core.money import Money
from relief.intake import actions as intakes
from relief.intake.actions import Counted
from relief.intake.models import IntakeStatus
from relief.intake.queries import get_intake
from relief.payments import actions as payments
from relief.payments.models import PaymentStatus, ReversalKind
from relief.payments.queries import get_payment
from relief.payments.refunds import refund
from relief.periods.actions import close_month
from relief.periods.errors import MonthClosed
from relief.receipts.actions import issue_for_payment, void_receipt
from relief.receipts.queries import get_receipt
from tests.factories.receipts import SEAL

pytestmark = pytest.mark.usefixtures("chapter")
MAY, ZONE = date(2020, 5, 4), "America/Tijuana"


@pytest.fixture
def closed():
    """Close May of 2020, once what belongs in it is there."""

    def close():
        with transaction():
            close_month(year=2020, month=5)

    return close


def refused(act):
    with pytest.raises(MonthClosed, match="mayo de 2020"), transaction():
        act()


def test_goods_do_not_arrive_in_a_closed_month(factories, closed):
    donor, campaign, place = factories.donor(), factories.campaign(), factories.place()
    closed()
    with pytest.raises(MonthClosed, match="mayo de 2020"):
        factories.intake(donor=donor, campaign=campaign, place=place, arrived_on=MAY)


@pytest.mark.parametrize(
    "act",
    [
        lambda it: intakes.receive_intake(it, counts=[Counted(x, x.declared) for x in it.lines]),
        lambda it: intakes.reject_intake(it, reason="Caducado"),
        lambda it: intakes.cancel_intake(it, reason="Por error"),
    ],
)
def test_an_arrival_of_a_closed_month_stays_as_it_is(factories, closed, act):
    intake = factories.intake(arrived_on=MAY)
    closed()
    refused(lambda: act(get_intake(intake.id)))
    assert get_intake(intake.id).status is IntakeStatus.ARRIVED


def test_no_value_is_approved_in_a_closed_month(factories, closed):
    intake = factories.intake(arrived_on=MAY, received=True)
    closed()
    line = get_intake(intake.id).lines[0]
    refused(lambda: intakes.approve_value(line, value=Money(100_00, "MXN"), note="factura"))


def test_no_receipt_is_dated_in_a_closed_month(factories, closed):
    payment, receipt = factories.payment(received_on=MAY), factories.receipt()
    closed()
    with clock.stopped_at(datetime(2020, 5, 31, 20, 0, tzinfo=UTC)):
        refused(lambda: issue_for_payment(get_payment(payment.id), seal=SEAL))
        refused(lambda: void_receipt(get_receipt(receipt.id), reason="Por error"))
    # Today it may be issued: a gift of a closed month still gets its paper.
    with transaction():
        assert issue_for_payment(get_payment(payment.id), seal=SEAL).folio


@pytest.mark.parametrize(
    "act",
    [
        lambda it: payments.confirm_payment(it),
        lambda it: payments.reverse_payment(
            it, kind=ReversalKind.BOUNCED, reason="Sin fondos", reversed_on=MAY
        ),
        lambda it: payments.set_rate(
            it, rate=payments.RateGiven(micros=24_000_000, on=MAY, source="DOF")
        ),
    ],
)
def test_a_payment_of_a_closed_month_stays_as_it_is(factories, closed, act):
    payment = factories.pending_payment(received_on=MAY, amount=Money(100_00, "USD"))
    closed()
    refused(lambda: act(get_payment(payment.id)))
    assert get_payment(payment.id).status is PaymentStatus.PENDING


def test_no_money_goes_back_on_a_day_of_a_closed_month(factories, closed):
    payment = factories.payment(received_on=MAY)
    closed()
    terms = {"amount": Money(10_00, "MXN"), "reason": "Pagó dos veces"}
    refused(lambda: refund(get_payment(payment.id), refunded_on=MAY, **terms))
    # The gift of a closed month may still be given back: that is a fact of today.
    with transaction():
        assert refund(get_payment(payment.id), refunded_on=clock.today(ZONE), **terms).id


def test_no_money_arrives_in_a_closed_month(factories, closed):
    donor, campaign = factories.giver(), factories.appeal()
    closed()
    with pytest.raises(MonthClosed, match="mayo de 2020"):
        factories.pending_payment(donor=donor, campaign=campaign, received_on=MAY)
