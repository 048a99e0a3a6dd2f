"""What anybody sees of the campaigns, whatever their state."""

from datetime import UTC, date, datetime, timedelta

import pytest

from relief.campaigns.models import CampaignStatus
from relief.core import clock, tenancy
from relief.core.money import Money
from relief.stock.models import Category
from tests.reports.gifts import Gifts, cash, goods, mxn, usd

NOON = datetime(2020, 5, 20, 19, tzinfo=UTC)
PLEDGE = 'href="/c/unidos/pledge"'


@pytest.fixture(autouse=True)
def on_a_day_of_may():
    with clock.stopped_at(NOON):
        yield


def english(client):
    with client.session_transaction() as cookie:
        cookie["lang"] = "en"
    return client


@pytest.fixture
def unidos(factories, chapter):
    def make(**values):
        return factories.campaign(
            **{
                "name": "Unidos por la salud",
                "name_en": "United for health",
                "slug": "unidos",
                "ends_on": date(2020, 6, 1),
                "goal": Money(100_000_00, "MXN"),
                **values,
            }
        )

    return make


def test_an_empty_installation_says_how_to_begin(client):
    page = client.get("/")
    assert page.status_code == 200
    assert "flask --app wsgi demo" in page.text
    assert "Relief está listo" in page.text
    assert "Relief is ready" in english(client).get("/").text


def test_a_chapter_without_campaigns_says_so(client, chapter):
    assert "No hay una campaña abierta" in client.get("/").text


def test_the_only_open_campaign_is_the_front_page(client, unidos):
    unidos()
    page = client.get("/").text
    assert "<h1" in page
    assert "Unidos por la salud" in page
    assert PLEDGE in page
    assert "United for health" in english(client).get("/").text


def test_several_open_campaigns_each_show_their_bar(client, unidos, factories):
    unidos()
    factories.campaign(name="Escuelas", slug="escuelas", goal_units=500, unit_label="kits")
    factories.campaign(name="Secreta", status=CampaignStatus.DRAFT)
    page = client.get("/").text
    for shown in (PLEDGE, 'href="/c/escuelas/pledge"', "500 kits", "$100,000.00 MXN"):
        assert shown in page
    assert "Secreta" not in page


def test_pledged_received_and_delivered_stay_apart_and_so_do_dollars(client, unidos, factories):
    gifts = Gifts(factories, unidos(goal_units=1000, unit_label="piezas"), factories.donor())
    mask = gifts.item(value=mxn(50))
    gifts.pledge(cash(mxn(40_000)), goods(mask, 400))
    gifts.pledge(cash(usd(2_500)))
    gifts.payment(mxn(10_000))
    gifts.payment(usd(900))
    gifts.intake(mask, 300, value=mxn(15_000))
    gifts.delivery((gifts.lot(mask, value=mxn(50)), 120, 100))
    page = client.get("/c/unidos").text
    for shown in (
        "$60,000.00 MXN",
        "$25,000.00 MXN",
        "$5,000.00 MXN",
        "US$2,500.00 USD",
        "US$900.00 USD",
        "400 piezas",
        "300 piezas",
        "100 piezas",
        "Faltan 12 días",
        "20 may 2020, 12:00",
    ):
        assert shown in page, shown
    assert "62,500" not in page
    assert "$5,000.00 MXN" in client.get("/").text


@pytest.mark.parametrize(
    ("values", "told", "open_"),
    [
        ({}, "Faltan 12 días", True),
        ({"ends_on": None}, "Quiero donar", True),
        ({"ends_on": date(2020, 5, 20)}, "hoy es el último día", True),
        ({"starts_on": date(2020, 5, 25)}, "Empieza el 25 may 2020", False),
        ({"status": CampaignStatus.PAUSED}, "está en pausa", False),
        ({"status": CampaignStatus.CLOSED}, "Esta campaña terminó", False),
        ({"ends_on": date(2020, 5, 19)}, "Esta campaña terminó", False),
    ],
)
def test_each_state_says_what_a_giver_must_know(client, unidos, values, told, open_):
    unidos(**values)
    page = client.get("/c/unidos")
    assert page.status_code == 200
    assert told in page.text
    assert (PLEDGE in page.text) == open_
    assert english(client).get("/c/unidos").status_code == 200


@pytest.mark.parametrize("status", [CampaignStatus.DRAFT, CampaignStatus.ARCHIVED])
def test_what_is_not_public_is_not_there(client, unidos, status):
    unidos(status=status)
    assert client.get("/c/unidos").status_code == 404


def test_the_last_day_ends_at_midnight_of_the_chapter(client, unidos):
    unidos(ends_on=date(2020, 5, 20))
    with clock.stopped_at(datetime(2020, 5, 21, 6, 59, tzinfo=UTC)):
        assert PLEDGE in client.get("/c/unidos").text
    with clock.stopped_at(datetime(2020, 5, 21, 7, tzinfo=UTC)):
        assert PLEDGE not in client.get("/c/unidos").text


def test_past_the_goal_it_thanks_and_goes_on(client, unidos, factories):
    gifts = Gifts(factories, unidos(), factories.donor())
    gifts.pledge(cash(mxn(150_000)))
    page = client.get("/c/unidos").text
    assert "Ya hay compromisos por toda la meta" in page
    gifts.payment(mxn(150_000))
    page = client.get("/c/unidos").text
    assert "Se alcanzó la meta" in page
    assert "150 %" in page
    assert PLEDGE in page


def test_the_latest_deliveries_show_hospitals_and_pieces_but_no_people(client, unidos, factories):
    gifts = Gifts(factories, unidos(), factories.donor(name="Donante Discreto"))
    gifts.delivery((gifts.lot(gifts.item(category=Category.MEAL), value=mxn(5)), 1200, 1200))
    page = client.get("/c/unidos").text
    assert "1,200 piezas" in page
    assert "Hospital de Prueba" in page
    assert "comidas" in page
    assert "Discreto" not in page


def test_what_a_campaign_says_is_never_markup(client, unidos):
    unidos(summary="<script>alert(1)</script>{{ 7*7 }}", story="Uno\n\n<b>Dos</b>")
    page = client.get("/c/unidos").text
    assert "<script>alert" not in page
    assert "&lt;b&gt;Dos" in page


def test_another_chapter_lives_under_its_prefix(client, unidos, factories, other_chapter):
    unidos()
    with tenancy.in_chapter(other_chapter.id):
        factories.campaign(name="Campaña de Juárez", slug="unidos")
    assert "Campaña de Juárez" in client.get("/juarez/").text
    page = client.get("/juarez/c/unidos").text
    assert "Campaña de Juárez" in page
    assert 'href="/juarez/c/unidos/pledge"' in page
    assert "Juárez" not in client.get("/c/unidos").text
    assert client.get("/nadie/c/unidos").status_code == 404


@pytest.mark.parametrize("path", ["/c/nada", "/c/%00", "/c/" + "a" * 900, "/c/<script>"])
def test_an_invented_address_is_not_there(client, chapter, path):
    assert client.get(path).status_code == 404


def test_the_front_page_costs_the_same_for_many_campaigns(client, unidos, factories, count_queries):
    gifts = Gifts(factories, unidos(), factories.donor())
    gifts.pledge(cash(mxn(1)))
    client.get("/")
    count_queries()
    client.get("/")
    one = count_queries()
    for _ in range(6):
        factories.campaign(starts_on=date(2020, 5, 20) - timedelta(days=3), goal=mxn(10))
        gifts.pledge(cash(mxn(1)))
    count_queries()
    client.get("/")
    assert count_queries() == one
