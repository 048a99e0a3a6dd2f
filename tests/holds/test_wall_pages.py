"""The wall as anybody sees it, the link of a hold, and what staff read of it."""

from uuid import UUID, uuid4

import pytest

from relief.core.db import db
from relief.holds import emails, queries
from relief.holds.models import Hold, HoldStatus


@pytest.fixture
def campaign(factories, chapter):
    return factories.campaign()


def typed(**more):
    return {
        "lines-0-quantity": "30",
        "name": "Ensambles del Mar",
        "contact_name": "Laura Peña",
        "email": "laura@mar.test",
        "language": "es",
        "consent": "y",
        "nonce": str(uuid4()),
        **more,
    }


def held(session_of):
    with session_of.session_transaction() as kept:
        return queries.get_hold(UUID(kept["hold"]))


def test_from_the_wall_to_the_pledge(client, beto, factories, campaign):
    need = factories.need(requested_by="Doctora Ruiz", notes="Cama 12")
    page = client.get(f"/c/{campaign.slug}").text
    assert need.hospital.name in page
    assert "Damos esto" in page
    for secret in ("Doctora Ruiz", "Cama 12"):
        assert secret not in client.get(f"/c/{campaign.slug}/needs").text
    here = f"/c/{campaign.slug}/needs/{need.id}"
    client.get(here)
    answer = client.post(here, data=typed())
    assert answer.status_code == 303
    hold = held(client)
    assert hold.reference in client.get(answer.location).text
    beside = beto.get(f"/staff/needs/{need.id}").text
    assert hold.reference in beside
    door = client.get(emails.address_of(hold).removeprefix("http://relief.test")).location
    assert hold.need.hospital.name in client.get(door).text
    sent = {"name": "Ensambles del Mar", "contact_name": "Laura", "language": "es", "consent": "y"}
    assert client.post(door, data={**sent, "consent": ""}).status_code == 422
    assert client.post(door, data=sent).status_code == 303
    pledge = queries.get_hold(hold.id).pledge
    assert pledge.contact_email == "laura@mar.test"
    assert pledge.reference in client.get(door).text
    for page in (f"/staff/pledges/{pledge.id}", f"/staff/holds/{hold.id}"):
        assert need.reference in beto.get(page).text
    assert pledge.reference in beto.get(f"/staff/needs/{need.id}").text


def test_the_second_company_is_told_kindly(client, factories, campaign):
    need = factories.need()
    factories.hold(need=need, campaign=campaign, quantity=80)
    answer = client.post(f"/c/{campaign.slug}/needs/{need.id}", data=typed())
    assert answer.status_code == 422
    assert "Solo quedan 20" in answer.text
    assert 'value="30"' in answer.text, "what was typed stays"


def test_odd_forms_hold_nothing(client, factories, campaign):
    need = factories.need()
    here = f"/c/{campaign.slug}/needs/{need.id}"
    assert client.post(here, data=typed(**{"lines-1-quantity": "5"})).status_code == 303
    for odd in ({"lines-0-quantity": "0"}, {"lines-0-quantity": "-4"}, {"consent": ""}):
        assert client.post(here, data=typed(**odd)).status_code == 422
    assert db.session.query(Hold).count() == 0
    drafted = factories.need(status=type(need.status).SUBMITTED)
    assert client.get(f"/c/{campaign.slug}/needs/{drafted.id}").status_code == 404


def test_staff_give_it_free_and_say_why(beto, dora, factories, campaign):
    hold = factories.hold(campaign=campaign)
    here = f"/staff/holds/{hold.id}"
    assert beto.post(f"{here}/release", data={"release-reason": ""}).status_code == 422
    assert dora.post(f"{here}/release", data={"release-reason": "No"}).status_code == 403
    assert beto.post(f"{here}/release", data={"release-reason": "Ya llegó"}).status_code == 303
    assert queries.get_hold(hold.id).state is HoldStatus.RELEASED
    assert "Ya llegó" in beto.get(here).text


def test_the_wall_asks_the_same_for_many(client, factories, campaign, count_queries):
    def asked():
        count_queries()
        client.get(f"/c/{campaign.slug}/needs")
        return count_queries()

    factories.hold(campaign=campaign)
    one = asked()
    for _each in range(9):
        factories.need(lines=[(factories.relief_item(), 5), (factories.relief_item(), 6)])
    assert asked() == one
