"""The donor's letters leave through a real server, in the donor's language."""

import socket
from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller

from relief.core.db import transaction
from relief.core.money import Money
from relief.pledges import actions
from relief.pledges.actions import ContactTyped, GoodsTyped
from relief.pledges.models import PlanFrequency, PledgeStatus


class Inbox:
    """Keeps what arrives, as a mailbox would."""

    def __init__(self):
        self.received = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        self.received.append(message_from_bytes(envelope.content, policy=default))
        return "250 kept"


@pytest.fixture
def inbox(app):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept, settings = Inbox(), app.config["SETTINGS"]
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    app.config["SETTINGS"] = replace(settings, smtp_url=f"smtp://127.0.0.1:{port}")
    yield kept.received
    app.config["SETTINGS"] = settings
    controller.stop()


def text_of(message):
    return message.get_body(("plain",)).get_content()


def test_a_donor_hears_of_each_step_with_a_link_that_opens(inbox, factories, chapter, jobs, client):
    pledge = factories.pledge(goods=[GoodsTyped(factories.item(name="Despensa"), 500)])
    jobs()
    received, accepted = inbox
    assert received["Subject"] == f"Recibimos tu compromiso {pledge.reference}"
    assert received["To"] == "maria@empresa.test"
    told = text_of(received)
    for words in ("$1,500.00 MXN", "500 × Despensa", "032180000118359719", "Index Zona Costa"):
        assert words in told
        assert words in received.get_body(("html",)).get_content()
    link = next(line for line in told.splitlines() if "http" in line).split(": ")[1]
    assert client.get(link.removeprefix("http://relief.test")).status_code == 303
    assert "Aceptamos" in accepted["Subject"]


def test_a_plan_asks_for_its_first_payment_and_says_how_many(inbox, factories, chapter, jobs):
    plan = {"plan_frequency": PlanFrequency.MONTHLY, "plan_count": 3}
    factories.pledge(cash=Money(100_000, "MXN"), **plan)
    jobs()
    for letter in inbox:
        told = text_of(letter)
        for words in ("$1,000.00 MXN", "3 pagos, uno cada mes", "Monto: $333.34 MXN"):
            assert words in told
            assert words.removeprefix("Monto: ") in letter.get_body(("html",)).get_content()


def test_a_letter_speaks_the_donors_language(inbox, factories, chapter, jobs):
    factories.pledge(
        status=PledgeStatus.SUBMITTED, language="en", cash=Money(125_000, "USD"), anonymous=True
    )
    jobs()
    (letter,) = inbox
    assert letter["Subject"].startswith("We received your pledge PRO-")
    told = text_of(letter)
    assert "US$1,250.00 USD" in told
    assert "CLABE" not in told


def test_hostile_words_of_a_donor_stay_words(inbox, factories, chapter, jobs):
    contact = ContactTyped("<b>{{7*7}}</b>", "x@y.test")
    pledge = factories.pledge(contact=contact, status=PledgeStatus.SUBMITTED)
    with transaction():
        actions.decline_pledge(pledge, reason="<script>alert(1)</script>\nBcc: z@w.test")
    jobs()
    html = inbox[-1].get_body(("html",)).get_content()
    assert "<script>" not in html
    assert "<b>{{7*7}}</b>" not in html
    assert "49" not in inbox[-1]["Subject"]
    assert inbox[-1]["Bcc"] is None
