"""The treasurer records, confirms and reverses payments on screen."""

from uuid import uuid4

import pytest

from relief.core import clock
from relief.core.money import Money
from relief.payments import queries
from relief.payments.models import PaymentStatus
from relief.pledges.models import LineKind, PledgeLine

TODAY = clock.today("America/Tijuana").isoformat()


@pytest.fixture
def pledge(factories, chapter):
    return factories.cash_pledge(amount=Money(1_000_00, "MXN"))


def typed(**values):
    return {
        "nonce": str(uuid4()),
        "amount": "1000",
        "currency": "MXN",
        "method": "transfer",
        "received_on": TODAY,
        "bank_reference": "SPEI-1",
        **values,
    }


def test_the_form_comes_filled_in_from_the_pledge(ana, pledge):
    page = ana.get(f"/staff/payments/new?pledge={pledge.id}")
    assert 'value="1,000.00"' in page.text
    assert pledge.reference in page.text


def test_a_treasurer_records_and_confirms_a_payment(ana, pledge):
    data = typed()
    answer = ana.post(f"/staff/payments/new?pledge={pledge.id}", data=data)
    assert answer.status_code == 303
    again = ana.post(f"/staff/payments/new?pledge={pledge.id}", data=data)
    assert again.location == answer.location
    assert "PAG-" in ana.get(answer.location).text
    assert "PAG-" in ana.get("/staff/payments/").text
    confirmed = ana.post(f"{answer.location}/confirm")
    assert confirmed.status_code == 303
    second = ana.post(
        f"{answer.location}/confirm", headers={"Referer": f"http://localhost{answer.location}"}
    )
    assert "Persona" in ana.get(second.location).text
    form = ana.get(f"/staff/payments/new?pledge={pledge.id}")
    assert 'value="1,000.00"' not in form.text


def test_a_payment_without_a_pledge_names_donor_and_campaign(ana, factories, pledge):
    donor, campaign = factories.giver(), factories.appeal()
    assert pledge.reference in ana.get("/staff/payments/new").text
    data = typed(donor=str(donor.id), campaign=str(campaign.id), amount="50.25", currency="USD")
    answer = ana.post("/staff/payments/new", data=data)
    assert answer.status_code == 303
    page = ana.get(answer.location)
    assert "US$50.25 USD" in page.text
    assert donor.name in page.text


def test_too_much_is_told_beside_the_amount_and_allowed_by_a_tick(ana, pledge):
    refused = ana.post(f"/staff/payments/new?pledge={pledge.id}", data=typed(amount="1500"))
    assert refused.status_code == 422
    assert "$1,000.00 MXN" in refused.text
    assert 'value="1500"' in refused.text
    allowed = typed(amount="1500", allow_over="y")
    answer = ana.post(f"/staff/payments/new?pledge={pledge.id}", data=allowed)
    assert "$500.00 MXN" in ana.get(answer.location).text


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": ""},
        {"amount": "sNaN"},
        {"amount": "1e9"},
        {"amount": "٣٠"},
        {"amount": "9" * 40},
        {"method": "gold"},
        {"received_on": "2999-01-01"},
        {"received_on": "mañana"},
        {"nonce": "no"},
        {"donor": "x"},
        {"bank_reference": "x" * 5000},
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_stored(ana, factories, pledge, wrong):
    data = typed(donor=str(factories.giver().id), campaign=str(factories.appeal().id)) | wrong
    answer = ana.post("/staff/payments/new", data=data)
    assert answer.status_code == 422
    assert queries.count_to_confirm() == 0


def test_a_pledge_of_goods_shows_no_amount(ana, factories, chapter):
    item = factories.catalogue_item()
    line = PledgeLine(position=1, kind=LineKind.GOODS, item_id=item.id, quantity=5)
    pledge = factories.cash_pledge(lines=[line])
    assert ana.get(f"/staff/payments/new?pledge={pledge.id}").status_code == 200
    answer = ana.post(f"/staff/payments/new?pledge={pledge.id}", data=typed())
    assert answer.status_code == 422


def test_a_reversal_asks_why_and_shows_it(ana, factories, pledge):
    payment = factories.payment(pledge=pledge)
    address = f"/staff/payments/{payment.id}/reverse"
    assert ana.get(address).status_code == 200
    assert ana.post(address, data={"kind": "bounced", "reversed_on": TODAY}).status_code == 422
    early = {"kind": "bounced", "reversed_on": "2001-01-01", "reason": "Cheque sin fondos"}
    assert ana.post(address, data=early).status_code == 422
    data = {"kind": "bounced", "reversed_on": TODAY, "reason": "Cheque sin fondos"}
    assert ana.post(address, data=data).status_code == 303
    assert "Cheque sin fondos" in ana.get(f"/staff/payments/{payment.id}").text
    assert queries.get_payment(payment.id).status is PaymentStatus.FAILED


def test_the_list_is_narrowed_by_every_filter(ana, factories, pledge):
    payment = factories.payment(pledge=pledge)
    other = factories.pending_payment(method="cash")
    for query in (
        f"q={payment.reference}",
        "q=SPEI-998877&method=transfer",
        f"q={pledge.donor.name[:24]}&status=confirmed",
        f"campaign={pledge.campaign_id}",
        f"since=2020-01-01&until={TODAY}&method=transfer",
    ):
        page = ana.get(f"/staff/payments/?{query}").text
        assert payment.reference in page
        assert other.reference not in page
    assert "PAG-" not in ana.get("/staff/payments/?q=nadie").text
    assert ana.get("/staff/payments/?since=x&campaign=y&status=z").status_code == 200


def test_an_empty_list_says_the_first_step(ana, chapter):
    assert "/staff/payments/new" in ana.get("/staff/payments/").text


def test_beto_may_not_and_dora_only_reads(beto, dora, factories, pledge):
    payment = factories.pending_payment(pledge=pledge)
    assert beto.get("/staff/payments/").status_code == 403
    assert dora.get(f"/staff/payments/{payment.id}").status_code == 200
    assert dora.post(f"/staff/payments/{payment.id}/confirm").status_code == 403
    assert dora.get("/staff/payments/new").status_code == 403
    assert dora.get(f"/staff/payments/{payment.id}/reverse").status_code == 403


def test_carla_sees_nothing(carla, factories, pledge):
    payment = factories.pending_payment(pledge=pledge)
    for path in (f"{payment.id}", f"{payment.id}/reverse", f"new?pledge={pledge.id}"):
        assert carla.get(f"/staff/payments/{path}").status_code == 404
    assert carla.post(f"/staff/payments/{payment.id}/confirm").status_code == 404
    assert payment.reference not in carla.get("/staff/payments/").text


def test_the_list_makes_the_same_queries_for_one_row_and_for_twenty(
    ana, factories, pledge, count_queries
):
    factories.pending_payment(donor=pledge.donor, campaign=pledge.campaign)
    ana.get("/staff/payments/")
    count_queries()
    ana.get("/staff/payments/")
    one = count_queries()
    for _ in range(19):
        factories.pending_payment(donor=pledge.donor, campaign=pledge.campaign)
    count_queries()
    ana.get("/staff/payments/")
    assert count_queries() == one
