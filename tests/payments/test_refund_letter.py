"""Whoever gave is told when money went back: once, in their language, and never of a failure."""

import pytest
import sqlalchemy as sa

from relief.core import clock
from relief.core.db import db, transaction
from relief.core.mail import Letter
from relief.core.money import Money
from relief.payments import disputes, queries, refunds

pytestmark = pytest.mark.usefixtures("chapter")


def letters():
    return db.session.scalars(sa.select(Letter).where(Letter.kind == "refund_made")).all()


def test_the_donor_is_told_in_their_language_what_went_back(factories, jobs):
    pledge = factories.cash_pledge(language="en")
    payment = factories.payment(pledge=pledge)
    refund = factories.refund(payment=payment, bank_reference="SPEI 4711")
    told = (payment.reference, pledge.reference, "SPEI 4711", "$600.00 MXN")
    reason = refund.reason
    jobs()
    letter = letters()[0]
    assert (letter.to_address, letter.language) == ("laura@ensambles.test", "en")
    assert letter.subject == "We gave $400.00 MXN back"
    assert all(each in letter.text and each in letter.html for each in told)
    assert reason not in letter.text


def test_through_the_provider_it_goes_when_they_say_so_and_once(factories, jobs):
    payment = factories.online_payment()
    refund = factories.refund(payment=payment)
    jobs()
    assert letters() == []
    for _ in range(2):
        with transaction():
            refunds.refund_succeeded(queries.get_refund(refund.id), provider_ref="re_1")
    jobs()
    (letter,) = letters()
    assert letter.to_address == "finanzas@ensambles.test"
    assert letter.subject.endswith("devolvimos $400.00 MXN")


def test_a_refund_that_failed_and_a_lost_dispute_are_not_told(factories, jobs):
    payment = factories.online_payment()
    refund = factories.refund(payment=payment)
    with transaction():
        kept = queries.get_refund(refund.id)
        refunds.refund_succeeded(kept, provider_ref="re_2")
        refunds.refund_failed(kept, failure="El banco lo regresó.")
        dispute = disputes.open_dispute(
            queries.get_payment(payment.id),
            amount=Money(1_000_00, "MXN"),
            provider_ref="dp_1",
            reason="fraudulent",
            opened_on=clock.today("America/Tijuana"),
        )
        disputes.close_dispute(dispute, won=False, closed_on=clock.today("America/Tijuana"))
    jobs()
    assert letters() == []
