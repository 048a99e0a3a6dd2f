"""On a phone without scripts: choose an amount, read what it buys, see only what was asked for."""

import pytest
from playwright.sync_api import expect

from relief.campaigns import actions as campaigns
from relief.campaigns.actions import Suggested
from relief.core import clock
from relief.core.db import transaction
from relief.core.money import Money
from tests.browser.eyes import look

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_amounts_are_chosen_on_a_phone_without_scripts(chapter, factories, chromium, live):
    today = clock.today(chapter.zone)
    campaign = factories.campaign(slug="unidos", starts_on=today, goal=Money(900_000_00, "MXN"))
    factories.item(name="Careta con nombre largo para el personal médico de urgencias")
    with transaction():
        campaigns.suggest_amounts(
            campaign,
            amounts=[
                Suggested(Money(pesos * 100, "MXN"), f"{pesos // 50} comidas", preselected=n == 1)
                for n, pesos in enumerate((500, 1000, 5000, 25_000))
            ],
        )
    phone = chromium.new_context(
        viewport={"width": 390, "height": 800}, locale="es-MX", base_url=live,
        java_script_enabled=False,
    )  # fmt: skip
    page = phone.new_page()
    page.goto("/c/unidos")
    page.get_by_role("link", name="$5,000.00 MXN").click()
    expect(page.get_by_role("radio", name="100 comidas")).to_be_checked()
    expect(page.get_by_label("Monto", exact=True)).to_be_hidden()
    expect(page.locator("#goods-0-item")).to_be_hidden()
    page.get_by_text("Otro monto").click()
    page.get_by_label("Monto", exact=True).fill("7,000")
    page.get_by_text("Cada mes").click()
    page.get_by_label("¿En cuántos pagos?").fill("7")
    page.get_by_role("button", name="Continuar").click()
    page.get_by_label("Empresa o persona que dona").fill("Ñandú")
    page.get_by_label("Tu nombre", exact=True).fill("Ana")
    page.get_by_label("Correo", exact=True).fill("ana@empresa.test")
    page.get_by_label("Leí el aviso").check()
    page.get_by_role("button", name="Revisar").click()
    expect(page.get_by_text("de $1,000.00 MXN cada uno")).to_be_visible()
    phone.close()


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_the_form_and_the_wall_pass_the_eyes(chapter, factories, new_page):
    factories.campaign(slug="unidos", starts_on=clock.today(chapter.zone))
    factories.item(name="Careta con nombre largo para el personal médico de urgencias")
    page = new_page()
    for address in ("/c/unidos", "/c/unidos/supporters", "/c/unidos/embed", "/c/unidos/pledge"):
        page.goto(address)
        look(page, address.strip("/").replace("/", "-"))
    page.get_by_text("En especie", exact=True).first.click()
    picked = page.locator("#goods-0-item")
    assert picked.evaluate("box => box.clientWidth") > 300
