"""Money that arrived is written down once, against what was promised."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from relief.audit.queries import timeline
from relief.core import clock
from relief.core.money import Money
from relief.payments import errors, queries
from relief.payments.models import PaymentStatus
from relief.pledges.models import LineKind, PledgeLine, PledgeStatus

pytestmark = pytest.mark.usefixtures("chapter")


def pesos(amount: int) -> Money:
    return Money(amount * 100, "MXN")


def test_a_payment_waits_for_the_treasurer_under_a_reference(factories):
    with clock.stopped_at(datetime(2020, 5, 4, 18, tzinfo=UTC)):
        payment = factories.pending_payment(amount=pesos(250))
    assert payment.status is PaymentStatus.PENDING
    assert payment.reference == "PAG-2020-00001"
    assert payment.over_minor == 0
    assert [entry.tag for entry in timeline(payment.id)] == ["payments:payment:recorded"]


def test_the_year_of_the_reference_is_the_chapters_not_utc(factories):
    with clock.stopped_at(datetime(2021, 1, 1, 2, tzinfo=UTC)):
        assert factories.pending_payment().reference.startswith("PAG-2020-")


def test_the_same_form_twice_makes_one_payment(factories):
    nonce = uuid4()
    first = factories.pending_payment(nonce=nonce)
    again = factories.pending_payment(nonce=nonce)
    assert again.id == first.id
    assert queries.count_to_confirm() == 1


def test_payments_in_part_leave_what_is_outstanding(factories):
    pledge = factories.cash_pledge(amount=pesos(1000))
    factories.payment(pledge=pledge, amount=pesos(400))
    factories.pending_payment(pledge=pledge, amount=pesos(100))
    assert queries.open_amount(pledge.cash_line) == pesos(500)


def test_more_than_outstanding_is_refused_with_the_exact_figures(factories):
    pledge = factories.cash_pledge(amount=pesos(1000))
    factories.pending_payment(pledge=pledge, amount=pesos(400))
    with pytest.raises(errors.MoreThanOutstanding) as refusal:
        factories.pending_payment(pledge=pledge, amount=pesos(700))
    assert "$600.00 MXN" in str(refusal.value)
    assert "$100.00 MXN" in str(refusal.value)


def test_more_than_outstanding_is_kept_apart_when_somebody_says_so(factories):
    pledge = factories.cash_pledge(amount=pesos(1000))
    payment = factories.payment(pledge=pledge, amount=pesos(1300), allow_over=True)
    assert payment.over_minor == 300_00
    assert queries.open_amount(queries.get_payment(payment.id).pledge.cash_line) == pesos(0)


def test_a_pledge_that_nobody_accepted_names_the_next_step(factories):
    pledge = factories.cash_pledge(status=PledgeStatus.SUBMITTED)
    with pytest.raises(errors.PledgeNotAccepted) as refusal:
        factories.pending_payment(pledge=pledge)
    assert pledge.reference in str(refusal.value)


def test_a_cancelled_pledge_takes_no_payment(factories):
    pledge = factories.cash_pledge(status=PledgeStatus.CANCELLED)
    with pytest.raises(errors.PledgeClosed):
        factories.pending_payment(pledge=pledge)


def test_a_pledge_of_goods_takes_no_money(factories):
    item = factories.catalogue_item()
    line = PledgeLine(position=1, kind=LineKind.GOODS, item_id=item.id, quantity=5)
    pledge = factories.cash_pledge(lines=[line])
    with pytest.raises(errors.PledgeOfGoods):
        factories.pending_payment(pledge=pledge)
    with pytest.raises(ValueError, match="goods"):
        queries.open_amount(pledge.goods_lines[0])


def test_dollars_never_settle_a_pledge_in_pesos(factories):
    pledge = factories.cash_pledge(amount=pesos(1000))
    with pytest.raises(errors.CurrencyDiffers) as refusal:
        factories.pending_payment(pledge=pledge, amount=Money(1000, "USD"))
    assert "MXN" in str(refusal.value)


def test_a_payment_is_not_hung_on_another_donors_pledge(factories):
    pledge = factories.cash_pledge()
    with pytest.raises(errors.PledgeOfAnother):
        factories.pending_payment(pledge=pledge, donor=factories.giver())


def test_money_does_not_arrive_tomorrow(factories):
    with pytest.raises(errors.NotYetArrived):
        factories.pending_payment(received_on=clock.today("America/Tijuana") + timedelta(days=1))
    assert queries.count_to_confirm() == 0
