"""A dispute is told once, counts until it is lost, and then is a refund of the bank's making."""

import pytest

from relief.core import clock
from relief.core.db import db, transaction
from relief.core.money import Money
from relief.payments import disputes, errors, queries
from relief.payments.models import DisputeStatus, PaymentStatus, RefundStatus

pytestmark = pytest.mark.usefixtures("chapter")
TODAY = clock.today("America/Tijuana")


def mxn(pesos):
    return Money(pesos * 100, "MXN")


def again(payment):
    db.session.expire_all()
    return queries.get_payment(payment.id)


def opened(payment, **values):
    with transaction():
        return disputes.open_dispute(
            queries.get_payment(payment.id),
            **{
                "amount": mxn(1000),
                "provider_ref": "dp_1",
                "reason": "fraudulent",
                "opened_on": TODAY,
                **values,
            },
        )


def close(ref="dp_1", *, won):
    with transaction():
        dispute = queries.dispute_of_provider(ref)
        return disputes.close_dispute(dispute, won=won, closed_on=TODAY)


def test_it_still_counts_while_it_is_open(factories):
    payment = factories.online_payment(pledge=factories.cash_pledge())
    assert opened(payment).id == opened(payment).id
    kept = again(payment)
    assert kept.status is PaymentStatus.DISPUTED
    assert kept.pledge.cash_line.paid == mxn(1000)


def test_nobody_gives_disputed_money_back_or_reverses_it(factories):
    payment = factories.online_payment()
    opened(payment)
    with pytest.raises(errors.InDispute):
        factories.refund(payment=payment)
    with pytest.raises(errors.InDispute):
        factories.reversal(payment=payment)


def test_won_it_is_as_before(factories):
    payment = factories.online_payment(pledge=factories.cash_pledge())
    opened(payment)
    close(won=True)
    close(won=False)
    kept = again(payment)
    assert (kept.status, kept.kept) == (PaymentStatus.CONFIRMED, mxn(1000))
    assert kept.disputes[0].status is DisputeStatus.WON
    assert opened(payment).status is DisputeStatus.WON


def test_lost_the_money_is_gone_once(factories):
    payment = factories.online_payment(pledge=factories.cash_pledge())
    opened(payment)
    close(won=False)
    close(won=False)
    kept = again(payment)
    assert (kept.status, kept.kept) == (PaymentStatus.REFUNDED, mxn(0))
    assert [each.status for each in kept.refunds] == [RefundStatus.SUCCEEDED]
    assert kept.pledge.cash_line.paid == mxn(0)


def test_lost_takes_no_more_than_is_left(factories):
    payment = factories.online_payment()
    factories.refund(payment=payment)
    opened(payment)
    close(won=False)
    kept = again(payment)
    assert (kept.status, kept.kept) == (PaymentStatus.REFUNDED, mxn(0))
    assert sum(each.amount.minor for each in kept.refunds) == 1000_00
