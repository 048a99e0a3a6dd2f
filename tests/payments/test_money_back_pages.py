"""What the treasurer sees and types about money that goes back, and about dollars."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from relief.core import clock
from relief.core.db import db, transaction
from relief.core.money import Money
from relief.payments import disputes, queries
from relief.payments.errors import RateOfPesos, RateOutOfTime
from relief.payments.models import PaymentStatus
from relief.payments.rated import RateGiven
from relief.rates.actions import write_rate

TODAY = clock.today("America/Tijuana")
YESTERDAY = TODAY - timedelta(days=1)
FIX = RateGiven(micros=17_123_400, on=YESTERDAY, source="FIX")


def typed(**values):
    return {
        "nonce": str(uuid4()),
        "amount": "400",
        "refunded_on": TODAY.isoformat(),
        "reason": "Pagó de más.",
        **values,
    }


def again(payment):
    db.session.expire_all()
    return queries.get_payment(payment.id)


def test_the_form_offers_what_is_left_and_records_the_refund_once(ana, factories):
    payment = factories.payment()
    at = f"/staff/payments/{payment.id}"
    assert 'value="1,000.00"' in ana.get(at).text
    form = typed()
    for _ in range(2):
        assert ana.post(f"{at}/refund", data=form).status_code == 303
    text = ana.get(at).text
    assert "Queda tras los reembolsos" in text
    assert 'value="600.00"' in text
    assert again(payment).kept == Money(600_00, "MXN")


def test_too_much_is_refused_beside_the_field(ana, factories):
    payment = factories.payment()
    answer = ana.post(f"/staff/payments/{payment.id}/refund", data=typed(amount="1000.01"))
    assert answer.status_code == 422
    assert "solo quedan" in answer.text


def test_a_big_refund_tells_that_it_waits(ana, factories):
    payment = factories.payment(amount=Money(60_000_00, "MXN"))
    at = f"/staff/payments/{payment.id}"
    ana.post(f"{at}/refund", data=typed(amount="60,000"))
    text = ana.get(at).text
    assert "Una segunda persona debe autorizarlo" in text
    assert again(payment).status is PaymentStatus.CONFIRMED


def test_a_dispute_is_shown_and_asks_for_attention(ana, factories):
    payment = factories.online_payment()
    with transaction():
        disputes.open_dispute(
            queries.get_payment(payment.id),
            amount=payment.amount,
            provider_ref="dp_1",
            reason="fraudulent",
            opened_on=TODAY,
        )
    text = ana.get(f"/staff/payments/{payment.id}").text
    assert "dp_1" in text
    assert "contracargo por responder" in ana.get("/staff/").text


def test_dollars_show_their_equivalent_and_take_the_published_rate(ana, factories):
    with transaction():
        write_rate(day=YESTERDAY, pesos=Decimal("17.1234"), source="FIX")
    payment = factories.payment(amount=Money(100_00, "USD"))
    text = ana.get(f"/staff/payments/{payment.id}").text
    assert "Equivale a" in text
    assert "1,712.34" in text


def test_dollars_without_a_rate_wait_until_somebody_sets_it(ana, factories):
    payment = factories.payment(amount=Money(100_00, "USD"))
    assert queries.count_unrated() == 1
    at = f"/staff/payments/{payment.id}"
    rate = {"pesos": "17.5", "rate_on": YESTERDAY.isoformat(), "rate_source": "DOF"}
    assert ana.post(f"{at}/rate", data={**rate, "pesos": "0"}).status_code == 422
    assert ana.post(f"{at}/rate", data=rate).status_code == 303
    kept = again(payment)
    assert (kept.rate_text, kept.rate_source) == ("17.5000", "DOF")
    assert kept.in_pesos == Money(1_750_00, "MXN")
    assert queries.count_unrated() == 0


def test_a_rate_is_typed_with_the_payment(ana, factories):
    donor, campaign = factories.giver(), factories.appeal()
    ana.post(
        "/staff/payments/new",
        data={
            "nonce": str(uuid4()),
            "donor": str(donor.id),
            "campaign": str(campaign.id),
            "amount": "100",
            "currency": "USD",
            "pesos": "18.25",
            "method": "transfer",
            "received_on": YESTERDAY.isoformat(),
        },
    )
    (payment,) = db.session.scalars(db.select(queries.Payment)).all()
    assert (payment.rate_text, payment.rate_on) == ("18.2500", YESTERDAY)


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"amount": Money(1_00, "MXN"), "rate": FIX}, RateOfPesos),
        (
            {
                "amount": Money(1_00, "USD"),
                "rate": FIX,
                "received_on": YESTERDAY - timedelta(days=1),
            },
            RateOutOfTime,
        ),
    ],
)
def test_a_rate_belongs_to_dollars_and_to_a_day_that_was(chapter, factories, values, refusal):
    with pytest.raises(refusal):
        factories.pending_payment(**values)
