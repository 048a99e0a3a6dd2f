"""A movement becomes payments: one, several, or one of several; aside, and back again."""

import threading
from datetime import date

import pytest

from relief.audit.queries import timeline
from relief.bank import proposals, queries
from relief.bank.errors import (
    LineOpen,
    LineSettled,
    NothingToMatch,
    PartsDiffer,
    PaymentDead,
    PaymentDiffers,
    PaymentTaken,
    ReasonMissing,
)
from relief.bank.models import LineKind, LineStatus, MatchDeed
from relief.bank.returning import give_back
from relief.bank.settling import Free, Part, ignore, join, settle
from relief.bank.undoing import undo
from relief.core.context import Actor, ActorKind, acting_as
from relief.core.db import db, transaction
from relief.core.money import Money
from relief.payments.actions import reverse_payment
from relief.payments.errors import MoreThanOutstanding
from relief.payments.models import Method, PaymentStatus, ReversalKind
from relief.payments.queries import get_payment
from relief.periods.actions import close_month
from relief.periods.errors import MonthClosed
from relief.pledges.queries import get_pledge
from relief.reports.verify import violations


def pesos(amount):
    return Money(amount * 100, "MXN")


@pytest.fixture
def pledge(factories, chapter):
    return factories.cash_pledge(amount=pesos(1000))


@pytest.fixture
def line(factories, chapter):
    return factories.bank_line(text="DEPOSITO EN EFECTIVO")


def done(line, *parts, **more):
    with transaction():
        return settle(queries.get_line(line.id), list(parts), **more)


def status(line):
    db.session.rollback()
    db.session.expire_all()
    return queries.get_line(line.id).status


def paid(pledge):
    db.session.expire_all()
    return get_pledge(pledge.id).cash_line.paid


def test_a_pledge_gets_a_payment_dated_on_the_banks_day_and_confirmed(pledge, line, jobs):
    (match,) = done(line, Part(pledge, pesos(1000)), score=95)
    payment = get_payment(match.payment_id)
    assert (match.deed, match.score) == (MatchDeed.RECORDED, 95)
    assert (payment.status, payment.received_on) == (PaymentStatus.CONFIRMED, date(2020, 5, 5))
    assert (payment.method, payment.reconciled) == (Method.CASH, True)
    assert status(line) is LineStatus.MATCHED
    assert paid(pledge) == pesos(1000)
    assert timeline(line.id)[0].tag == "bank:line:matched"
    jobs()
    assert violations() == []


def test_payments_that_wait_are_confirmed_and_confirmed_ones_are_linked(factories, line):
    waits = factories.pending_payment(amount=pesos(1000), received_on=date(2020, 5, 4))
    (match,) = done(line, Part(waits, pesos(1000)))
    assert match.deed is MatchDeed.CONFIRMED
    assert get_payment(waits.id).status is PaymentStatus.CONFIRMED
    other = factories.bank_line()
    with pytest.raises(PaymentTaken):
        done(other, Part(get_payment(waits.id), pesos(1000)))
    known = factories.payment(amount=pesos(1000))
    assert done(other, Part(known, pesos(1000)))[0].deed is MatchDeed.LINKED


def test_what_does_not_fit_is_refused_and_nothing_changes(factories, pledge, line):
    small = factories.cash_pledge(amount=pesos(10))
    waits = factories.pending_payment(amount=pesos(999))
    dead = factories.pending_payment(amount=pesos(1000))
    factories.reversal(payment=dead, kind=ReversalKind.MISTAKEN)
    fee = factories.bank_line(text="COMISION", charge="5.00")
    for where, part, refusal in (
        (line, Part(pledge, pesos(999)), PartsDiffer),
        (line, Part(small, pesos(1000)), MoreThanOutstanding),
        (line, Part(waits, pesos(1000)), PaymentDiffers),
        (line, Part(dead, pesos(1000)), PaymentDead),
        (fee, Part(pledge, pesos(5)), NothingToMatch),
    ):
        with pytest.raises(refusal):
            done(where, part)
    assert status(line) is LineStatus.UNMATCHED
    assert done(line, Part(small, pesos(1000), over=True))
    assert get_pledge(small.id).cash_line.paid == pesos(1000)


def test_one_deposit_is_split_over_pledges_and_a_gift_nobody_announced(factories, pledge, line):
    free = Free(factories.giver(), factories.appeal())
    parts = [Part(pledge, pesos(600)), Part(pledge, pesos(300)), Part(free, pesos(100))]
    matches = done(line, *parts)
    assert len({match.payment_id for match in matches}) == 3
    assert paid(pledge) == pesos(900)
    assert violations() == []


def test_deposits_are_joined_to_one_pledge_or_to_the_one_payment_they_are(factories, pledge):
    lines = [factories.bank_line(credit="400.00"), factories.bank_line(credit="600.00")]
    with transaction():
        join(queries.lines_of([each.id for each in lines]), get_pledge(pledge.id))
    assert paid(pledge) == pesos(1000)
    waits = factories.pending_payment(amount=pesos(1000), received_on=date(2020, 5, 1))
    more = [factories.bank_line(credit="400.00"), factories.bank_line(credit="600.00")]
    with pytest.raises(PaymentDiffers), transaction():
        join(queries.lines_of([more[0].id]), waits)
    with transaction():
        join(queries.lines_of([each.id for each in more]), get_payment(waits.id))
    assert get_payment(waits.id).reconciled
    with transaction():
        undo(queries.get_line(more[0].id))
    assert [status(each) for each in more] == [LineStatus.UNMATCHED] * 2
    assert get_payment(waits.id).status is PaymentStatus.FAILED
    assert violations() == []


def test_undo_reverses_what_the_match_recorded_and_lets_it_be_matched_again(pledge, line, jobs):
    (match,) = done(line, Part(pledge, pesos(1000)))
    jobs()
    with transaction():
        undo(queries.get_line(line.id))
    assert get_payment(match.payment_id).status is PaymentStatus.FAILED
    assert paid(pledge) == pesos(0)
    jobs()
    assert status(line) is LineStatus.UNMATCHED
    (again,) = done(line, Part(get_pledge(pledge.id), pesos(1000)))
    assert again.payment_id != match.payment_id
    assert violations() == []
    with transaction():
        undo(queries.get_line(line.id))
    with pytest.raises(LineOpen), transaction():
        undo(queries.get_line(line.id))


def test_undo_leaves_a_payment_that_was_only_linked(factories, line):
    known = factories.payment(amount=pesos(1000))
    done(line, Part(known, pesos(1000)))
    with transaction():
        undo(queries.get_line(line.id))
    assert get_payment(known.id).status is PaymentStatus.CONFIRMED


def test_a_payment_recorded_by_mistake_lets_its_part_wait_again(pledge, line, jobs):
    first, second = done(line, Part(pledge, pesos(600)), Part(pledge, pesos(400)))
    with transaction():
        reverse_payment(
            get_payment(first.payment_id), kind=ReversalKind.MISTAKEN, reason="Otro donante",
            reversed_on=queries.today(),
        )  # fmt: skip
    assert violations() == []
    jobs()
    assert status(line) is LineStatus.UNMATCHED
    assert queries.get_line(line.id).open == pesos(600)
    assert violations() == []
    done(line, Part(get_pledge(pledge.id), pesos(600)))
    assert get_payment(second.payment_id).reconciled


def test_a_movement_is_set_aside_with_a_reason_and_taken_back(line):
    with pytest.raises(ReasonMissing), transaction():
        ignore(queries.get_line(line.id), reason=" ")
    with transaction():
        ignore(queries.get_line(line.id), reason="Traspaso propio")
    assert status(line) is LineStatus.IGNORED
    with transaction():
        undo(queries.get_line(line.id))
    assert status(line) is LineStatus.UNMATCHED


def test_a_return_proposes_its_payment_and_a_person_reverses_it(factories, pledge, jobs):
    payment = factories.payment(pledge=pledge, amount=pesos(1000), received_on=date(2020, 5, 2))
    name = payment.donor.name.replace(",", "")
    back = factories.bank_line(text="DEVOLUCION SPEI", party=name, charge="1000.00")
    (best,) = proposals.proposals_for([queries.get_line(back.id)])[back.id]
    assert (back.kind, best.candidate.id) == (LineKind.RETURN, payment.id)
    assert get_payment(payment.id).status is PaymentStatus.CONFIRMED
    with transaction():
        give_back(
            queries.get_line(back.id), get_payment(payment.id), kind=ReversalKind.RETURNED,
            reason="Cuenta equivocada",
        )  # fmt: skip
    db.session.expire_all()
    undone = get_payment(payment.id)
    assert (undone.status, undone.reversal.reversed_on) == (
        PaymentStatus.REFUNDED,
        date(2020, 5, 5),
    )
    assert paid(pledge) == pesos(0)
    jobs()
    assert violations() == []


def test_a_return_of_a_part_is_a_refund_and_what_went_by_hand_is_linked(factories, chapter, jobs):
    payment = factories.payment(amount=pesos(1000), received_on=date(2020, 5, 2))
    part = factories.bank_line(text="DEVOLUCION", charge="300.00")
    whole = factories.payment(amount=pesos(500), received_on=date(2020, 5, 2))
    factories.reversal(payment=whole, kind=ReversalKind.RETURNED)
    late = factories.bank_line(text="CARGO", charge="500.00")
    for line, given in ((part, payment), (late, whole)):
        with transaction():
            give_back(
                queries.get_line(line.id), get_payment(given.id), kind=ReversalKind.RETURNED,
                reason="Devuelto",
            )  # fmt: skip
    assert get_payment(payment.id).refunded_minor == 30_000
    assert status(late) is LineStatus.MATCHED
    jobs()
    assert violations() == []


def test_nothing_of_a_closed_month_is_matched(factories, pledge, line):
    with transaction():
        close_month(year=2020, month=5)
    with pytest.raises(MonthClosed):
        done(line, Part(pledge, pesos(1000)))


def test_the_second_of_two_treasurers_is_told_who_was_first(app, chapter, factories, pledge, line):
    from relief.core import tenancy

    told = []

    def second():
        with app.app_context(), tenancy.in_chapter(chapter.id):
            try:
                with transaction():
                    settle(queries.get_line(line.id), [Part(get_pledge(pledge.id), pesos(1000))])
            except LineSettled as refusal:
                told.append(str(refusal))
            db.session.remove()

    with acting_as(Actor(ActorKind.STAFF, "Ana")), transaction():
        settle(queries.get_line(line.id), [Part(get_pledge(pledge.id), pesos(1000))])
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.3)
    thread.join(30)
    assert len(told) == 1
    assert "Ana" in told[0]
    assert paid(pledge) == pesos(1000)
