"""A pile is posted whole, and only when papers and money agree with what was counted."""

import re
from datetime import date
from uuid import uuid4

import pytest

from relief.audit.queries import timeline
from relief.core.context import Actor, ActorKind, acting_as
from relief.core.db import db, transaction
from relief.core.money import Money
from relief.payments import batch_errors as errors
from relief.payments import batches
from relief.payments.actions import confirm_payment
from relief.payments.batch_queries import get_batch, lines_of, tally_of
from relief.payments.models import BatchStatus, Method, PaymentStatus
from relief.payments.queries import get_payment
from relief.periods.actions import close_month
from relief.periods.errors import MonthClosed
from relief.pledges.models import PledgeStatus

pytestmark = pytest.mark.usefixtures("chapter")
ANA = Actor(ActorKind.STAFF, "Ana Peñúñuri")


def act(verb, batch, *args, **values):
    with acting_as(ANA), transaction():
        return getattr(batches, verb)(get_batch(batch.id), *args, **values)


def test_the_difference_shows_until_both_agree_and_then_all_is_confirmed(factories):
    pledge = factories.cash_pledge()
    batch = factories.batch(campaign=pledge.campaign)
    first = factories.batch_line(batch=batch, pledge=pledge)
    with pytest.raises(errors.InOpenBatch, match=batch.reference), transaction():
        confirm_payment(get_payment(first.id))
    tally = tally_of(batch)
    assert (tally.papers_missing, tally.money_missing) == (1, Money(500_00, "MXN"))
    with pytest.raises(errors.BatchDiffers):
        act("post_batch", batch)
    second = factories.batch_line(batch=batch, amount=Money(500_00, "MXN"))
    assert tally_of(batch).agrees
    assert get_payment(first.id).status is PaymentStatus.PENDING
    act("post_batch", batch)
    for payment in (first, second):
        kept = get_payment(payment.id)
        assert (kept.status, kept.donor_id) == (PaymentStatus.CONFIRMED, payment.donor_id)
    assert get_payment(first.id).pledge.status is PledgeStatus.FULFILLED
    assert get_batch(batch.id).status is BatchStatus.POSTED
    tags = [entry.tag for entry in timeline(batch.id)]
    assert tags == ["payments:batch:posted", "payments:batch:opened"]


def test_money_that_agrees_without_the_papers_is_not_posted(factories):
    batch = factories.batch()
    factories.batch_line(batch=batch, amount=Money(1_500_00, "MXN"))
    with pytest.raises(errors.BatchDiffers):
        act("post_batch", batch)
    act("correct_batch", batch, counted=1, total=Money(1_500_00, "MXN"))
    act("post_batch", batch)
    assert [entry.tag for entry in timeline(batch.id)][1] == "payments:batch:corrected"


def test_what_one_line_refuses_confirms_none(factories):
    pledge = factories.cash_pledge()
    batch = factories.batch(campaign=pledge.campaign, total=Money(2_000_00, "MXN"))
    other = factories.batch_line(batch=batch)
    factories.batch_line(batch=batch, pledge=pledge)
    with transaction():
        pledge.status = PledgeStatus.CANCELLED
    with pytest.raises(Exception, match="cancel"):
        act("post_batch", batch)
    assert get_payment(other.id).status is PaymentStatus.PENDING
    assert get_batch(batch.id).status is BatchStatus.OPEN


def test_the_second_person_is_told_who_posted_it(factories):
    batch = factories.batch(counted=1, total=Money(1_000_00, "MXN"))
    line = factories.batch_line(batch=batch)
    act("post_batch", batch)
    for verb, values in (
        ("post_batch", {}),
        ("cancel_batch", {"reason": "Por error"}),
        ("correct_batch", {"counted": 3, "total": batch.total}),
    ):
        with pytest.raises(errors.BatchEnded, match="Ana Peñúñuri"):
            act(verb, batch, **values)
    with pytest.raises(errors.BatchEnded):
        act("remove_line", batch, get_payment(line.id))


def test_a_line_taken_out_and_a_batch_given_up_count_for_nothing(factories):
    batch = factories.batch()
    wrong, right = factories.batch_line(batch=batch), factories.batch_line(batch=batch)
    act("remove_line", batch, get_payment(wrong.id))
    assert [line.id for line in lines_of(batch)] == [right.id]
    with pytest.raises(errors.NotInBatch):
        act("remove_line", batch, get_payment(wrong.id))
    act("cancel_batch", batch, reason="Se depositaron en otra cuenta")
    assert get_payment(right.id).status is PaymentStatus.FAILED


def test_a_cheque_needs_its_number_once(factories):
    batch, donor = factories.batch(), factories.giver()
    with pytest.raises(errors.ChequeNumberMissing):
        factories.batch_line(batch=batch, donor=donor, bank_reference="")
    nonce = uuid4()
    line = factories.batch_line(batch=batch, donor=donor, bank_reference="0071", nonce=nonce)
    again = factories.batch_line(batch=batch, donor=donor, bank_reference="0071", nonce=nonce)
    assert again.id == line.id
    with pytest.raises(errors.ChequeTypedTwice):
        factories.batch_line(batch=batch, donor=donor, bank_reference="0071")
    cash = factories.batch(method=Method.CASH)
    assert factories.batch_line(batch=cash, bank_reference="").method is Method.CASH


def test_dollars_do_not_enter_a_pile_of_pesos(factories):
    batch = factories.batch()
    with pytest.raises(errors.BatchCurrency):
        factories.batch_line(batch=batch, amount=Money(10_00, "USD"))
    with pytest.raises(errors.CountedByHand):
        factories.batch(method=Method.TRANSFER)


def test_the_same_form_opens_one_batch(factories):
    nonce, campaign = uuid4(), factories.appeal()
    first = factories.batch(nonce=nonce, campaign=campaign)
    assert factories.batch(nonce=nonce, campaign=campaign).id == first.id


def test_a_batch_of_a_closed_month_stays_as_it_is(factories):
    campaign, day = factories.appeal(), date(2020, 5, 4)
    batch = factories.batch(campaign=campaign, received_on=day)
    line = factories.batch_line(batch=batch)
    with transaction():
        close_month(year=2020, month=5)
    with pytest.raises(MonthClosed):
        factories.batch(campaign=campaign, received_on=day)
    with pytest.raises(MonthClosed):
        factories.batch_line(batch=batch)
    for verb, values in (
        ("post_batch", {}),
        ("cancel_batch", {"reason": "Por error"}),
        ("correct_batch", {"counted": 3, "total": batch.total}),
    ):
        with pytest.raises(MonthClosed):
            act(verb, batch, **values)
    db.session.expire_all()
    assert get_payment(line.id).status is PaymentStatus.PENDING


def nonce_of(html):
    return re.search(r'name="nonce"[^>]*value="([^"]+)"', html)[1]


def test_from_the_count_to_the_posting_on_screen(ana, dora, factories):
    pledge = factories.cash_pledge()
    typed = {
        "nonce": nonce_of(ana.get("/staff/payments/batches/new").text),
        "method": "cheque",
        "counted": "1",
        "total": "1,000",
        "currency": "MXN",
        "campaign": str(pledge.campaign_id),
        "received_on": "2020-05-04",
    }
    assert (
        ana.post("/staff/payments/batches/new", data={**typed, "counted": "x"}).status_code == 422
    )
    opened = ana.post("/staff/payments/batches/new", data=typed)
    assert opened.status_code == 303
    page = ana.get(opened.location)
    assert pledge.reference in page.text
    line = {"nonce": nonce_of(page.text), "pledge": str(pledge.id), "amount": "1000"}
    refused = ana.post(f"{opened.location}/lines", data=line)
    assert refused.status_code == 422
    assert 'value="1000"' in refused.text
    added = ana.post(f"{opened.location}/lines", data={**line, "bank_reference": "0042"})
    assert added.status_code == 303
    assert "0042" in dora.get(opened.location).text
    assert ana.post(f"{opened.location}/post").status_code == 303
    assert "1 pago confirmado" in ana.get(opened.location).text
    assert dora.post(f"{opened.location}/post").status_code == 403
