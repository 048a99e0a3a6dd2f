"""Eight treasurers refund one payment at once: never more goes back than came."""

import multiprocessing
import time
from uuid import uuid4

import pytest
import sqlalchemy as sa

from relief.core import clock, tenancy
from relief.core.db import db, transaction
from relief.core.money import Money
from relief.payments import queries, refunds
from relief.payments.errors import MoreThanLeft
from relief.payments.models import Payment, PaymentStatus, Refund

pytestmark = pytest.mark.race
CREW, EACH = 8, Money(400_00, "MXN")
FORK = multiprocessing.get_context("fork")


def give_back(app, chapter, gate, answers, payment_id):
    """One treasurer, on connections of their own, who wants 400 of the 1,000 pesos back."""
    app.app_context().push()
    db.session.remove()
    db.engine.dispose(close=False)
    tenancy.choose(chapter)
    gate.wait(30)
    try:
        with transaction():
            refunds.refund(
                queries.get_payment(payment_id),
                amount=EACH,
                reason="El donante pagó de más.",
                refunded_on=clock.today("America/Tijuana"),
                nonce=uuid4(),
            )
        answers.put("kept")
    except MoreThanLeft:
        answers.put("told")
    except sa.exc.DBAPIError as broken:
        answers.put(type(broken.orig).__name__)


def unlocked(row):
    """The lock as careless people write it: read, and trust that nobody else does."""
    db.session.refresh(row)
    time.sleep(0.1)
    return row


def careless(app, chapter, gate, answers, payment_id):
    """A treasurer of a house that takes no lock."""
    refunds.rows.lock = unlocked
    give_back(app, chapter, gate, answers, payment_id)


def race(store, chapter, job, payment_id):
    db.session.remove()
    answers, gate = FORK.Queue(), FORK.Barrier(CREW)
    people = [
        FORK.Process(target=job, args=(store.app, chapter.id, gate, answers, payment_id))
        for _ in range(CREW)
    ]
    for each in people:
        each.start()
    found = sorted(answers.get(timeout=60) for _ in people)
    for each in people:
        each.join()
    db.session.rollback()
    return found


def gone():
    return db.session.scalar(sa.select(sa.func.sum(Refund.__table__.c.amount_minor))) or 0


def test_two_of_eight_get_their_part_and_the_others_are_told(store, chapter, factories):
    payment = factories.payment(pledge=factories.cash_pledge())
    assert race(store, chapter, give_back, payment.id) == ["kept"] * 2 + ["told"] * 6
    assert gone() == 2 * EACH.minor
    kept = queries.get_payment(payment.id)
    assert (kept.status, kept.refunded_minor) == (PaymentStatus.CONFIRMED, gone())
    assert kept.pledge.cash_line.paid_minor == kept.kept.minor


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_control_without_the_lock_more_goes_back_than_came(store, chapter, factories):
    payment = factories.payment()
    race(store, chapter, careless, payment.id)
    assert gone() > db.session.get(Payment, payment.id).amount.minor, "the race did not show"
