"""The whole picture, walked in Chromium as its three users would: promise, money, goods, acuse, story."""

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Page, expect

from relief.accounts.permissions import Role
from relief.campaigns.models import CampaignStatus
from relief.core import clock
from relief.core.db import transaction
from relief.core.money import Money
from relief.hospitals import actions as hospitals
from relief.stock.models import Category, ExpiryRule
from tests.browser.conftest import Mailbox
from tests.browser.eyes import listening, look
from tests.factories.house import PASSWORD

pytestmark = pytest.mark.browser
COMPANY = "Dispositivos Médicos Peñasco & Ñandú de Baja California, S. de R.L. de C.V."
NewPage = Callable[..., Page]
# The walk goes over both engines; how a page looks does not depend on them.
STAFF_PAGES = (
    "", "pledges/", "payments/", "payments/batches/", "payments/slips/", "online/", "bank/", "bank/queue",
    "ageing/", "receipts/", "approvals/", "accounting/", "accounting/export/", "rates/", "intake/", "stock/",
    "needs/", "deliveries/", "donors/", "donors/import/", "donors/requests/", "thanks/", "hospitals/",
    "campaigns/", "audit/", "chapter", "account",
)  # fmt: skip
ONE_ENGINE = pytest.mark.parametrize("store", ["sqlite"], indirect=True)


@pytest.fixture
def world(chapter: Any, factories: Any) -> SimpleNamespace:
    """What is there before the first donor comes: campaign, catalogue, warehouse, hospital, staff."""
    today = clock.today(chapter.zone)
    campaign = factories.campaign(
        slug="epp-2026",
        name="Protección para quien nos cuida",
        status=CampaignStatus.ACTIVE,
        starts_on=today - timedelta(days=10),
        ends_on=None,
        goal=Money(200_000_00, "MXN"),
    )
    kit = factories.item(
        sku="DES-01",
        name="Despensa básica",
        category=Category.PANTRY_KIT,
        unit="pieza",
        expiry_rule=ExpiryRule.REQUIRED,
        reference_value=Money(350_00, "MXN"),
    )
    place = factories.place(name="Almacén Otay")
    hospital = factories.hospital(name="Hospital General de Tijuana")
    with transaction():
        hospitals.add_contact(
            hospital, name="Enf. Lucía Ñáñez", title="Jefa de piso", email="lucia@hospital.test"
        )
    people = {
        role: factories.staff(chapter=chapter, role=role)
        for role in (Role.TREASURER, Role.COORDINATOR)
    }
    return SimpleNamespace(
        today=today, campaign=campaign, kit=kit, place=place, hospital=hospital, people=people
    )


def test_from_a_promise_to_a_signature(world: Any, new_page: NewPage, mailbox: Mailbox) -> None:
    donor, treasury = new_page(width=390), new_page()
    goods_side, nurse = new_page(), new_page(width=390)
    reference = pledge(donor, world)
    follow = link_in(mailbox.wait_for(reference), "/d/")
    follow_pledge(donor, follow)
    sign_in(treasury, world.people[Role.TREASURER].email)
    accept(treasury, reference)
    pay_and_confirm(treasury, world)
    folio = receipt_arrives(treasury, mailbox, "DON", new_page)
    sign_in(goods_side, world.people[Role.COORDINATOR].email)
    take_goods_in(goods_side, world)
    approve_value(treasury)
    receipt_arrives(treasury, mailbox, "ESP", new_page)
    need_is_recorded(goods_side, world)
    acuse = send_goods(goods_side, mailbox, nurse, world)
    assert "Lucía Ñáñez" in acuse
    donor.goto(follow)
    story_is_whole(donor, folio)


@ONE_ENGINE
def test_the_public_side_in_english_on_a_desk(world: Any, new_page: NewPage) -> None:
    page = new_page(language="en-US")
    page.goto("/")
    look(page, "en-home")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto(f"/c/{world.campaign.slug}")
    look(page, "en-campaign")
    page.goto(f"/c/{world.campaign.slug}/pledge")
    look(page, "en-pledge")
    page.fill("[name=amount]", "1,250.00")
    page.get_by_role("button", name="Español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator("[name=amount]")).to_have_value("1,250.00")
    page.goto("/d/aaaaaaaaaaaaaaaaaaaaaaaaaa")
    look(page, "dead-link")
    page.goto("/v/AAAAAAAAAAAAAAAAAAAA")
    look(page, "unknown-receipt")


@ONE_ENGINE
def test_every_staff_page_opens_in_both_languages(world: Any, new_page: NewPage) -> None:
    for width, language in ((1280, "es-MX"), (390, "en-US")):
        page = new_page(width=width, language=language)
        sign_in(page, world.people[Role.TREASURER].email)
        if language == "en-US":
            page.goto("/language/en?next=/staff/")
        # The same page in two widths: what a reader hears of it is the same.
        listening["axe"] = width == 390
        for room in STAFF_PAGES:
            answer = page.goto(f"/staff/{room}")
            assert answer is not None
            assert answer.status == 200, room
            look(page, f"{language}-{width}-{room.strip('/').replace('/', '-') or 'today'}")


def pledge(page: Page, world: Any) -> str:
    """Promise money and goods on the public form; return the reference."""
    page.goto("/")
    look(page, "home")
    page.goto(f"/c/{world.campaign.slug}")
    look(page, "campaign")
    page.get_by_role("link", name="Donar").first.click()
    look(page, "pledge-gift")
    page.check("[name=give][value=both]")
    page.fill("[name=amount]", "50,000.00")
    page.select_option("[name=goods-0-item]", str(world.kit.id))
    page.fill("[name=goods-0-quantity]", "500")
    page.fill("[name=goods-0-value]", "175,000")
    page.locator("button[name=go][value=giver]").click()
    look(page, "pledge-giver")
    page.locator("button[name=go][value=review]").click()
    look(page, "pledge-giver-refused")
    expect(page.locator("[role=alert]")).to_be_focused()
    page.fill("[name=name]", COMPANY)
    page.fill("[name=contact_name]", "Sofía Ibáñez")
    page.fill("[name=email]", "sofia@penasco.test")
    page.fill("[name=rfc]", "DMP010203AB1")
    page.check("[name=consent]")
    page.locator("button[name=go][value=review]").click()
    look(page, "pledge-review")
    expect(page.locator("main")).to_contain_text("$50,000.00 MXN")
    page.locator("main form button:not([name])").last.click()
    look(page, "pledge-thanks")
    expect(page.locator("main")).to_contain_text("032180000118359719")
    found = re.search(r"PRO-\d{4}-\d{5}", page.inner_text("main"))
    assert found is not None
    return found[0]


def follow_pledge(page: Page, address: str) -> None:
    """Open the link of the letter; its secret leaves the address at once."""
    page.goto(address)
    assert address.rsplit("/", 1)[1] not in page.url
    look(page, "story-promised")
    expect(page.locator("main")).to_contain_text("500")


def sign_in(page: Page, email: str) -> None:
    """Sign in by the form."""
    page.goto("/staff/login")
    look(page, "sign-in")
    page.fill("[name=email]", email)
    page.fill("[name=password]", PASSWORD)
    page.locator("main form [type=submit]").first.click()
    page.wait_for_url("**/staff/")
    look(page, f"today-{email.split('@', maxsplit=1)[0]}")


def accept(page: Page, reference: str) -> None:
    """Accept the pledge."""
    page.goto("/staff/pledges/")
    look(page, "pledges")
    page.get_by_role("link", name=reference).first.click()
    look(page, "pledge-show")
    press(page, "/accept")
    expect(page.locator("main")).to_contain_text("ceptado")


def press(page: Page, ending: str) -> None:
    """Send the form whose address ends so, through the question before it if there is one."""
    form = page.locator(f"form[action$='{ending}']").first
    question = page.locator("details.ask-first", has=form)
    if question.count() and not question.first.evaluate("box => box.open"):
        question.first.locator("summary").click()
    form.locator("[type=submit]").first.click()
    page.wait_for_load_state()


def pay_and_confirm(page: Page, world: Any) -> None:
    """Record the transfer against the pledge and confirm it."""
    page.locator("a[href*='/staff/payments/new']").first.click()
    look(page, "payment-new")
    expect(page.locator("[name=amount]")).to_have_value("50,000.00")
    page.fill("[name=received_on]", world.today.isoformat())
    page.fill("[name=bank_reference]", "SPEI 8842")
    page.locator("main form [type=submit]").first.click()
    look(page, "payment-show")
    press(page, "/confirm")
    look(page, "payment-confirmed")


def receipt_arrives(page: Page, mailbox: Mailbox, series: str, new_page: NewPage) -> str:
    """Wait for the letter with the receipt; check its paper, its QR and the public page."""
    letter = mailbox.wait_for(series)
    (paper,) = letter.iter_attachments()
    content = paper.get_payload(decode=True)
    assert isinstance(content, bytes)
    text, address = read_paper(content)
    assert "Ñandú" in text
    page.goto("/staff/receipts/")
    look(page, f"receipts-{series}")
    found = re.search(rf"{series}-\d{{4}}-00001", text)
    assert found is not None
    page.get_by_role("link", name=found[0]).first.click()
    look(page, f"receipt-{series}")
    digest = hashlib.sha256(content).hexdigest()
    stored = page.request.get(
        page.locator("a[href$='/original.pdf']").first.get_attribute("href") or ""
    )
    assert hashlib.sha256(stored.body()).hexdigest() == digest
    public = new_page(width=390)
    public.goto(address)
    look(public, f"check-{series}")
    expect(public.locator("main")).to_contain_text(found[0])
    assert "Ñandú" not in public.content()
    return found[0]


def read_paper(content: bytes) -> tuple[str, str]:
    """Return the words of a paper's first page and the address in its QR."""
    page = pypdfium2.PdfDocument(content)[0]
    words = page.get_textpage().get_text_range()
    (code,) = zxingcpp.read_barcodes(page.render(scale=4).to_pil())
    return words, code.text


def take_goods_in(page: Page, world: Any) -> None:
    """Receive 480 of the 500 promised pantry kits."""
    page.goto("/staff/pledges/")
    page.locator("main table a[href*='/staff/pledges/']").first.click()
    page.locator("a[href*='/staff/intake/new']").first.click()
    look(page, "intake-new")
    page.locator("main form [type=submit]").last.click()
    look(page, "intake-show")
    page.locator("a[href$='/count']").first.click()
    page.fill("[name=lines-0-received]", "480")
    page.select_option("[name=lines-0-reason]", "short")
    page.fill("[name=lines-0-expires_on]", (world.today + timedelta(days=200)).isoformat())
    look(page, "intake-count")
    page.locator("main form [type=submit]").last.click()
    look(page, "intake-received")
    page.goto("/staff/stock/")
    look(page, "stock")
    expect(page.locator("main")).to_contain_text("480")


def approve_value(page: Page) -> None:
    """The treasurer approves what the kits are worth."""
    page.goto("/staff/intake/")
    page.locator("main table a[href*='/staff/intake/']").first.click()
    page.locator("form[action$='/value'] [name$=value]").fill("168,000.00")
    press(page, "/value")
    look(page, "intake-valued")
    expect(page.locator("main")).to_contain_text("$168,000.00 MXN")


def need_is_recorded(page: Page, world: Any) -> None:
    """The hospital asks for 300; the coordinator writes it down and approves it."""
    page.goto("/staff/needs/new")
    page.select_option("[name=hospital]", str(world.hospital.id))
    page.fill("[name=needed_by]", (world.today + timedelta(days=3)).isoformat())
    page.select_option("[name=lines-0-item]", str(world.kit.id))
    page.fill("[name=lines-0-quantity]", "300")
    look(page, "need-new")
    page.get_by_role("button", name="Guardar", exact=True).click()
    look(page, "need-show")
    press(page, "/approve")
    expect(page.locator("main")).to_contain_text("utorizada")


def send_goods(page: Page, mailbox: Mailbox, nurse: Page, world: Any) -> str:
    """Plan from the need, pick, dispatch; the nurse confirms by her link; return the acuse's words."""
    page.locator("a[href*='/staff/deliveries/new']").first.click()
    page.select_option("[name=place]", str(world.place.id))
    page.fill("[name=day]", world.today.isoformat())
    look(page, "delivery-new")
    page.locator("main form [type=submit]").last.click()
    look(page, "delivery-plan")
    expect(page.locator("[name=lines-0-quantity]")).to_have_value("300")
    page.fill("[name=driver_name]", "Raúl Núñez")
    page.locator("main form [type=submit]").last.click()
    look(page, "delivery-planned")
    press(page, "/start")
    page.check("[name=picked]")
    look(page, "delivery-picking")
    page.locator("[name=answer][value=pack]").click()
    press(page, "/dispatch")
    look(page, "delivery-dispatched")
    nurse.goto(link_in(mailbox.wait_for("ENT-"), "/d/"))
    look(nurse, "hospital")
    nurse.fill("[name=receiver_name]", "Enf. Lucía Ñáñez")
    nurse.fill("[name=receiver_title]", "Jefa de piso")
    nurse.locator("details summary").last.click()
    nurse.fill("[name=lines-0-accepted]", "290")
    nurse.fill("[name=lines-0-short]", "0")
    nurse.fill("[name=lines-0-damaged]", "10")
    look(nurse, "hospital-differences")
    nurse.locator("[name=answer][value=differences]").click()
    look(nurse, "hospital-signed")
    page.reload()
    look(page, "delivery-signed")
    note = page.request.get(page.locator("a[href$='/note.pdf']").first.get_attribute("href") or "")
    assert note.body().startswith(b"%PDF")
    paper = nurse.request.get(
        nurse.locator("a[href$='/acuse.pdf']").first.get_attribute("href") or ""
    )
    return read_paper(paper.body())[0]


def story_is_whole(page: Page, folio: str) -> None:
    """The donor reads where every peso and every box went, and downloads the receipt."""
    look(page, "story-whole")
    main = page.locator("main")
    for words in ("290", "10", "180", "Hospital General de Tijuana", folio):
        expect(main).to_contain_text(words)
    page.goto("/")
    look(page, "home-after")


def link_in(letter: Any, path: str) -> str:
    """Return the link of a letter, from its plain text."""
    text = letter.get_body(preferencelist=("plain",)).get_content()
    found = re.search(rf"http://\S+{path}\S+", text)
    assert found is not None, text
    return found[0]
