"""The donor wall names those who agreed, and never says how much."""

import pytest

from relief.core.db import transaction
from relief.core.money import Money
from relief.pledges import wall
from relief.pledges.actions import GoodsTyped
from relief.pledges.emails import follow_address
from relief.pledges.errors import NameNotGiven, WallAlreadySo
from relief.pledges.models import PledgeStatus
from relief.pledges.queries import get_pledge
from relief.pledges.wall import Named


@pytest.fixture
def campaign(factories, chapter):
    return factories.campaign(slug="unidos")


@pytest.fixture
def give(factories, campaign):
    donor = factories.donor(name="Razón Social Secreta")

    def given(name="", *, says_what=False, **values):
        return factories.pledge(
            campaign=campaign,
            donor=donor,
            supporter=Named(name, says_what) if name else None,
            **values,
        )

    return given


def test_names_stand_with_consent_and_no_amount_ever(client, give, factories):
    goods = [GoodsTyped(factories.item(name="Despensa básica"), 777)]
    give("Ñandú de México", says_what=True, goods=goods, cash=Money(4_321_00, "MXN"))
    give("Discreta")
    give()
    give("Sin Aceptar", status=PledgeStatus.SUBMITTED)
    for page in (client.get("/c/unidos/supporters").text, client.get("/c/unidos").text):
        people = page.split('class="supporters"')[1].split("</ul>")[0]
        assert "Ñandú de México" in people
        assert "Despensa básica" in people
        assert "Dinero" in people
        assert "Discreta" in people
        assert people.count("Donante anónimo") == 1
        for secret in ("Sin Aceptar", "Secreta", "777", "4,321", "$"):
            assert secret not in people


def test_a_name_is_taken_off_by_staff_and_by_its_donor(client, ana, give):
    pledge_id = give("Ñandú").id
    with transaction():
        follow = follow_address(get_pledge(pledge_id)).removeprefix("http://relief.test")
    address = f"/staff/pledges/{pledge_id}"
    assert ana.post(f"{address}/wall/hide").status_code == 303
    assert "Ñandú" not in client.get("/c/unidos/supporters").text
    assert "Volver a poner a Ñandú" in ana.get(address).text
    assert ana.post(f"{address}/wall/show").status_code == 303
    assert "Ñandú" in client.get("/c/unidos/supporters").text
    page = client.get(follow, follow_redirects=True)
    assert "te nombra «Ñandú»" in page.text
    assert client.post(f"{page.request.path}/wall").status_code == 303
    assert "Ñandú" not in client.get("/c/unidos/supporters").text
    with pytest.raises(WallAlreadySo), transaction():
        wall.hide_supporter(get_pledge(pledge_id))


def test_an_anonymous_donor_has_no_name_to_show(give):
    pledge = give()
    with pytest.raises(NameNotGiven), transaction():
        wall.show_supporter(pledge)


def test_the_wall_costs_the_same_for_one_and_for_many(client, give, count_queries):
    def cost(address):
        client.get(address)
        count_queries()
        assert client.get(address).status_code == 200
        return count_queries()

    give("Primera", says_what=True)
    one = [cost("/c/unidos/supporters"), cost("/c/unidos"), cost("/c/unidos/embed")]
    for number in range(30):
        give(f"Donante {number}" if number % 2 else "", says_what=True)
    many = [cost("/c/unidos/supporters"), cost("/c/unidos"), cost("/c/unidos/embed")]
    assert many == one
    assert 'rel="next"' in client.get("/c/unidos/supporters").text


def test_an_empty_wall_says_so(client, campaign):
    assert "Todavía nadie" in client.get("/c/unidos/supporters").text
    assert 'class="supporters"' not in client.get("/c/unidos").text
