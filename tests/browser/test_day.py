"""The coordinator's day on her phone: five needs and too few masks, shared out, sent and signed for."""

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
from tests.browser.eyes import look
from tests.browser.test_walk import sign_in

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
    return SimpleNamespace(today=today, place=place, people=people)


def test_five_needs_and_too_few_masks(morning: Any, new_page: NewPage) -> None:
    phone = new_page(width=390)
    sign_in(phone, morning.people[Role.COORDINATOR].email)
    share_out(phone)
    planned = phone.locator("main a[href*='/staff/deliveries/']")
    expect(planned.filter(has_text="ENT-")).to_have_count(5)


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
