"""A receipt is voided once, keeps its folio, and makes room for another by hand."""

import pytest

from relief.audit.queries import timeline
from relief.core.context import Actor, ActorKind, acting_as
from relief.core.db import db, transaction
from relief.receipts import actions, errors, queries
from relief.receipts.models import ReceiptStatus
from relief.receipts.reactions import acknowledge_payment

pytestmark = pytest.mark.usefixtures("chapter")
ANA = Actor(ActorKind.STAFF, "Ana Peñúñuri")


def void(receipt, *, reason="Capturado con otro donante"):
    with transaction():
        return actions.void_receipt(queries.get_receipt(receipt.id), reason=reason)


def test_a_voided_receipt_says_when_who_and_why(factories):
    with acting_as(ANA):
        receipt = void(factories.receipt())
    assert receipt.status is ReceiptStatus.VOIDED
    assert receipt.voided_by == "Ana Peñúñuri"
    assert receipt.void_reason == "Capturado con otro donante"
    assert receipt.voided_at >= receipt.issued_at
    assert not [line for line in receipt.lines if line.live]
    tags = [entry.tag for entry in timeline(receipt.id)]
    assert tags == ["receipts:receipt:voided", "receipts:receipt:issued"]


def test_the_second_person_is_told_who_voided(factories):
    receipt = factories.receipt()
    with acting_as(ANA):
        void(receipt)
    with pytest.raises(errors.AlreadyVoided) as refusal:
        void(receipt)
    assert "Ana Peñúñuri" in str(refusal.value)


@pytest.mark.parametrize("reason", ["", " \u200b ", "慈善"])
def test_a_reason_must_be_there_and_printable(factories, reason):
    receipt = factories.receipt()
    with pytest.raises((errors.ReasonMissing, errors.ReasonCannotBeDrawn)):
        void(receipt, reason=reason)
    db.session.expire_all()
    assert queries.get_receipt(receipt.id).status is ReceiptStatus.ISSUED


def test_after_a_void_the_same_payment_gets_another_folio(factories):
    payment = factories.payment()
    void(factories.receipt(payment=payment))
    second = factories.receipt(payment=payment)
    assert second.number == 2
    voided, live = queries.receipts_of_payment(payment.id)
    assert queries.live_one([voided, live]).id == second.id
    assert queries.live_one([voided]) is None


def test_the_worker_never_issues_again_what_a_person_voided(factories, jobs):
    payment = factories.payment()
    jobs()
    void(queries.receipts_of_payment(payment.id)[0])
    with transaction():
        acknowledge_payment(str(payment.id))
    assert len(queries.receipts_of_payment(payment.id)) == 1
