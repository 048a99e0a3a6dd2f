"""Compare what the provider has with what we have, in both directions. It lists, and never repairs."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import sqlalchemy as sa

from relief.checkout.stripe_gateway import payments_since, refunds_since
from relief.checkout.wishes import Theirs
from relief.config import Settings
from relief.core import clock, tenancy
from relief.core.db import db
from relief.core.money import Money
from relief.payments.models import Payment, Refund, RefundStatus

GRACE = timedelta(days=1)
"""Ours may be written down a little later than theirs happened: neither edge is compared alone."""
GONE = {"failed", "canceled"}


def differences(settings: Settings, *, days: int) -> list[str]:
    """Return one line for each payment and refund of the last days that one side alone has.

    Looks at every chapter. Raise ProviderAway or ProviderRefuses.
    """
    since = clock.now() - timedelta(days=days)
    theirs = payments_since(settings, since - GRACE)
    refunds = [each for each in refunds_since(settings, since - GRACE) if each.state not in GONE]
    with tenancy.all_chapters():
        ours = _payments()
        returned = _refunds()
        recent = _recent(since)
    db.session.rollback()
    return [
        *_compared("payment", theirs, ours=ours, recent=recent["payment"]),
        *_compared("refund", refunds, ours=returned, recent=recent["refund"]),
    ]


def _compared(
    kind: str, theirs: list[Theirs], *, ours: dict[str, Money], recent: set[str]
) -> Iterator[str]:
    named = {each.ref for each in theirs}
    for each in sorted(theirs, key=lambda one: (one.happened_at, one.ref)):
        told = each.amount or "an amount in another currency"
        if each.ref not in ours:
            yield f"{kind} {each.ref}: {told} at the provider, not here"
        elif ours[each.ref] != each.amount:
            yield f"{kind} {each.ref}: {told} at the provider, {ours[each.ref]} here"
    for ref in sorted(recent - named):
        yield f"{kind} {ref}: {ours[ref]} here, not at the provider"


def _payments() -> dict[str, Money]:
    """Return our payments by the provider's name; what a transfer left over has none of its own."""
    rows = db.session.execute(
        sa.select(Payment.provider_ref, Payment.amount).where(
            Payment.provider_ref.startswith("pi_")
        )
    )
    return {ref: amount for ref, amount in rows if ref is not None}


def _refunds() -> dict[str, Money]:
    rows = db.session.execute(
        sa.select(Refund.provider_ref, Refund.amount).where(
            Refund.provider_ref.is_not(None), Refund.status != RefundStatus.FAILED
        )
    )
    return {ref: amount for ref, amount in rows if ref is not None}


def _recent(since: datetime) -> dict[str, set[str]]:
    """Return the names of what we wrote down since a moment, by kind."""
    paid = db.session.scalars(
        sa.select(Payment.provider_ref).where(
            Payment.provider_ref.startswith("pi_"), Payment.created_at >= since
        )
    )
    returned = db.session.scalars(
        sa.select(Refund.provider_ref).where(
            Refund.provider_ref.is_not(None),
            Refund.status != RefundStatus.FAILED,
            Refund.created_at >= since,
        )
    )
    return {
        "payment": {ref for ref in paid if ref is not None},
        "refund": {ref for ref in returned if ref is not None},
    }
