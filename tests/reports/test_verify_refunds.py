"""`flask verify` on money that went back: silent when well, one exact line when tampered with."""

import pytest

from relief.core import clock
from relief.core.db import db, transaction
from relief.core.money import Money
from relief.payments import disputes
from relief.payments.models import Payment
from relief.payments.queries import get_payment
from relief.receipts.queries import get_receipt, receipts_of_payment
from relief.receipts.replacing import replace_receipt
from relief.reports.verify import violations
from tests.factories.receipts import SEAL
from tests.reports.test_verify import said_after

TODAY = clock.today("America/Tijuana")


@pytest.fixture
def refunded(chapter, factories, jobs):
    """A payment of which 400 of 1,000 pesos went back, with its receipt replaced; its reference."""
    payment = factories.online_payment(pledge=factories.cash_pledge())
    jobs()
    factories.refund(payment=payment)
    jobs()
    with transaction():
        (old,) = receipts_of_payment(payment.id)
        replace_receipt(get_receipt(old.id), reason="Se devolvió una parte.", seal=SEAL)
    jobs()
    assert violations() == []
    return db.session.scalars(db.select(Payment.reference)).one()


TAMPERED = [
    (
        "UPDATE refund SET amount_minor = 39999",
        "40000 MXN refunded, its refunds add up to 39999",
    ),
    (
        "UPDATE refund SET status = 'failed'",
        "40000 MXN refunded, its refunds add up to 0",
    ),
    ("UPDATE refund SET amount_currency = 'USD'", "came in MXN and was refunded in USD"),
    (
        "UPDATE payment SET status = 'refunded'",
        "is refunded: 60000 kept, 0 disputes open",
    ),
    (
        "UPDATE payment SET refunded_minor = 40001",
        "60000 MXN receipted, 59999 MXN kept, and no flag",
    ),
    (
        "UPDATE refund SET amount_minor = 30000",
        "MXN: payments 100000 less refunds 30000, receipted 60000 and awaiting 0",
    ),
]


def test_it_names_what_was_tampered_with(refunded):
    for statement, line in TAMPERED:
        said = said_after(statement)
        assert any(each.endswith(line) for each in said), (statement, said)
        assert any(refunded in each for each in said), (statement, said)


def test_it_holds_where_the_databases_own_walls_are_gone(refunded):
    said = said_after(
        "UPDATE payment SET refunded_minor = 100001", checks=(("payment", "refunded_within"),)
    )
    assert f"money: zona-costa: {refunded}: 100001 MXN refunded of 100000" in said
    said = said_after(
        "UPDATE receipt_replacement SET receipt_id = replaces_id, replaces_id = receipt_id"
    )
    assert any("replaces DON-" in each and "which is issued" in each for each in said), said


def test_a_lifted_flag_is_no_flag(chapter, factories, jobs):
    payment = factories.online_payment()
    jobs()
    with transaction():
        disputes.open_dispute(
            get_payment(payment.id),
            amount=Money(1_000_00, "MXN"),
            provider_ref="dp_1",
            reason="",
            opened_on=TODAY,
        )
    jobs()
    assert violations() == []
    said = said_after("UPDATE receipt_flag SET lifted_at = created_at")
    assert any(each.endswith("which is disputed, and carries no flag") for each in said), said
