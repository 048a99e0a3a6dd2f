"""A donor comes in by a letter and walks the portal on a phone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from relief.accounts.permissions import Role
from tests.browser.conftest import Mailbox
from tests.browser.eyes import look
from tests.browser.test_walk import ONE_ENGINE, sign_in
from tests.factories.portal import MAIL

pytestmark = pytest.mark.browser
NewPage = Callable[..., Page]


@ONE_ENGINE
def test_a_donor_walks_the_portal(
    chapter: Any, factories: Any, new_page: NewPage, mailbox: Mailbox
) -> None:
    donor = factories.giver(name="Ensambles y Manufacturas del Pacífico Norte, S. de R.L. de C.V.")
    factories.contact(donor=donor, name="Patricia Núñez", email=MAIL)
    pledge = factories.cash_pledge(donor=donor, contact_email=MAIL)
    factories.paid_pledge(donor=donor)
    treasurer = factories.staff(chapter=chapter, role=Role.TREASURER)
    page = new_page(width=390)
    come_in(page, mailbox)
    walk(page)
    upload(page, pledge.reference, factories.picture(size=(900, 1200), kind="JPEG"))
    ask_correction(page)
    staff = new_page()
    sign_in(staff, treasurer.email)
    answer(staff)
    page.get_by_role("button", name="Salir").click()
    look(page, "portal-out")


def come_in(page: Page, mailbox: Mailbox, address: str = MAIL) -> None:
    """Ask at the door, open the letter's link, press its button."""
    page.goto("/")
    page.get_by_role("link", name="Portal del donante").click()
    look(page, "portal-door")
    page.fill("[name=email]", address)
    page.locator("main form [type=submit]").click()
    look(page, "portal-sent")
    body = mailbox.wait_for("portal").get_body(("plain",))
    assert body is not None
    link = re.search(r"http\S+/portal/in/\S+", body.get_content())
    assert link
    page.goto(link[0])
    look(page, "portal-enter")
    page.get_by_role("button", name="Entrar").click()
    expect(page.locator("h1")).to_have_text("Tus donativos")
    look(page, "portal-home")
    page.goto(link[0])
    look(page, "portal-dead-link")
    page.goto("/portal")


def walk(page: Page) -> None:
    """Open every page of the menu, and the choice of company."""
    for place in ("Compromisos", "Recibos", "Datos y contactos", "Preferencias"):
        page.locator(".portal-places").get_by_role("link", name=place).click()
        look(page, f"portal-{place.split()[0].lower()}")
    page.get_by_role("link", name="Ver mis datos").click()
    look(page, "portal-data")
    page.get_by_role("link", name="Cambiar de empresa").click()
    look(page, "portal-companies")
    page.locator("main .paper-list a").first.click()


def upload(page: Page, reference: str, photo: bytes) -> None:
    """Send the slip of a transfer, first without a file."""
    page.get_by_role("link", name=reference).first.click()
    look(page, "portal-pledge")
    page.get_by_role("link", name="Subir un comprobante").click()
    page.locator("main form [type=submit]").last.click()
    look(page, "portal-slip-refused")
    page.set_input_files(
        "[name=file]", {"name": "f.jpg", "mimeType": "image/jpeg", "buffer": photo}
    )
    page.locator("main form [type=submit]").last.click()
    expect(page.locator("main")).to_contain_text("por revisar")


def ask_correction(page: Page) -> None:
    """Ask for the address to be corrected."""
    page.locator(".portal-places").get_by_role("link", name="Datos y contactos").click()
    page.get_by_role("link", name="Pedir corrección").click()
    look(page, "portal-correct")
    page.fill("[name=postal_code]", "22010")
    page.locator("main form [type=submit]").last.click()
    expect(page.locator("main")).to_contain_text("corrección de datos")
    look(page, "portal-asked")


def answer(staff: Page) -> None:
    """Open both queues of the staff, and do what was asked for."""
    staff.goto("/staff/payments/slips/")
    look(staff, "slips")
    staff.locator("main tbody a").first.click()
    look(staff, "slip")
    staff.goto("/staff/donors/requests/")
    look(staff, "requests")
    staff.locator("main tbody a").first.click()
    look(staff, "request")
    staff.locator("form[action$='/approve'] [type=submit]").click()
    expect(staff.locator("main")).to_contain_text("hecha")
