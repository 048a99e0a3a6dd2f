"""A payment is confirmed once, reversed once and whole, and never edited back."""

from datetime import timedelta

import pytest

from relief.audit.queries import timeline
from relief.core import clock, outbox
from relief.core.context import Actor, ActorKind, acting_as
from relief.core.db import db, transaction
from relief.core.money import Money
from relief.payments import actions, errors, queries
from relief.payments.models import PaymentStatus, ReversalKind
from relief.pledges.models import PledgeStatus

pytestmark = pytest.mark.usefixtures("chapter")
ANA = Actor(ActorKind.STAFF, "Ana Peñúñuri")
TODAY = clock.today("America/Tijuana")


def again(payment):
    db.session.expire_all()
    return queries.get_payment(payment.id)


def confirm(payment):
    with transaction():
        return actions.confirm_payment(payment)


def test_a_confirmed_payment_counts_for_its_pledge(factories):
    pledge = factories.cash_pledge()
    payment = factories.payment(pledge=pledge)
    assert payment.status is PaymentStatus.CONFIRMED
    assert payment.confirmed_at is not None
    assert again(payment).pledge.status is PledgeStatus.FULFILLED
    tags = [entry.tag for entry in timeline(payment.id)]
    assert tags == ["payments:payment:confirmed", "payments:payment:recorded"]
    assert "payments:payment:confirmed" in [entry.tag for entry in timeline(pledge.id)]


def test_the_second_treasurer_is_told_who_confirmed(factories):
    payment = factories.pending_payment()
    with acting_as(ANA):
        confirm(payment)
    with pytest.raises(errors.AlreadyConfirmed) as refusal:
        confirm(payment)
    assert "Ana Peñúñuri" in str(refusal.value)


def test_a_pledge_cancelled_meanwhile_takes_no_confirmation(factories):
    pledge = factories.cash_pledge()
    payment = factories.pending_payment(pledge=pledge)
    with transaction():
        pledge.status = PledgeStatus.CANCELLED
    with pytest.raises(errors.PledgeClosed):
        confirm(payment)
    assert again(payment).status is PaymentStatus.PENDING


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (ReversalKind.BOUNCED, PaymentStatus.FAILED),
        (ReversalKind.MISTAKEN, PaymentStatus.FAILED),
        (ReversalKind.RETURNED, PaymentStatus.REFUNDED),
    ],
)
def test_a_reversal_is_a_row_of_its_own_and_what_was_paid_is_outstanding(factories, kind, status):
    pledge = factories.cash_pledge()
    payment = factories.payment(pledge=pledge)
    factories.reversal(payment=payment, kind=kind)
    kept = again(payment)
    assert kept.status is status
    assert kept.amount == Money(1_000_00, "MXN")
    assert kept.reversal.kind is kind
    assert kept.pledge.cash_line.outstanding == Money(1_000_00, "MXN")
    assert kept.pledge.status is PledgeStatus.ACCEPTED


def test_a_payment_without_pledge_is_reversed_too(factories):
    payment = factories.payment()
    factories.reversal(payment=payment)
    assert again(payment).status is PaymentStatus.FAILED


def test_reversing_what_was_never_confirmed_announces_nothing(factories):
    payment = factories.pending_payment(pledge=factories.cash_pledge())
    factories.reversal(payment=payment, kind=ReversalKind.MISTAKEN)
    assert again(payment).status is PaymentStatus.FAILED
    jobs = db.session.scalars(db.select(outbox.Job)).all()
    assert not [job for job in jobs if "revers" in job.task]


def test_the_second_reversal_and_a_late_confirmation_are_told_who_reversed(factories):
    payment = factories.payment()
    with acting_as(ANA):
        factories.reversal(payment=payment)
    with pytest.raises(errors.AlreadyReversed) as refusal:
        factories.reversal(payment=payment)
    assert "Ana Peñúñuri" in str(refusal.value)
    with pytest.raises(errors.AlreadyReversed):
        confirm(again(payment))


@pytest.mark.parametrize("days", [-2, 1])
def test_money_goes_back_between_its_arrival_and_today(factories, days):
    payment = factories.payment()
    with pytest.raises(errors.ReversedOutOfTime):
        factories.reversal(payment=payment, reversed_on=TODAY + timedelta(days=days))
    assert again(payment).status is PaymentStatus.CONFIRMED


def test_a_reversal_says_why(factories):
    payment = factories.payment()
    with pytest.raises(errors.ReasonMissing):
        factories.reversal(payment=payment, reason=" \u200b ")
