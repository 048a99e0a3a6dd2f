"""A donor pays by card, at OXXO and by SPEI in a real Chromium, until each receipt is there in the portal."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from relief.campaigns.models import CampaignStatus
from relief.config import ROOT
from relief.core import clock
from tests.browser.conftest import Mailbox, free_port, wait_until_ready
from tests.browser.eyes import look
from tests.browser.test_portal_walk import come_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("store", ["sqlite"], indirect=True),
]
NewPage = Callable[..., Page]
SECRET = "whsec_of_the_browser_alone"
GIVER = "sofia@nandu.test"


@pytest.fixture
def more_settings(port: int) -> Iterator[dict[str, str]]:
    """A simulated provider beside the product, as `make run` starts it."""
    near = free_port()
    command = [sys.executable, "-m", "relief.checkout.simulation", "--port", str(near)]
    asked = ["--webhook", f"http://127.0.0.1:{port}/stripe/webhook", "--secret", SECRET]
    process = subprocess.Popen([*command, *asked], cwd=ROOT)
    wait_until_ready(f"http://127.0.0.1:{near}/")
    yield {
        "STRIPE_SECRET_KEY": "sk_test_of_the_browser",
        "STRIPE_WEBHOOK_SECRET": SECRET,
        "STRIPE_API_BASE": f"http://127.0.0.1:{near}",
    }
    process.terminate()
    process.wait(timeout=20)


@pytest.fixture
def world(chapter: Any, factories: Any) -> SimpleNamespace:
    """A campaign that asks for money."""
    campaign = factories.campaign(
        slug="respira",
        name="Respira Baja California",
        status=CampaignStatus.ACTIVE,
        starts_on=clock.today(chapter.zone) - timedelta(days=10),
        ends_on=None,
        accepts_goods=False,
    )
    return SimpleNamespace(campaign=campaign)


def test_three_ways_to_pay_one_pledge(world: Any, new_page: NewPage, mailbox: Mailbox) -> None:
    page = new_page(width=390)
    reference = pledge(page, world)
    page.get_by_role("link", name="Pagar en línea").click()
    choose(page, "card", "1,000.00")
    look(page, "sim-card")
    page.get_by_role("button", name="Pagar ahora").click()
    wait_for(page, "Gracias: tu pago llegó")
    look(page, "paid-card")
    letter = mailbox.wait_for(reference)
    follow = re.search(r"http://\S+/d/\S+", letter.get_body(("plain",)).get_content())  # type: ignore[union-attr]
    assert follow is not None
    page.goto(follow[0])
    pay_at_oxxo(page)
    page.goto(follow[0])
    pay_by_transfer(page)
    page.goto(follow[0])
    wait_for(page, "Llegó completo", "Todo llegó", "receipts/")
    receipts_are_there(page, mailbox)
    come_in(page, mailbox, GIVER)
    page.locator(".portal-places").get_by_role("link", name="Recibos").click()
    receipts_are_there(page, mailbox)


def pledge(page: Page, world: Any) -> str:
    """Promise three thousand pesos on the public form; return the reference."""
    page.goto(f"/c/{world.campaign.slug}")
    look(page, "paying-campaign")
    page.get_by_role("link", name="Donar").first.click()
    page.fill("[name=amount]", "3,000.00")
    page.locator("button[name=go][value=giver]").click()
    page.fill("[name=name]", "Ensambles Ñandú, S.A. de C.V.")
    page.fill("[name=contact_name]", "Sofía Ibáñez")
    page.fill("[name=email]", GIVER)
    page.check("[name=consent]")
    page.locator("button[name=go][value=review]").click()
    page.locator("main form button:not([name])").last.click()
    look(page, "paying-thanks")
    found = re.search(r"PRO-\d{4}-\d{5}", page.inner_text("main"))
    assert found is not None
    return found[0]


def choose(page: Page, way: str, amount: str) -> None:
    """Say how much, in which way, and go on to the provider."""
    look(page, f"pay-{way}")
    page.fill("[name=amount]", amount)
    page.check(f"[name=way][value={way}]")
    page.get_by_role("button", name="Continuar al pago").click()
    expect(page.locator("body")).to_contain_text("SIMULACIÓN")
    expect(page.locator("h1")).to_contain_text(f"${amount} MXN")


def pay_at_oxxo(page: Page) -> None:
    """Take the voucher, look at our page, and pay in the shop."""
    page.get_by_role("link", name="Pagar en línea").click()
    choose(page, "oxxo", "1,000.00")
    page.get_by_role("button", name="Obtener la ficha").click()
    look(page, "sim-voucher")
    voucher = page.url
    page.get_by_role("link", name="Volver a la asociación").click()
    wait_for(page, "Tu ficha espera el pago")
    look(page, "paid-voucher")
    page.goto(voucher)
    page.get_by_role("button", name="Pagar en la tienda").click()
    page.get_by_role("link", name="Volver a la asociación").click()
    wait_for(page, "Gracias: tu pago llegó")


def pay_by_transfer(page: Page) -> None:
    """Transfer a part, then the rest."""
    page.get_by_role("link", name="Pagar en línea").click()
    choose(page, "spei", "1,000.00")
    page.get_by_role("button", name="Mostrar la cuenta").click()
    page.get_by_role("button", name="Transferir solo una parte").click()
    look(page, "sim-transfer")
    account = page.url
    page.get_by_role("link", name="Volver a la asociación").click()
    wait_for(page, "faltan $600.00 MXN")
    look(page, "paid-part")
    page.goto(account)
    page.get_by_role("button", name="Transferir el importe exacto").click()
    page.get_by_role("link", name="Volver a la asociación").click()
    wait_for(page, "Gracias: tu pago llegó")


def receipts_are_there(page: Page, mailbox: Mailbox) -> None:
    """Each payment has its receipt to download, by letter and on this page."""
    mailbox.wait_for("00003")
    page.reload()
    look(page, "paying-story")
    papers = page.locator("a[href*='/receipts/']")
    expect(papers).to_have_count(3)
    paper = page.request.get(papers.first.get_attribute("href") or "")
    assert paper.body().startswith(b"%PDF")


def wait_for(page: Page, *words: str) -> None:
    """Look again, as a person would, until one of the words is there."""
    for _again in range(60):
        if any(each in page.content() for each in words):
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(f"none of {words} came")
