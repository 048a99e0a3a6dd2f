"""Anyone can pledge without an account or a script, and one form makes one pledge."""

import re
from uuid import uuid4

import pytest
import sqlalchemy as sa

from relief.campaigns.models import CampaignStatus
from relief.core import mail
from relief.core.db import db
from relief.donors.models import Donor
from relief.pledges.models import Pledge


@pytest.fixture
def campaign(factories, chapter):
    return factories.campaign(name="Unidos por la salud", slug="unidos")


def fields(**changes):
    return {
        "nonce": str(uuid4()),
        "amount": "25,000.00",
        "currency": "MXN",
        "name": "Ensambles Ñandú, S.A. de C.V.",
        "contact_name": "María Núñez",
        "email": "maria@empresa.test",
        "language": "es",
        "wants_receipt": "y",
        "consent": "y",
        **changes,
    }


def count(kind=Pledge):
    return db.session.scalar(sa.select(sa.func.count(kind.id)))


def test_a_company_walks_the_steps_and_gets_a_reference(client, campaign, factories):
    item = factories.item(name="Despensa")
    page = client.get("/c/unidos/pledge")
    assert page.status_code == 200
    nonce = re.search(r'name="nonce"[^>]*value="([^"]+)"', page.text)[1]
    gift = {
        "nonce": nonce,
        "amount": "25 000",
        "currency": "MXN",
        "goods-0-item": str(item.id),
        "goods-0-quantity": "500",
    }
    who = client.post("/c/unidos/pledge/review", data={**gift, "go": "giver"})
    assert who.status_code == 200
    assert 'name="goods-0-quantity" value="500"' in who.text
    everything = {**fields(nonce=nonce), **gift}
    review = client.post("/c/unidos/pledge/review", data={**everything, "go": "review"})
    assert "$25,000.00 MXN" in review.text
    assert count() == 0
    back = client.post("/c/unidos/pledge/review", data={**everything, "go": "gift"})
    assert 'name="email" value="maria@empresa.test"' in back.text
    sent = client.post("/c/unidos/pledge", data=everything)
    assert sent.status_code == 303
    thanks = client.get(sent.location)
    pledge = db.session.scalars(sa.select(Pledge)).one()
    assert pledge.reference in thanks.text
    assert "032180000118359719" in thanks.text
    assert "m***@empresa.test" in thanks.text
    assert pledge.goods_lines[0].quantity == 500


@pytest.mark.parametrize(
    ("step", "title"),
    [("gift", "What do you want to give?"), ("giver", "Who gives?"), ("review", "Check before")],
)
def test_another_language_keeps_the_step_and_what_was_typed(client, campaign, step, title):
    data = {**fields(message="¡Ánimo!"), "go": step}
    page = client.post("/c/unidos/pledge/review?lang=en", data=data)
    assert page.status_code == 200
    assert title in page.text
    assert 'lang=es"' in page.text
    assert "25,000.00" in page.text
    assert "¡Ánimo!" in page.text
    assert "What do you want to give?" in client.get("/c/unidos/pledge").text


def test_sending_again_by_refresh_or_back_makes_one_pledge(client, campaign):
    data = fields()
    for _ in range(3):
        assert client.post("/c/unidos/pledge", data=data).status_code == 303
    assert (count(), count(Donor)) == (1, 1)
    pledge = db.session.scalars(sa.select(Pledge)).one()
    assert len(mail.letters_about(pledge.id)) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"amount": ""}, "Di qué das"),
        ({"amount": "-5"}, "Escribe el monto con números"),
        ({"amount": "1e999"}, "Escribe el monto con números"),
        ({"currency": "EUR"}, "Elige una de las opciones"),
        ({"name": "Empresa 🎁"}, "🎁 (U+1F381)"),
        ({"name": "\u200b"}, "Llena este campo"),
        ({"email": "x@y\r\nBcc: z@w"}, "Escribe un correo"),
        ({"rfc": "NO"}, "Escribe el RFC"),
        ({"consent": ""}, "Marca esta casilla"),
        ({"nonce": "no"}, "Envía el formulario otra vez"),
        ({"language": "fr"}, "Elige una de las opciones"),
    ],
)
def test_what_cannot_be_read_is_told_and_kept(client, campaign, changes, words):
    answer = client.post("/c/unidos/pledge", data=fields(**changes))
    assert answer.status_code == 422
    assert words in answer.text
    assert "María Núñez" in answer.text
    assert count() == 0


def test_goods_that_were_begun_need_their_quantity(client, campaign, factories):
    item = factories.item()
    data = fields(amount="") | {"goods-7-item": str(item.id), "goods-²-item": "x"}
    answer = client.post("/c/unidos/pledge", data=data)
    assert answer.status_code == 422
    assert "Escribe un número entero" in answer.text


def test_no_more_than_ten_kinds_of_goods(client, campaign, factories):
    item = factories.item()
    rows = {f"goods-{n}-item": str(item.id) for n in range(5000)}
    rows |= {f"goods-{n}-quantity": "1" for n in range(20)}
    answer = client.post("/c/unidos/pledge", data=fields() | rows)
    assert answer.status_code == 422
    assert "10" in answer.text


def test_a_wrong_check_digit_warns_and_does_not_block(client, campaign):
    data = fields(rfc="EEP030303AA1")
    review = client.post("/c/unidos/pledge/review", data=data)
    assert "no concuerda" in review.text
    assert client.post("/c/unidos/pledge", data=data).status_code == 303


def test_a_campaign_of_goods_only_shows_no_money(client, factories, chapter):
    factories.campaign(name="Solo especie", slug="especie", accepts_cash=False)
    page = client.get("/c/especie/pledge")
    assert 'name="amount"' not in page.text
    assert client.post("/c/especie/pledge", data=fields()).status_code == 422
    assert count() == 0


@pytest.mark.parametrize("status", [CampaignStatus.PAUSED, CampaignStatus.CLOSED])
def test_a_campaign_that_takes_nothing_says_so_kindly(client, factories, chapter, status):
    factories.campaign(name="Otra", slug="otra", status=status)
    assert client.get("/c/otra/pledge").status_code == 200
    assert client.post("/c/otra/pledge", data=fields()).status_code == 409
    assert count() == 0


def test_a_draft_and_another_chapters_campaign_do_not_exist(client, factories, chapter):
    factories.campaign(name="Borrador", slug="borrador", status=CampaignStatus.DRAFT)
    assert client.get("/c/borrador/pledge").status_code == 404
    assert client.get("/c/nada/pledge").status_code == 404
    assert client.post("/c/nada/pledge", data=fields()).status_code == 404


def test_the_thanks_page_is_for_whoever_sent(client, campaign):
    assert client.get("/c/unidos/pledge/thanks").status_code == 303
    assert client.get("/c/unidos/pledge/review").status_code == 303
