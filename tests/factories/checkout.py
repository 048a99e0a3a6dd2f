"""Attempts to pay online, and what the provider told, as plain rows."""

from typing import Any
from uuid import uuid4

from relief.checkout.models import EventState, OnlineSession, ProviderEvent, Way, WhyKept
from relief.core import clock
from relief.core.db import db, transaction
from relief.core.money import Money


def online_session(f: Any, **values: Any) -> OnlineSession:
    """An attempt to pay a pledge by card that has just begun."""
    pledge = values.pop("pledge", None) or f.cash_pledge()
    begun = OnlineSession(
        **{
            "campaign_id": pledge.campaign_id,
            "donor_id": pledge.donor_id,
            "pledge_id": pledge.id,
            "amount": Money(1_000_00, "MXN"),
            "way": Way.CARD,
            "language": "es",
            "payer_name": "Laura Peña",
            "payer_email": "laura@ensambles.test",
            "back_to": "/",
            "nonce": uuid4(),
            "idem_key": f"relief-{uuid4()}",
            **values,
        }
    )
    with transaction():
        db.session.add(begun)
    return begun


def provider_event(f: Any, **values: Any) -> ProviderEvent:
    """A notice about a payment that nobody here knows."""
    number = f.number()
    told = ProviderEvent(
        **{
            "event_ref": f"evt_{number}",
            "livemode": False,
            "kind": "payment_intent.succeeded",
            "payment_ref": f"pi_{number}",
            "facts": {"object_ref": f"pi_{number}", "minor": 150_00, "currency": "mxn"},
            "state": EventState.KEPT,
            "why": WhyKept.UNKNOWN_PAYMENT,
            "happened_at": clock.now(),
            **values,
        }
    )
    with transaction():
        db.session.add(told)
    return told
