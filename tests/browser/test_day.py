"""The coordinator's day on her phone: five needs and too few masks, shared out, sent and signed for."""

import re
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from relief.accounts.permissions import Role
from relief.core import clock
from relief.core.money import Money
from relief.intake.actions import Declared
from relief.needs.models import Priority
from tests.browser.conftest import Mailbox
from tests.browser.eyes import look
from tests.browser.test_driver_offline import sign
from tests.browser.test_walk import press, sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("store", ["sqlite"], indirect=True),
]
NewPage = Callable[..., Page]
HOSPITALS = ("General", "del Niño", "de la Mujer", "Regional", "Materno")


@pytest.fixture
def morning(chapter: Any, factories: Any) -> SimpleNamespace:
    """Seven o'clock: 300 masks and 100 shields came in; five hospitals ask for 100 and 10 each."""
    today = clock.today(chapter.zone)
    masks = factories.item(name="Cubrebocas N95", reference_value=Money(20_00, "MXN"), pack_size=10)
    shields = factories.item(name="Careta facial", reference_value=Money(50_00, "MXN"))
    place = factories.place(name="Almacén Otay", city="Tijuana")
    factories.intake(
        place=place, lines=[Declared(masks, 300), Declared(shields, 100)], received=True
    )
    for number, name in enumerate(HOSPITALS):
        factories.need(
            hospital=factories.hospital(name=f"Hospital {name} de Tijuana", city="Tijuana"),
            priority=Priority.URGENT if number == 0 else Priority.NORMAL,
            needed_by=today + timedelta(days=2),
            lines=[(masks, 100), (shields, 10)],
        )
    people = {
        role: factories.staff(chapter=chapter, role=role)
        for role in (Role.COORDINATOR, Role.TREASURER)
    }
    return SimpleNamespace(place=place, people=people, driver=factories.driver())


def test_from_five_needs_to_five_acuses_and_a_receipt(
    morning: Any, new_page: NewPage, mailbox: Mailbox
) -> None:
    phone, door, treasury = (new_page(width=390) for _ in range(3))
    sign_in(phone, morning.people[Role.COORDINATOR].email)
    share_out(phone)
    reserved = phone.url
    pack_all(phone)
    phone.goto(reserved)
    link = send_the_van(phone, morning)
    hand_all_over(door, link)
    all_is_signed(phone)
    sign_in(treasury, morning.people[Role.TREASURER].email)
    value_all(treasury)
    mailbox.wait_for("ESP-")
    treasury.goto("/staff/receipts/")
    look(treasury, "day-receipts")
    expect(treasury.locator("main")).to_contain_text("$11,000.00 MXN")


def share_out(page: Page) -> None:
    """From the needs to a proposal, changed with the keys alone, and reserved."""
    page.goto("/staff/needs/")
    page.get_by_role("link", name="Quién recibe qué").click()
    look(page, "allocation-new")
    page.get_by_role("button", name="Proponer").click()
    look(page, "allocation-proposed")
    expect(page.locator("main")).to_contain_text("Urgente; no se sabe para cuántos días tiene")
    masks = page.locator("[data-there='300']")
    boxes = masks.locator("[data-quantity]")
    assert values(boxes) == ["100", "50", "50", "50", "50"]
    change_by_keys(page, masks, boxes)
    page.get_by_role("button", name="Repartir otra vez el resto").click()
    assert values(boxes) == ["60", "60", "60", "60", "60"]
    page.get_by_role("button", name="Apartar y programar entregas").click()
    look(page, "allocation-reserved")
    expect(page.locator("main")).to_contain_text("Apartado: 5 entregas programadas.")
    expect(page.locator("main")).to_contain_text("Mañana le llega otro donativo")


def pack_all(page: Page) -> None:
    """Gather the goods of each delivery of the allocation."""
    links = page.get_by_role("link", name=re.compile("ENT-")).all()
    addresses = [link.get_attribute("href") or "" for link in links]
    assert len(addresses) == 5
    for address in addresses:
        page.goto(address)
        press(page, "/start")
        for box in page.locator("[name=picked]").all():
            box.check()
        page.get_by_role("button", name="Todo está empacado").click()
        expect(page.locator("main")).to_contain_text("Empacada")


def send_the_van(page: Page, morning: Any) -> str:
    """Put the five on one route and let it leave; return the driver's link."""
    page.get_by_role("link", name="Nueva ruta").click()
    page.select_option("[name=place]", str(morning.place.id))
    page.select_option("[name=driver]", str(morning.driver.id))
    page.get_by_role("button", name="Guardar", exact=True).click()
    for box in page.locator("[name=deliveries]").all():
        box.check()
    page.locator("form[action$='/stops'] [type=submit]").click()
    expect(page.locator(".stop-card")).to_have_count(5)
    press(page, "/start")
    look(page, "day-route-left")
    return page.locator("[data-copy] .copyable-text").first.inner_text()


def hand_all_over(page: Page, link: str) -> None:
    """The driver's phone: at each of the five doors somebody signs."""
    page.goto(link)
    expect(page.locator("[data-ready=yes]")).to_be_attached()
    for name in HOSPITALS:
        page.get_by_role("link", name=f"Hospital {name} de Tijuana").click()
        stop = page.locator("[data-stop]:not([hidden])")
        stop.get_by_label("Nombre de quien recibe").fill("Nora Ibarra")
        stop.get_by_label("Cargo de quien recibe").fill("Enfermería")
        sign(page, stop)
        stop.get_by_role("button", name="Guardar esta entrega").click()
    expect(page.locator("[data-done=sent]")).to_have_count(5)
    expect(page.locator("[data-net]")).to_have_text("Nada por enviar")


def all_is_signed(page: Page) -> None:
    """The coordinator sees five acuses, a shipped allocation and what is still missing."""
    page.goto("/staff/deliveries/?status=delivered")
    expect(page.locator("main tbody tr")).to_have_count(5)
    page.get_by_role("link", name=re.compile("ENT-")).first.click()
    paper = page.request.get(
        page.locator("a[href$='/acuse.pdf']").first.get_attribute("href") or ""
    )
    assert paper.body().startswith(b"%PDF")
    page.goto("/staff/allocation/")
    expect(page.locator("main tbody")).to_contain_text("enviada")
    page.goto("/staff/needs/")
    expect(page.locator("main")).to_contain_text("urtida parcialmente")


def value_all(page: Page) -> None:
    """The treasurer approves what the masks and shields are worth; the receipt goes out."""
    page.goto("/staff/intake/")
    page.locator("main table a[href*='/staff/intake/']").first.click()
    for worth in ("6,000.00", "5,000.00"):
        page.locator("form[action$='/value'] [name$=value]").first.fill(worth)
        press(page, "/value")


def change_by_keys(page: Page, masks: Locator, boxes: Locator) -> None:
    """Arrows and Enter go from number to number, Esc takes back, the sums follow, a reason is asked."""
    reasons, left = masks.locator("[data-reason]"), masks.locator("[data-left]")
    expect(reasons.first).not_to_be_visible()
    boxes.first.focus()
    page.keyboard.press("ArrowDown")
    expect(boxes.nth(1)).to_be_focused()
    page.keyboard.type("90")
    expect(left).to_have_text("-40")
    expect(reasons.nth(1)).to_be_visible()
    page.keyboard.press("Escape")
    expect(boxes.nth(1)).to_have_value("50")
    expect(reasons.nth(1)).not_to_be_visible()
    expect(left).to_have_text("0")
    page.keyboard.press("Enter")
    expect(boxes.nth(2)).to_be_focused()
    for _ in range(2):
        page.keyboard.press("ArrowUp")
    page.keyboard.type("60")
    page.keyboard.press("Tab")
    expect(reasons.first).to_be_focused()
    page.keyboard.type("Mañana le llega otro donativo")


def values(boxes: Locator) -> list[str]:
    """What the boxes hold."""
    return [box.input_value() for box in boxes.all()]
