"""A company with a contact, a pledge of its own, and one that a stranger typed in its name."""

from types import SimpleNamespace

import pytest

from relief.core.money import Money
from tests.factories.portal import MAIL
from tests.people import WatchfulClient


@pytest.fixture
def company(chapter, factories):
    """Ensambles: Laura is its contact; Eva, a stranger, typed a pledge with its name."""
    donor = factories.giver(name="Ensambles del Pacífico, S.A. de C.V.")
    contact = factories.contact(donor=donor, name="Laura Peña", email=MAIL)
    own = factories.cash_pledge(donor=donor, contact_email=MAIL)
    typed = factories.cash_pledge(
        donor=donor, contact_email="eva@fuera.test", amount=Money(7_00, "MXN")
    )
    return SimpleNamespace(donor=donor, contact=contact, own=own, typed=typed)


@pytest.fixture
def laura(app, factories, company):
    """A browser that Laura came in with."""
    app.test_client_class = WatchfulClient
    return factories.donor_browser(app=app, email=MAIL)


@pytest.fixture
def eva(app, factories, company):
    """A browser that the stranger came in with."""
    app.test_client_class = WatchfulClient
    return factories.donor_browser(app=app, email="eva@fuera.test")
