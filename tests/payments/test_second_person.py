"""Above what one person decides alone, money goes back and receipts are voided by two."""

import pytest

from relief.accounts.permissions import Role
from relief.approvals import actions as approvals
from relief.approvals.errors import AlreadyAsked, OwnRequest
from relief.approvals.models import Approval, ApprovalStatus
from relief.core import clock
from relief.core.context import Actor, ActorKind, acting_as
from relief.core.db import db, transaction
from relief.core.money import Money
from relief.payments import errors, queries, refunds
from relief.payments.models import Refund, RefundStatus
from relief.receipts.models import Receipt, ReceiptStatus
from relief.receipts.queries import get_receipt
from relief.receipts.replacing import void_or_ask

TODAY = clock.today("America/Tijuana")
BIG = Money(60_000_00, "MXN")


@pytest.fixture
def ana(factories, chapter):
    return person(factories, chapter, "Ana Peñúñuri")


@pytest.fixture
def beto(factories, chapter):
    return person(factories, chapter, "Beto Ríos")


def person(factories, chapter, name):
    user = factories.staff(chapter=chapter, role=Role.TREASURER, name=name)
    return Actor(ActorKind.STAFF, user.name, user.id)


def ask(payment, who, amount=BIG, **values):
    with acting_as(who), transaction():
        return refunds.refund_or_ask(
            queries.get_payment(payment.id),
            **{"amount": amount, "reason": "Pagó dos veces.", "refunded_on": TODAY, **values},
        )


def decide(approval, who):
    with acting_as(who), transaction():
        return approvals.approve(db.session.get(Approval, approval.id))


def test_a_small_refund_needs_nobody_else(factories, ana):
    made = ask(factories.payment(amount=BIG), ana, amount=Money(50_000_00, "MXN"))
    assert isinstance(made, Refund)


def test_a_big_one_waits_for_a_second_person_and_is_made_on_the_terms_asked(factories, ana, beto):
    payment = factories.payment(amount=BIG)
    asked = ask(payment, ana, bank_reference="SPEI 77")
    assert isinstance(asked, Approval)
    assert queries.get_payment(payment.id).refunded_minor == 0
    with pytest.raises(AlreadyAsked, match="Ana"):
        ask(payment, beto)
    with pytest.raises(OwnRequest):
        decide(asked, ana)
    decide(asked, beto)
    db.session.expire_all()
    (refund,) = queries.get_payment(payment.id).refunds
    assert (refund.amount, refund.status) == (BIG, RefundStatus.SUCCEEDED)
    assert (refund.bank_reference, refund.refunded_on) == ("SPEI 77", TODAY)


def test_small_steps_do_not_pass_by_the_second_person(factories, ana):
    payment = factories.payment(amount=BIG)
    ask(payment, ana, amount=Money(30_000_00, "MXN"))
    assert isinstance(ask(payment, ana, amount=Money(30_000_00, "MXN")), Approval)


def test_what_cannot_go_back_is_not_asked_for(factories, ana):
    payment = factories.payment(amount=BIG)
    with pytest.raises(errors.MoreThanLeft):
        ask(payment, ana, amount=Money(60_000_01, "MXN"))
    assert db.session.scalars(db.select(Approval)).all() == []


def test_what_changed_meanwhile_leaves_the_request_waiting(factories, ana, beto):
    payment = factories.payment(amount=BIG)
    asked = ask(payment, ana)
    factories.refund(payment=payment)
    with pytest.raises(errors.MoreThanLeft):
        decide(asked, beto)
    db.session.expire_all()
    assert db.session.get(Approval, asked.id).status is ApprovalStatus.PENDING


def test_a_big_receipt_is_voided_by_two(factories, jobs, ana, beto):
    factories.payment(amount=BIG)
    jobs()
    receipt_id = db.session.scalars(db.select(Receipt.id)).one()
    with acting_as(ana), transaction():
        asked = void_or_ask(get_receipt(receipt_id), reason="Importe equivocado.")
    assert isinstance(asked, Approval)
    assert get_receipt(receipt_id).status is ReceiptStatus.ISSUED
    decide(asked, beto)
    db.session.expire_all()
    receipt = get_receipt(receipt_id)
    assert (receipt.status, receipt.void_reason) == (ReceiptStatus.VOIDED, "Importe equivocado.")
    assert receipt.voided_by == "Beto Ríos"
