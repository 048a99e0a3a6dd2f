"""Amounts to choose, payments in parts, earmarks and names in public, by the form alone."""

import re
from uuid import uuid4

import pytest
import sqlalchemy as sa

from relief.campaigns import actions as campaigns
from relief.campaigns.actions import Offered, Suggested
from relief.campaigns.models import EarmarkKind
from relief.campaigns.queries import campaign_by_slug, earmarks_of
from relief.core.db import db, transaction
from relief.core.money import Money
from relief.pledges.models import PlanFrequency, Pledge
from relief.pledges.queries import get_pledge

AMOUNTS = ((500, "20 cubrebocas"), (1000, "3 despensas"), (5000, "120 comidas"), (9000, "batas"))


@pytest.fixture
def campaign(factories, chapter):
    made = factories.campaign(slug="unidos")
    with transaction():
        campaigns.suggest_amounts(
            made,
            amounts=[
                Suggested(Money(pesos * 100, "MXN"), buys, preselected=pesos == 1000)
                for pesos, buys in AMOUNTS
            ],
        )
        tijuana = Offered(EarmarkKind.CITY, "Tijuana")
        campaigns.offer_earmarks(made, earmarks=[tijuana, Offered(EarmarkKind.CITY, "Mexicali")])
    return made


def fields(**changes):
    return {
        "nonce": str(uuid4()),
        "give": "money",
        "chip": "mxn-500000",
        "currency": "MXN",
        "plan_frequency": "once",
        "name": "Ensambles Ñandú",
        "contact_name": "María Núñez",
        "email": "maria@empresa.test",
        "language": "es",
        "consent": "y",
        **changes,
    }


def sent(client, **changes):
    """Send the form; return the pledge it made."""
    data = fields(**changes)
    answer = client.post("/c/unidos/pledge", data=data)
    assert answer.status_code == 303, answer.text
    db.session.remove()
    made = sa.select(Pledge.id).order_by(Pledge.reference.desc())
    return get_pledge(db.session.scalars(made).first())


def checked(page):
    return re.findall(r'<input checked[^>]*name="(\w+)"[^>]*value="([^"]+)"', page)


def test_an_amount_of_the_campaign_page_is_chosen_in_the_form(client, campaign):
    page = client.get("/c/unidos").text
    assert "120 comidas" in page
    address = re.search(r'href="([^"]*amount=5000\.00[^"]*)"', page)[1].replace("&amp;", "&")
    assert ("chip", "mxn-500000") in checked(client.get(address).text)
    assert ("chip", "mxn-100000") in checked(client.get("/c/unidos/pledge").text)
    other = client.get("/c/unidos/pledge?amount=777").text
    assert ("chip", "other") in checked(other)
    assert 'value="777.00"' in other
    for odd in ("?amount=-1", "?amount=%00&currency=EUR", "?give=all&amount=1e9"):
        assert client.get(f"/c/unidos/pledge{odd}").status_code == 200


def test_a_chosen_amount_counts_and_another_one_is_typed(client, campaign):
    assert sent(client).cash_line.amount == Money(500_000, "MXN")
    # What stands in the box of another amount does not count, not even when it cannot be read.
    assert sent(client, amount="a lot").cash_line.amount == Money(500_000, "MXN")
    typed = sent(client, chip="other", amount="12,345.67", currency="USD")
    assert typed.cash_line.amount == Money(1_234_567, "USD")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"chip": "mxn-1"}, "Elige una de las opciones"),
        ({"chip": "other"}, "Di qué das"),
        ({"chip": "other", "amount": "mucho"}, "Escribe el monto con números"),
        ({"plan_frequency": "monthly"}, "entre 2 y 36 pagos"),
        ({"plan_frequency": "monthly", "plan_count": "37"}, "Escribe un número entero"),
        ({"plan_frequency": "weekly"}, "Elige una de las opciones"),
        ({"earmark": str(uuid4())}, "Elige una de las opciones"),
        ({"give": "all"}, "Elige una de las opciones"),
        ({"on_wall": "y", "wall_name": "Ñandú 🎁"}, "U+1F381"),
    ],
)
def test_what_cannot_be_chosen_is_told_and_nothing_is_lost(client, campaign, changes, words):
    answer = client.post("/c/unidos/pledge", data=fields(**changes))
    assert answer.status_code == 422
    assert words in answer.text
    assert "María Núñez" in answer.text


def test_seven_payments_sum_to_the_centavo(client, campaign):
    plan = {"chip": "other", "amount": "100000", "plan_frequency": "monthly", "plan_count": "7"}
    review = client.post("/c/unidos/pledge/review", data=fields(**plan, go="review"))
    assert "7 pagos, uno cada mes" in review.text
    assert "el primero de $14,285.74 MXN y los demás de $14,285.71 MXN" in review.text
    pledge = sent(client, **plan)
    assert (pledge.plan_frequency, pledge.plan_count) == (PlanFrequency.MONTHLY, 7)
    once = sent(client, plan_count="9")
    assert (once.plan_frequency, once.plan_count) == (PlanFrequency.ONCE, 1)


def test_only_the_chosen_half_counts_and_the_other_is_kept(client, campaign, factories):
    goods = {"goods-0-item": str(factories.item().id), "goods-0-quantity": "40"}
    assert not sent(client, **goods).goods_lines
    only = sent(client, give="goods", chip="other", amount="mucho", **goods)
    assert (only.cash_line, len(only.goods_lines)) == (None, 1)
    both = sent(client, give="both", **goods)
    assert both.cash_line.amount == Money(500_000, "MXN")
    assert len(both.goods_lines) == 1
    back = client.post("/c/unidos/pledge/review", data=fields(**goods, go="gift"))
    assert 'value="40"' in back.text


@pytest.mark.parametrize("step", ["giver", "review", "gift"])
def test_every_step_and_the_other_language_keep_all_answers(client, campaign, step):
    chosen = str(earmarks_of(campaign.id)[1].id)
    said = {
        "chip": "other", "amount": "700", "plan_frequency": "quarterly", "plan_count": "3",
        "earmark": chosen, "on_wall": "y", "wall_name": "Ñandú", "wall_says": "y",
    }  # fmt: skip
    page = client.post("/c/unidos/pledge/review?lang=en", data=fields(**said, go=step)).text
    for value in ("700", "quarterly", chosen, "Ñandú", "other"):
        assert f'value="{value}"' in page
    for name in ("on_wall", "wall_says", "plan_count"):
        assert f'name="{name}"' in page


def test_the_earmark_is_kept_in_the_words_of_its_day(client, campaign, ana):
    pledge_id = sent(client, earmark=str(earmarks_of(campaign.id)[0].id)).id
    with transaction():
        campaigns.offer_earmarks(campaign_by_slug("unidos"), earmarks=[])
    assert get_pledge(pledge_id).earmark.name == "Tijuana"
    assert "Tijuana" in ana.get(f"/staff/pledges/{pledge_id}").text
    assert sent(client).earmark is None


def test_a_pledge_offers_to_pay_online_only_where_somebody_takes_the_money(client, campaign):
    sent(client)
    assert "/c/unidos/pledge/pay" not in client.get("/c/unidos/pledge/thanks").text
