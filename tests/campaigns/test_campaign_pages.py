"""Administrators write, open and close campaigns; the rest of the staff reads them."""

from datetime import date
from uuid import uuid4

import pytest

from relief.campaigns import queries
from relief.campaigns.models import CampaignStatus
from relief.core.money import Money
from relief.core.paging import Listing

TYPED = {
    "name": "Unidos por la Zona Costa",
    "summary": "Equipo y comidas para los hospitales.",
    "starts_on": "2020-04-01",
    "goal_currency": "MXN",
    "accepts_cash": "y",
    "accepts_goods": "y",
}
HOSTILE = [
    "\x00\u200b\u202e",
    "{{ 7*7 }}<script>alert(1)</script>",
    "=HYPERLINK('x')",
    "a" * 9000,
    "٣٤٥",
    "1e999",
    "-1",
    "NaN",
    "' OR 1=1 --",
]


def all_of_them():
    return queries.page_of_campaigns(Listing(sort="name", descending=False)).rows


def test_an_administrator_writes_a_campaign_in_both_languages(admin, chapter):
    answer = admin.post(
        "/staff/campaigns/new",
        data={
            **TYPED,
            "name_en": "United for the Coast",
            "ends_on": "2020-12-31",
            "goal": "22,000,000",
            "goal_units": "100000",
            "unit_label": "piezas",
        },
    )
    assert answer.status_code == 303
    page = admin.get(answer.location).text
    for shown in (
        "borrador",
        "/c/unidos-por-la-zona-costa",
        "$22,000,000.00 MXN",
        "100,000 piezas",
    ):
        assert shown in page
    kept = queries.campaign_by_slug("unidos-por-la-zona-costa")
    assert (kept.goal, kept.ends_on) == (Money(2_200_000_000, "MXN"), date(2020, 12, 31))


def test_a_goal_in_dollars_keeps_its_currency(admin, chapter):
    typed = {**TYPED, "goal": "5000", "goal_currency": "USD"}
    assert admin.post("/staff/campaigns/new", data=typed).status_code == 303
    assert all_of_them()[0].goal == Money(500_000, "USD")
    wrong = {**TYPED, "goal": "5000", "goal_currency": "EUR"}
    assert admin.post("/staff/campaigns/new", data=wrong).status_code == 422


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": ""}, "Llena este campo"),
        ({"ends_on": "2020-03-01"}, "no puede ser anterior al primero"),
        ({"accepts_cash": "", "accepts_goods": ""}, "debe aceptar algo"),
        ({"goal_units": "500"}, "Escribe qué se cuenta"),
        ({"goal": "0"}, "mayor que cero"),
        ({"slug": "ya-tomada"}, "ya es de la campaña La Primera"),
        ({"slug": "北京"}, "letras de la a a la z"),
    ],
)
def test_what_stands_in_the_way_is_told(admin, factories, chapter, wrong, told):
    factories.campaign(name="La Primera", slug="ya-tomada")
    answer = admin.post("/staff/campaigns/new", data={**TYPED, "story": "Se conserva", **wrong})
    assert answer.status_code == 422
    assert told in answer.text
    assert "Se conserva" in answer.text
    assert len(all_of_them()) == 1


# Only what cannot be stored can be another thing on the other engine.
@pytest.mark.parametrize(
    ("store", "text"),
    [*(("sqlite", text) for text in HOSTILE), ("postgresql", HOSTILE[0])],
    indirect=["store"],
)
def test_hostile_text_meets_a_kind_answer(admin, factories, chapter, text):
    campaign = factories.campaign()
    for name in (*TYPED, "slug", "ends_on", "goal", "goal_units", "unit_label", "story"):
        answer = admin.post("/staff/campaigns/new", data={**TYPED, name: text})
        assert answer.status_code in {303, 422}
        if answer.status_code == 303:
            answer = admin.get(answer.location)
            assert answer.status_code == 200
        assert "<script>alert" not in answer.text
    for name in ("q", "status", "sort", "before", "size"):
        answer = admin.get("/staff/campaigns/", query_string={name: text})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
    address = f"/staff/campaigns/{campaign.id}/state/"
    assert admin.post(address + "sideways").status_code == 404


def test_a_campaign_is_opened_closed_and_opened_again(admin, factories, chapter):
    campaign = factories.campaign(status=CampaignStatus.DRAFT)
    address = f"/staff/campaigns/{campaign.id}"
    assert "Abrir a compromisos" in admin.get(address).text
    for status in ("active", "closed", "active", "paused"):
        assert admin.post(f"{address}/state/{status}").status_code == 303
    assert "en pausa" in admin.get(address).text
    refused = admin.post(f"{address}/state/paused")
    assert refused.status_code == 409
    assert "ya dejó esta campaña como en pausa" in refused.text
    assert admin.post(f"{address}/state/archived").status_code == 409


def test_the_address_is_not_offered_once_it_was_public(admin, factories, chapter):
    campaign = factories.campaign(name="Ya pública")
    address = f"/staff/campaigns/{campaign.id}/edit"
    assert 'name="slug"' not in admin.get(address).text
    answer = admin.post(address, data={**TYPED, "slug": "otra"})
    assert answer.status_code == 303
    assert queries.get_campaign(campaign.id).slug == "ya-publica"
    assert admin.post(address, data={}).status_code == 422
    draft = factories.campaign(status=CampaignStatus.DRAFT)
    address = f"/staff/campaigns/{draft.id}/edit"
    assert 'name="slug"' in admin.get(address).text
    taken = admin.post(address, data={**TYPED, "slug": "ya-publica"})
    assert taken.status_code == 422
    assert "ya es de la campaña" in taken.text


def test_the_list_is_narrowed_by_its_address(admin, factories, chapter):
    factories.campaign(name="Invierno Cálido")
    factories.campaign(name="Escuelas", status=CampaignStatus.DRAFT)

    def names(query: str) -> list[str]:
        page = admin.get(f"/staff/campaigns/?{query}").text
        return [name for name in ("Invierno Cálido", "Escuelas") if name in page]

    assert names("") == ["Invierno Cálido", "Escuelas"]
    assert names("q=calido") == ["Invierno Cálido"]
    assert names("status=draft") == ["Escuelas"]
    assert "Ninguna campaña coincide" in admin.get("/staff/campaigns/?q=nada").text


def test_the_staff_reads_but_may_not_write(ana, beto, factories, chapter):
    campaign = factories.campaign()
    for reader in (ana, beto):
        page = reader.get(f"/staff/campaigns/{campaign.id}")
        assert page.status_code == 200
        assert "Cambiar estado" not in page.text
        assert reader.get("/staff/campaigns/").status_code == 200
        for address in ("new", f"{campaign.id}/edit"):
            assert reader.get(f"/staff/campaigns/{address}").status_code == 403
            assert reader.post(f"/staff/campaigns/{address}").status_code == 403
        assert reader.post(f"/staff/campaigns/{campaign.id}/state/closed").status_code == 403


def test_another_chapter_and_invented_ids_see_nothing(admin, carla, factories, chapter):
    campaign = factories.campaign(name="Campaña Canaria")
    assert carla.get(f"/staff/campaigns/{campaign.id}").status_code == 404
    assert carla.post(f"/staff/campaigns/{campaign.id}/state/closed").status_code == 404
    assert "Canaria" not in carla.get("/staff/campaigns/").text
    assert admin.get(f"/staff/campaigns/{uuid4()}").status_code == 404


def test_the_list_makes_the_same_queries_for_many_rows(admin, factories, chapter, count_queries):
    assert "Todavía no hay campañas" in admin.get("/staff/campaigns/").text
    factories.campaign()
    admin.get("/staff/campaigns/")
    count_queries()
    admin.get("/staff/campaigns/")
    one = count_queries()
    for _ in range(12):
        factories.campaign()
    count_queries()
    admin.get("/staff/campaigns/")
    assert count_queries() == one
