"""Which attempts to pay there are, and what the provider told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from relief.checkout.models import EventState, OnlineSession, ProviderEvent, SessionStatus
from relief.core import rows
from relief.core.db import db
from relief.core.paging import Listing, Page, page_of
from relief.core.text import search_key
from relief.donors.models import Donor
from relief.payments.models import Payment, Refund


def get_session(session_id: UUID) -> OnlineSession:
    """Return an attempt of the chapter with all that its page names. Raise RowMissing."""
    found = db.session.scalars(_with_names().where(OnlineSession.id == session_id)).first()
    if found is None:
        raise rows.RowMissing("OnlineSession")
    return found


def session_of_form(nonce: UUID) -> OnlineSession | None:
    """Return the attempt that a form with this nonce already began, None if it is the first."""
    return db.session.scalars(_with_names().where(OnlineSession.nonce == nonce)).first()


def session_named(
    *,
    session_id: UUID | None,
    page_ref: str | None,
    payment_ref: str | None,
    customer_ref: str | None,
) -> OnlineSession | None:
    """Return the attempt that the provider speaks of, by the surest name first; None for none.

    Looks in whichever chapters are open.
    """
    names = (
        (OnlineSession.id, session_id),
        (OnlineSession.provider_ref, page_ref),
        (OnlineSession.payment_ref, payment_ref),
        (OnlineSession.customer_ref, customer_ref),
    )
    for column, value in names:
        if value is None:
            continue
        found = db.session.scalars(sa.select(OnlineSession).where(column == value)).first()
        if found is not None:
            return found
    return None


def payment_named(payment_ref: str | None) -> Payment | None:
    """Return the payment that the provider calls so, in whichever chapters are open."""
    if payment_ref is None:
        return None
    return db.session.scalars(sa.select(Payment).where(Payment.provider_ref == payment_ref)).first()


def refund_named(*, refund_id: UUID | None, provider_ref: str) -> Refund | None:
    """Return our refund by our own mark on it, else by the provider's name for it."""
    if refund_id is not None:
        ours = db.session.get(Refund, refund_id)
        if ours is not None:
            return ours
    return db.session.scalars(sa.select(Refund).where(Refund.provider_ref == provider_ref)).first()


def events_waiting_for(names: Sequence[str]) -> list[ProviderEvent]:
    """Return the kept notices about these names of the provider, in the order things happened."""
    return list(
        db.session.scalars(
            sa.select(ProviderEvent)
            .where(ProviderEvent.payment_ref.in_(names), ProviderEvent.state == EventState.KEPT)
            .order_by(ProviderEvent.happened_at, ProviderEvent.event_ref)
            .with_for_update()
        )
    )


def get_event(event_id: UUID) -> ProviderEvent:
    """Return a notice of the chapter. Raise RowMissing."""
    return rows.get(ProviderEvent, event_id)


def applied_at(payment_ref: str, kind: str) -> datetime | None:
    """Return when a transfer's balance was applied to a payment; None while nobody said so."""
    found = db.session.scalars(
        sa.select(ProviderEvent).where(
            ProviderEvent.payment_ref == payment_ref, ProviderEvent.kind == kind
        )
    )
    return min((each.happened_at for each in found), default=None)


def payer_of_leftover(payment_ref: str) -> str | None:
    """Return whose balance a payment lies in; None for one that was paid with a page.

    What a transfer brought beyond its page bears the name of a movement of the payer's balance.
    """
    found = db.session.scalars(
        sa.select(ProviderEvent).where(
            ProviderEvent.facts["object_ref"].as_string() == payment_ref,
            ProviderEvent.kind.startswith("customer_cash_balance_transaction."),
        )
    ).first()
    return None if found is None else str(found.facts.get("customer_ref"))


def page_of_sessions(
    listing: Listing, *, text: str = "", status: SessionStatus | None = None
) -> Page[OnlineSession]:
    """Return one page of attempts; the text is sought in donors' names."""
    statement = _with_names()
    if text:
        named = Donor.search_key.contains(search_key(text), autoescape=True)
        statement = statement.where(OnlineSession.donor_id.in_(sa.select(Donor.id).where(named)))
    if status is not None:
        statement = statement.where(OnlineSession.status == status)
    columns = {"created": OnlineSession.created_at}
    return page_of(statement, listing, columns=columns, row_id=OnlineSession.id)


def page_of_events(listing: Listing, *, state: EventState | None = None) -> Page[ProviderEvent]:
    """Return one page of what the provider told."""
    statement = sa.select(ProviderEvent)
    if state is not None:
        statement = statement.where(ProviderEvent.state == state)
    columns = {"received": ProviderEvent.received_at}
    return page_of(statement, listing, columns=columns, row_id=ProviderEvent.id)


@dataclass(frozen=True)
class Waiting:
    """How many notices wait for a person, and since when (UTC) the oldest does."""

    count: int
    oldest: datetime | None


def kept_events() -> Waiting:
    """Return how many notices of the chapter wait for a person."""
    count, oldest = db.session.execute(
        sa.select(sa.func.count(ProviderEvent.id), sa.func.min(ProviderEvent.received_at)).where(
            ProviderEvent.state == EventState.KEPT
        )
    ).one()
    return Waiting(count or 0, oldest)


def _with_names() -> sa.Select[OnlineSession]:
    return sa.select(OnlineSession).options(
        joinedload(OnlineSession.donor),
        joinedload(OnlineSession.campaign),
        joinedload(OnlineSession.pledge),
    )
