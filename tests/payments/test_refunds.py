"""Money goes back whole or in part, never more than came, and comes back when a refund fails."""

from datetime import timedelta
from uuid import uuid4

import pytest

from relief.audit.queries import timeline
from relief.core import clock
from relief.core.context import Actor, ActorKind, acting_as
from relief.core.db import db, transaction
from relief.core.money import Money
from relief.payments import errors, queries, refunds
from relief.payments.models import PaymentStatus, Refund, RefundStatus, ReversalKind
from relief.periods.errors import MonthClosed
from relief.periods.models import ClosedMonth
from relief.pledges.models import PledgeStatus

pytestmark = pytest.mark.usefixtures("chapter")
ANA = Actor(ActorKind.STAFF, "Ana Peñúñuri")
TODAY = clock.today("America/Tijuana")


def again(payment):
    db.session.expire_all()
    return queries.get_payment(payment.id)


def mxn(pesos):
    return Money(pesos * 100, "MXN")


def paid(payment):
    return again(payment).pledge.cash_line.paid


def fail(refund):
    with transaction():
        refunds.refund_failed(queries.get_refund(refund.id), failure="El banco lo regresó.")


def test_part_of_a_payment_goes_back_and_its_pledge_waits_for_it_again(factories):
    payment = factories.payment(pledge=factories.cash_pledge())
    refund = factories.refund(payment=payment)
    kept = again(payment)
    assert refund.status is RefundStatus.SUCCEEDED
    assert (kept.status, kept.kept) == (PaymentStatus.CONFIRMED, mxn(600))
    assert kept.pledge.cash_line.outstanding == mxn(400)
    assert kept.pledge.status is PledgeStatus.PARTIALLY_FULFILLED
    assert timeline(refund.id)[0].tag == "payments:refund:made"
    assert "payments:refund:made" in [entry.tag for entry in timeline(payment.id)]


def test_the_last_part_ends_the_payment(factories):
    payment = factories.payment()
    factories.refund(payment=payment)
    factories.refund(payment=payment, amount=mxn(600))
    assert again(payment).status is PaymentStatus.REFUNDED
    with pytest.raises(errors.MoreThanLeft):
        factories.refund(payment=payment, amount=Money(1, "MXN"))


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"amount": Money(1_000_01, "MXN")}, errors.MoreThanLeft),
        ({"amount": Money(0, "MXN")}, errors.MoreThanLeft),
        ({"amount": Money(1_00, "USD")}, errors.RefundInAnotherCurrency),
        ({"reason": " \u200b "}, errors.RefundReasonMissing),
        ({"refunded_on": TODAY + timedelta(days=1)}, errors.RefundedOutOfTime),
        ({"refunded_on": TODAY - timedelta(days=2)}, errors.RefundedOutOfTime),
    ],
)
def test_what_cannot_go_back(factories, values, refusal):
    payment = factories.payment()
    with pytest.raises(refusal):
        factories.refund(payment=payment, **values)
    assert again(payment).refunded_minor == 0
    assert db.session.scalars(db.select(Refund)).all() == []


def test_nothing_goes_back_of_money_that_nobody_saw_or_that_was_reversed(factories):
    pending = factories.pending_payment()
    with pytest.raises(errors.NotConfirmed):
        factories.refund(payment=pending)
    reversed_ = factories.payment()
    with acting_as(ANA):
        factories.reversal(payment=reversed_, kind=ReversalKind.RETURNED)
    with pytest.raises(errors.AlreadyReversed) as refusal:
        factories.refund(payment=reversed_)
    assert "Ana Peñúñuri" in str(refusal.value)


def test_a_payment_with_a_refund_is_not_reversed_any_more(factories):
    payment = factories.payment()
    with acting_as(ANA):
        refund = factories.refund(payment=payment)
    with pytest.raises(errors.AlreadyRefunded) as refusal:
        factories.reversal(payment=payment)
    assert "Ana Peñúñuri" in str(refusal.value)
    fail(refund)
    factories.reversal(payment=payment)
    assert again(payment).status is PaymentStatus.FAILED


def test_the_same_form_refunds_once(factories):
    payment, nonce = factories.payment(), uuid4()
    first = factories.refund(payment=payment, nonce=nonce)
    assert factories.refund(payment=payment, nonce=nonce).id == first.id
    assert again(payment).kept == mxn(600)


def test_nothing_dated_in_a_closed_month_goes_back(factories):
    payment = factories.payment()
    with transaction():
        db.session.add(ClosedMonth(year=TODAY.year, month=TODAY.month, closed_by="Ana"))
    with pytest.raises(MonthClosed):
        factories.refund(payment=payment)


def test_money_of_the_provider_goes_back_through_it(factories):
    payment = factories.online_payment(pledge=factories.cash_pledge())
    refund = factories.refund(payment=payment)
    assert (refund.status, refund.provider_ref) == (RefundStatus.SENT, None)
    assert paid(payment) == mxn(600)
    for _ in range(2):
        with transaction():
            refunds.refund_succeeded(queries.get_refund(refund.id), provider_ref="re_1")
    kept = again(payment)
    assert [each.status for each in kept.refunds] == [RefundStatus.SUCCEEDED]
    assert (kept.kept, paid(payment)) == (mxn(600), mxn(600))


def test_money_of_the_provider_may_go_back_by_hand(factories):
    payment = factories.online_payment()
    refund = factories.refund(payment=payment, by_hand=True, bank_reference="SPEI 1")
    assert refund.status is RefundStatus.SUCCEEDED


def test_a_failed_refund_is_ours_again_even_after_it_was_called_done(factories):
    pledge = factories.cash_pledge()
    payment = factories.online_payment(pledge=pledge)
    refund = factories.refund(payment=payment, amount=mxn(1000))
    with transaction():
        refunds.refund_succeeded(queries.get_refund(refund.id), provider_ref="re_1")
    assert again(payment).status is PaymentStatus.REFUNDED
    fail(refund)
    fail(refund)
    with transaction():
        refunds.refund_succeeded(queries.get_refund(refund.id), provider_ref="re_1")
    kept = again(payment)
    assert (kept.status, kept.kept) == (PaymentStatus.CONFIRMED, mxn(1000))
    assert kept.refunds[0].status is RefundStatus.FAILED
    assert kept.pledge.status is PledgeStatus.FULFILLED


def test_a_failed_refund_counts_for_a_pledge_that_others_paid_or_that_was_closed(factories):
    pledge = factories.cash_pledge()
    payment = factories.online_payment(pledge=pledge)
    refund = factories.refund(payment=payment)
    factories.payment(pledge=again(payment).pledge, amount=mxn(400))
    with transaction():
        again(payment).pledge.status = PledgeStatus.CANCELLED
    fail(refund)
    kept = again(payment)
    assert kept.pledge.cash_line.paid == mxn(1400)
    assert kept.over == mxn(400)


def test_a_refund_made_on_the_providers_screen_is_noted_once(factories):
    payment = factories.online_payment(pledge=factories.cash_pledge())

    def note(pesos=300, ref="re_9"):
        with transaction():
            return refunds.note_refund(
                queries.get_payment(payment.id),
                amount=mxn(pesos),
                provider_ref=ref,
                refunded_on=TODAY,
                reason="requested_by_customer",
            )

    assert note().id == note().id
    assert (again(payment).kept, paid(payment)) == (mxn(700), mxn(700))
    with pytest.raises(errors.MoreThanLeft):
        note(pesos=701, ref="re_10")
    ours = factories.refund(payment=payment, amount=mxn(700))
    assert note(pesos=700, ref="re_11").id == ours.id
    assert again(payment).status is PaymentStatus.REFUNDED
