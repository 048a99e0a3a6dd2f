"""Refunds that leave from our screen, and the comparison with the provider's own list."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from relief.checkout.models import Way
from relief.checkout.simulation import paying
from relief.core import clock
from relief.core.db import db, transaction
from relief.core.money import Money
from relief.core.outbox import Job, JobStatus
from relief.payments import refunds
from relief.payments.models import Payment, PaymentStatus, Refund, RefundStatus


@pytest.fixture
def paid(open_page, provider):
    """A payment by card of a thousand pesos; by another way if asked."""

    def made(*, way=Way.CARD, extra=0) -> Payment:
        page = provider.page_of(open_page(way=way))
        if way is Way.CARD:
            paying.by_card(provider.books, page)
        else:
            paying.ask_transfer(provider.books, page)
            paying.transfer(provider.books, page, page["amount_total"] + extra)
        provider.tell_all()
        return newest(Payment)

    return made


def newest(kind):
    db.session.rollback()
    return db.session.scalars(sa.select(kind).order_by(kind.id.desc())).first()


def give_back(payment: Payment, minor: int) -> Refund:
    with transaction():
        return refunds.refund(
            db.session.get(Payment, payment.id),
            amount=Money(minor, "MXN"),
            reason="El donante pagó dos veces.",
            refunded_on=clock.today("America/Tijuana"),
            nonce=uuid4(),
        )


def test_a_refund_of_ours_goes_through_the_provider_once(paid, provider, jobs):
    payment = paid()
    refund = give_back(payment, 250_00)
    assert refund.status is RefundStatus.SENT
    jobs()
    assert newest(Refund).status is RefundStatus.SUCCEEDED
    provider.tell_all()
    jobs()
    [theirs] = provider.books.refunds.values()
    assert theirs["amount"] == 250_00
    assert newest(Refund).provider_ref == theirs["id"]
    assert newest(Payment).refunded_minor == 250_00


def test_the_simulation_gives_back_what_was_paid_before_it_began(paid, provider, jobs):
    payment = paid()
    provider.books.payments.clear()  # as if it had been started again
    told = {"ref": payment.provider_ref, "minor": payment.amount.minor, "currency": "MXN"}
    paying.remember(provider.books, {**told, "created": 1_588_000_000})
    give_back(payment, 250_00)
    jobs()
    assert newest(Refund).status is RefundStatus.SUCCEEDED


def test_what_the_provider_did_without_an_answer_is_not_done_twice(paid, provider, jobs, app):
    give_back(paid(), 250_00)
    provider.fail(times=3, status=500, after=True)
    jobs()
    assert newest(Refund).status is RefundStatus.SENT
    with transaction():
        db.session.execute(
            sa.update(Job).where(Job.status == JobStatus.PENDING).values(due_at=clock.now())
        )
    jobs()
    assert newest(Refund).status is RefundStatus.SUCCEEDED
    assert len(provider.books.refunds) == 1


def test_a_refund_that_the_provider_refuses_comes_back(paid, provider, jobs):
    payment = paid()
    [theirs] = provider.books.payments.values()
    provider.books.give_back({"payment_intent": theirs["id"]}, told=False)
    give_back(payment, 250_00)
    jobs()
    refund = newest(Refund)
    assert (refund.status, refund.failure) == (RefundStatus.FAILED, "charge_already_refunded")
    assert newest(Payment).status is PaymentStatus.CONFIRMED


def test_a_refund_that_bounces_later_is_ours_again(paid, provider, jobs):
    give_back(paid(), 1_000_00)
    jobs()
    assert newest(Payment).status is PaymentStatus.REFUNDED
    provider.books.bounce(next(iter(provider.books.refunds.values())))
    provider.tell_all()
    assert newest(Payment).status is PaymentStatus.CONFIRMED
    assert newest(Refund).status is RefundStatus.FAILED


def test_what_a_transfer_brought_too_much_goes_back_from_its_balance(paid, provider, jobs):
    leftover = paid(way=Way.SPEI, extra=99_99)
    assert leftover.amount == Money(99_99, "MXN")
    give_back(leftover, 99_99)
    jobs()
    assert newest(Refund).status is RefundStatus.SUCCEEDED
    assert set(provider.books.balances.values()) == {0}


def test_a_total_alone_makes_us_ask_which_refunds_they_are(paid, provider, jobs):
    paid()
    [theirs] = provider.books.payments.values()
    for minor in ("10000", "5000"):
        provider.books.give_back({"payment_intent": theirs["id"], "amount": minor})
    totals = [each for each in provider.notices if each["type"] == "charge.refunded"]
    for notice in reversed(totals):
        assert provider.post(notice) == 200
    jobs()
    assert newest(Payment).refunded_minor == 150_00
    provider.tell_all()
    jobs()
    assert newest(Payment).refunded_minor == 150_00


def test_both_sides_are_compared(paid, provider, app):
    def run():
        db.session.remove()
        return app.test_cli_runner().invoke(args=["reconcile", "--since", "3"])

    payment = paid()
    agreed = run()
    assert (agreed.exit_code, agreed.output) == (0, "")
    [theirs] = provider.books.payments.values()
    refund = provider.books.give_back({"payment_intent": theirs["id"], "amount": "100"}, told=False)
    lacking = run()
    assert lacking.exit_code == 1
    assert lacking.output == f"refund {refund['id']}: 1.00 MXN at the provider, not here\n"
    provider.books.refunds.clear()
    theirs["amount_received"] = 900_00
    assert f"{payment.provider_ref}: 900.00 MXN at the provider, 1000.00 MXN here" in run().output
    provider.books.payments.clear()
    assert (
        run().output == f"payment {payment.provider_ref}: 1000.00 MXN here, not at the provider\n"
    )
    with clock.stopped_at(clock.now() + timedelta(days=10)):
        assert run().exit_code == 0
    provider.fail(times=9, status=500)
    assert "does not answer" in run().output
