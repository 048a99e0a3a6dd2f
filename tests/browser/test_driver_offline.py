"""At the hospital's door without signal: kept in the phone, sent once each, in order, when it is back."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from relief.core.db import db, transaction
from relief.deliveries.evidence import DriverReport, Evidence, EvidenceKind, ReportStatus
from relief.routes.driver_link import driver_address, take_link
from relief.routes.models import RouteStatus
from tests.browser.eyes import look
from tests.factories.phones import photograph

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("store", ["sqlite"], indirect=True),
]


def net(page: Page) -> Any:
    return page.locator("[data-net]")


def sign(page: Page, stop: Locator) -> None:
    """Draw a line with a finger."""
    canvas = stop.get_by_role("img", name="Firmar aquí con el dedo")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 90, steps=4)
    page.mouse.up()


def jpeg(content: bytes) -> Any:
    """What a camera hands over."""
    return {"name": "puerta.jpg", "mimeType": "image/jpeg", "buffer": content}


def hand_over(page: Page, hospital: str, *, receiver: str, pixels: tuple[int, int]) -> Locator:
    """Write down what happens at one door, with a photograph; return the form's page."""
    page.get_by_role("link", name=hospital).click()
    stop = page.locator("[data-stop]:not([hidden])")
    stop.get_by_role("button", name="Guardar esta entrega").click()
    expect(stop.get_by_text("Falta este dato.")).to_be_visible()
    stop.get_by_label("Nombre de quien recibe").fill(receiver)
    stop.get_by_label("Cargo de quien recibe").fill("Enfermería")
    sign(page, stop)
    camera = stop.locator("input[type=file]").first
    camera.set_input_files(jpeg(photograph(*pixels)))
    expect(stop.get_by_role("button", name="Quitar")).to_be_visible()
    small = stop.locator("[data-thumbs] canvas").evaluate(
        "seen => Math.max(seen.width, seen.height)"
    )
    assert small == min(max(pixels), 1600)
    return stop


def reports() -> list[DriverReport]:
    found = list(db.session.scalars(db.select(DriverReport).order_by(DriverReport.received_at)))
    # On SQLite a transaction that stays open would keep the product from writing.
    db.session.commit()
    return found


def test_two_deliveries_survive_without_signal(
    chapter: Any, factories: Any, chromium: Browser, live: str
) -> None:
    route = factories.route(stops=3, status=RouteStatus.ON_THE_ROAD)
    trips = [stop.delivery for stop in route.stops]
    door = driver_address(route).removeprefix("http://relief.test")
    db.session.rollback()
    phone = chromium.new_context(
        viewport={"width": 390, "height": 800}, locale="es-MX", base_url=live, has_touch=True
    )
    faults: list[str] = []
    page = phone.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(door)
    expect(page.locator("[data-ready=yes]")).to_be_attached()
    look(page, "driver-route")
    here = page.url
    phone.set_offline(True)
    expect(net(page)).to_contain_text("Sin señal")

    stop = hand_over(page, trips[0].hospital.name, receiver="Nora Ibarra", pixels=(4000, 3000))
    look(page, "driver-stop")
    stop.get_by_role("button", name="Guardar esta entrega").click()
    expect(net(page)).to_have_text("Sin señal · 1 por enviar")
    stop = hand_over(page, trips[1].hospital.name, receiver="Raúl Peña", pixels=(800, 600))
    stop.locator("input[type=file]").first.set_input_files(jpeg(b"\xff\xd8\xff hostile"))
    expect(stop.get_by_role("alert").first).to_contain_text("Esta fotografía no sirve")
    stop.get_by_label("Rechazado", exact=True).fill("3")
    stop.get_by_label("Rechazado", exact=True).blur()
    stop.get_by_role("button", name="Guardar esta entrega").click()
    expect(stop.get_by_text("Di por qué")).to_be_visible()
    stop.get_by_label("Por qué", exact=True).select_option(label="no lo necesitan")
    stop.get_by_role("button", name="Guardar esta entrega").click()
    expect(net(page)).to_have_text("Sin señal · 2 por enviar")

    page.close()
    page = phone.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(here)
    expect(net(page)).to_have_text("Sin señal · 2 por enviar")
    expect(page.get_by_text("Guardada en el teléfono, por enviar")).to_have_count(2)
    assert not reports()

    phone.set_offline(False)
    expect(net(page)).to_have_text("Nada por enviar")
    found = reports()
    assert [each.delivery_id for each in found] == [trips[0].id, trips[1].id]
    assert {each.status for each in found} == {ReportStatus.APPLIED}
    assert [each.receiver_name for each in found] == ["Nora Ibarra", "Raúl Peña"]
    assert found[1].told["lines"][0]["rejected"] == 3
    kinds = list(db.session.scalars(db.select(Evidence.kind).order_by(Evidence.kind)))
    db.session.commit()
    assert kinds == [EvidenceKind.PHOTO] * 2 + [EvidenceKind.SIGNATURE] * 2
    with transaction():
        take_link(route)
    page.goto(here)
    expect(page.get_by_role("heading", level=1)).to_contain_text("enlace")
    assert page.evaluate("caches.keys()") == []
    phone.close()
    assert not faults
