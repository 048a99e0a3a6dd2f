"""The simulated provider behind a real socket, and what a donor does with it."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from relief.checkout import actions
from relief.checkout.actions import Payer, Wanted
from relief.checkout.models import OnlineSession, Way
from relief.checkout.opening import open_at_provider
from relief.checkout.simulation.api import Fault, Machine
from relief.checkout.simulation.books import Books
from relief.checkout.simulation.notices import Sender
from relief.checkout.simulation.server import build, listen
from relief.core.db import db, transaction
from relief.core.money import Money

SECRET = "whsec_of_the_tests_alone"
OLD_SECRET = "whsec_of_the_tests_before"


@dataclass
class Provider:
    """The simulation of this test: its books, its notices, and the way to tell them to us."""

    machine: Machine
    sender: Sender
    origin: str
    client: Any

    @property
    def books(self) -> Books:
        return self.machine.books

    @property
    def notices(self) -> list[dict[str, Any]]:
        """What it would have told, in order."""
        return self.sender.sent

    def fail(self, **how: Any) -> None:
        """Let the next calls go wrong."""
        self.machine.faults.append(Fault(**how))

    def page_of(self, session: OnlineSession) -> dict[str, Any]:
        """The page that an attempt opened."""
        return next(
            page
            for page in self.books.pages.values()
            if page["client_reference_id"] == str(session.id)
        )

    def post(self, notice: Any, **headers: str) -> int:
        """Post one notice, signed, to our webhook; return the answer's status."""
        body = notice if isinstance(notice, bytes) else json.dumps(notice).encode()
        headers = {"Stripe-Signature": self.sender.signed(body), **headers}
        return self.client.post("/stripe/webhook", data=body, headers=headers).status_code

    def tell_all(self) -> None:
        """Deliver everything it has to say, in order."""
        for notice in self.notices:
            assert self.post(notice) == 200


@pytest.fixture
def paid_app(app: Flask) -> Iterator[Flask]:
    """The application with settings that a test may change, put back at the end."""
    before = app.config["SETTINGS"]
    yield app
    app.config["SETTINGS"] = before


@pytest.fixture
def provider(paid_app: Flask, client: Any, chapter: Any) -> Iterator[Provider]:
    """A provider on a socket of this machine, and an application that pays with it."""
    sender = Sender(SECRET)
    app = build(origin="", sender=sender)
    server = listen(app, 0)
    origin = f"http://127.0.0.1:{server.server_port}"
    machine: Machine = app.config["MACHINE"]
    machine.books.origin = origin
    paid_app.config["SETTINGS"] = replace(
        paid_app.config["SETTINGS"],
        stripe_secret_key="sk_test_of_the_tests",
        stripe_webhook_secret=f"{SECRET}, {OLD_SECRET}",
        stripe_api_base=origin,
    )
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield Provider(machine, sender, origin, client)
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def begin(provider: Provider, factories: Any, chapter: Any) -> Callable[..., OnlineSession]:
    """Begin to pay a pledge of a thousand pesos, by card unless said otherwise."""

    def begun(**values: Any) -> OnlineSession:
        pledge = values.pop("pledge", None) or factories.cash_pledge()
        nonce = values.pop("nonce", None) or uuid4()
        wanted = Wanted(
            **{
                "campaign": pledge.campaign,
                "pledge": pledge,
                "amount": Money(1_000_00, "MXN"),
                "way": Way.CARD,
                "payer": Payer("Laura Peña", "laura@ensambles.test"),
                "language": "es",
                "back_to": "/",
                **values,
            }
        )
        with transaction():
            return actions.begin(wanted, donor=pledge.donor, nonce=nonce)

    return begun


@pytest.fixture
def open_page(begin: Callable[..., OnlineSession]) -> Callable[..., OnlineSession]:
    """Begin to pay and open the provider's page."""

    def opened(**values: Any) -> OnlineSession:
        session = begin(**values)
        open_at_provider(session.id)
        db.session.expire_all()
        return session

    return opened
