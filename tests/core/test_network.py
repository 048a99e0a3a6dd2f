"""Nobody waits for another machine in the middle of a transaction."""

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
import sqlalchemy as sa

from relief.checkout import stripe_gateway
from relief.core import mail
from relief.core.db import db, transaction
from relief.core.network import StillHolding


def asked(app):
    """Ask the provider and the mail server; return who refused to."""
    settings = app.config["SETTINGS"]
    calls = {
        "provider": lambda: stripe_gateway.payments_since(
            settings, datetime(2020, 1, 1, tzinfo=UTC)
        ),
        "mail": lambda: mail.post(EmailMessage(), settings),
    }
    for name, call in calls.items():
        with pytest.raises(StillHolding):
            call()
        yield name


def test_the_provider_and_the_mail_server_wait_outside(app, chapter):
    with transaction():
        db.session.execute(sa.select(1))
        assert list(asked(app)) == ["provider", "mail"]
    db.session.execute(sa.select(1))
    assert list(asked(app)) == ["provider", "mail"], "a snapshot for reading holds something, too"
