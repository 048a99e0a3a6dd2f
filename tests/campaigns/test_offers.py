"""What a campaign suggests and offers, and the poster that says so."""

import pypdfium2
import pytest
import zxingcpp

from relief.audit.story import story_of
from relief.campaigns import actions, queries
from relief.campaigns.actions import Offered, Suggested
from relief.campaigns.errors import (
    AmountsTooFewOrMany,
    AmountTwice,
    EarmarkTwice,
    NoMoneyTaken,
    NotOnePreselected,
)
from relief.campaigns.models import EarmarkKind
from relief.campaigns.pdf import PosterFacts, Told, draw_poster
from relief.core.db import transaction
from relief.core.money import Money

PESOS = (500, 1_000, 5_000, 25_000)


def amounts(*pesos, chosen=1):
    return [
        Suggested(
            Money(each * 100, "MXN"), f"{each // 50} comidas", f"{each // 50} meals", n == chosen
        )
        for n, each in enumerate(pesos or PESOS)
    ]


def suggest(campaign, given):
    with transaction():
        actions.suggest_amounts(campaign, amounts=given)


def test_amounts_are_replaced_whole_and_told(factories, chapter):
    campaign = factories.campaign()
    suggest(campaign, amounts())
    suggest(campaign, amounts(100, 200, 300, 400, 500, chosen=0))
    kept = queries.amounts_of(campaign.id)
    assert [each.amount.minor for each in kept] == [10_000, 20_000, 30_000, 40_000, 50_000]
    assert [each.preselected for each in kept] == [True, False, False, False, False]
    assert kept[0].what("en") == "2 meals"
    told = story_of(campaign.id)[0]
    assert "$500.00 MXN: 10 comidas" in str(told.details)
    suggest(campaign, [])
    assert not queries.amounts_of(campaign.id)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        (amounts(1, 2, 3), AmountsTooFewOrMany),
        (amounts(1, 2, 3, 4, 5, 6, 7), AmountsTooFewOrMany),
        (amounts(1, 2, 2, 3), AmountTwice),
        (amounts(1, 2, 3, 4, chosen=9), NotOnePreselected),
    ],
)
def test_a_choice_is_four_to_six_amounts_and_one_is_the_first(factories, chapter, given, refusal):
    campaign = factories.campaign()
    with pytest.raises(refusal):
        suggest(campaign, given)
    assert not queries.amounts_of(campaign.id)


def test_a_campaign_of_goods_suggests_no_money(factories, chapter):
    with pytest.raises(NoMoneyTaken):
        suggest(factories.campaign(accepts_cash=False), amounts())


def test_two_purposes_may_not_read_the_same(factories, chapter):
    twice = [Offered(EarmarkKind.CITY, "Tijuana"), Offered(EarmarkKind.CATEGORY, "TIJUÁNA")]
    campaign = factories.campaign()
    with pytest.raises(EarmarkTwice), transaction():
        actions.offer_earmarks(campaign, earmarks=twice)


def typed(*pesos, chosen=0):
    rows = {}
    for n, each in enumerate(pesos):
        rows |= {f"amounts-{n}-amount": str(each), f"amounts-{n}-currency": "MXN"}
        rows |= {f"amounts-{n}-buys": f"{each} comidas"}
    return rows | {f"amounts-{chosen}-preselected": "y"}


def test_staff_write_the_offers_on_one_page(admin, factories, chapter):
    campaign = factories.campaign()
    address = f"/staff/campaigns/{campaign.id}/offers"
    assert admin.get(address).status_code == 200
    rows = typed(500, 1000, 5000, 25_000) | {
        "earmarks-0-kind": "city",
        "earmarks-0-name": "Tijuana",
    }
    assert admin.post(address, data=rows).status_code == 303
    page = admin.get(f"/staff/campaigns/{campaign.id}").text
    for said in ("$25,000.00 MXN", "5000 comidas", "Tijuana", "&lt;iframe", "poster.pdf"):
        assert said in page
    wrong = admin.post(address, data=typed(1, 2, 3) | {"earmarks-0-name_en": "Only English"})
    assert wrong.status_code == 422
    assert "Only English" in wrong.text
    few = admin.post(address, data=typed(1, 2, 3))
    assert "de 4 a 6 montos" in few.text
    assert len(queries.amounts_of(campaign.id)) == 4


@pytest.mark.parametrize("many", [0, 4, 6])
def test_the_poster_is_one_page_whose_code_leads_to_the_campaign(client, factories, chapter, many):
    name = "Equipo de protección para el personal médico de Tijuana, Ensenada y Mexicali 🎁!"
    campaign = factories.campaign(slug="cartel", name=name, name_en="Equipment", summary="S" * 280)
    if many:
        suggest(campaign, amounts(*range(100, 100 + many)))
    answer = client.get("/c/cartel/poster.pdf")
    assert answer.mimetype == "application/pdf"
    (page,) = pypdfium2.PdfDocument(answer.data)
    words = page.get_textpage().get_text_range()
    assert ("$100.00 MXN" in words) == bool(many)
    assert "Equipment" in words
    codes = zxingcpp.read_barcodes(page.render(scale=2).to_pil())
    assert [code.text for code in codes] == ["http://relief.test/c/cartel"]


def test_the_longest_words_stay_above_the_foot_of_the_poster():
    long = Told("Equipo " * 8, "Equipment " * 6)
    facts = PosterFacts(
        issuer="Index",
        contact="a@b.test",
        name=Told("Protección " * 10, "Protection " * 10),
        summary=Told("Para cuidar " * 24, "To look after " * 20),
        address="http://relief.test/c/cartel",
        amounts=[(f"${number},000.00 MXN", long) for number in range(1, 7)],
    )
    (page,) = pypdfium2.PdfDocument(draw_poster(facts))
    text = page.get_textpage()
    whole = text.get_text_range()
    last, foot = whole.rindex("Equipment"), whole.rindex("http://relief.test")
    assert text.get_charbox(last)[1] > text.get_charbox(foot)[3]


def test_a_draft_has_no_poster(client, factories, chapter):
    factories.campaign(slug="borrador", status="draft")
    assert client.get("/c/borrador/poster.pdf").status_code == 404
