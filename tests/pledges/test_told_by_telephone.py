"""A promise that came by telephone: staff write it down, through the same action as the public form."""

from uuid import uuid4

from relief.core.db import db
from relief.core.mail import letters_about
from relief.donors.models import Donor
from relief.pledges.models import Pledge, PledgeStatus

NEW = "/staff/pledges/new"


def told(campaign, **more):
    return {
        "campaign": str(campaign.id),
        "contact_name": "Íñigo Peña",
        "language": "es",
        "currency": "MXN",
        "nonce": str(uuid4()),
        **more,
    }


def test_a_new_donor_promises_money_and_goods(beto, factories, chapter):
    item = factories.item()
    data = told(
        factories.campaign(),
        name="Ensambles Ñandú",
        email="inigo@example.com",
        amount="2,500.00",
        **{"goods-0-item": str(item.id), "goods-0-quantity": "40"},
    )
    assert "Anotar un compromiso" in beto.get("/staff/pledges/").text
    first, second = (beto.post(NEW, data=data) for _time in range(2))
    assert first.location == second.location
    pledge = db.session.scalars(db.select(Pledge)).one()
    assert (pledge.status, pledge.anonymous) == (PledgeStatus.SUBMITTED, True)
    assert (pledge.cash_line.amount.minor, pledge.goods_lines[0].quantity) == (250_000, 40)
    assert (pledge.donor.name, pledge.donor.reviewed_at) == ("Ensambles Ñandú", None)
    assert [letter.kind for letter in letters_about(pledge.id)] == ["pledge_received"]


def test_a_known_donor_is_written_to_where_it_reads(ana, factories, chapter):
    donor = factories.donor(email="donativos@example.com")
    data = told(factories.campaign(), donor=str(donor.id), amount="10")
    assert ana.post(NEW, data=data).status_code == 303
    pledge = db.session.scalars(db.select(Pledge)).one()
    assert (pledge.donor_id, pledge.contact_email) == (donor.id, "donativos@example.com")


def test_what_lacks_is_asked_for_and_what_was_typed_stays(beto, factories, chapter):
    campaign, donor = factories.campaign(), factories.donor()
    for wrong, field in (
        ({"amount": "10", "email": "a@example.com"}, "name"),
        ({"amount": "10", "name": "Alguien"}, "email"),
        ({"name": "Alguien", "email": "a@example.com"}, "amount"),
        ({"amount": "mil", "name": "Alguien", "email": "a@example.com"}, "amount"),
        ({"amount": "10", "donor": str(donor.id), "name": "Otro", "email": "a@b.mx"}, "name"),
        ({"donor": "de nadie", "name": "", "amount": "10"}, "donor"),
    ):
        answer = beto.post(NEW, data=told(campaign, message="Con cariño", **wrong))
        assert answer.status_code == 422
        assert f'id="{field}-error"' in answer.text
        assert "Con cariño" in answer.text
    count = db.select(db.func.count())
    assert db.session.scalar(count.select_from(Pledge)) == 0
    assert db.session.scalar(count.select_from(Donor)) == 1
