"""What expires soon: how much in each span of days, and the letter that tells it in time."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from relief.accounts.models import User
from relief.accounts.permissions import Role
from relief.accounts.queries import members
from relief.core.db import db
from relief.stock import emails
from relief.stock.models import INVISIBLE, Balance, ExpiryAlert, Lot, Place
from relief.stock.queries import today

SPANS = (7, 15, 30)
"""Days before its last one at which a lot asks for attention, again each time."""


def expiring_counts(on: date) -> dict[int, int]:
    """Return how many lots at our places expire within each span of days from `on`, or already did.

    Under 0 stand those that did. One query.
    """
    bounds = [(Lot.expires_on < on, 0)]
    bounds += [(Lot.expires_on <= on + timedelta(days=days), days) for days in SPANS]
    span = sa.case(*bounds).label("span")
    lots = (
        sa.select(Lot.id, span)
        .join(Balance, Balance.lot_id == Lot.id)
        .join(Balance.place)
        .where(*_here(on))
        .distinct()
        .subquery()
    )
    asked = sa.select(lots.c.span, sa.func.count().label("lots")).group_by(lots.c.span)
    found = {row.span: row.lots for row in db.session.execute(asked)}
    spans = (0, *SPANS)
    return {days: sum(found.get(span, 0) for span in spans if span <= days) for days in spans}


def expiring_within(days: int, on: date) -> int:
    """Return how many lots at our places expire within one of the SPANS or already did."""
    return expiring_counts(on)[days]


def tell_expiring() -> None:
    """Write to the coordinators of what came nearer to its last day than they were told.

    Each lot is told at most once in each span, however often this runs and whatever day was
    missed. What already expired has no day left to act on: the start page keeps it in sight.
    """
    nearer = _not_told(today())
    if not nearer:
        return
    spans = {balance.lot_id: days for days, balance in nearer}
    db.session.add_all(ExpiryAlert(lot_id=lot, days=days) for lot, days in spans.items())
    db.session.flush()
    for reader in _readers():
        emails.expiring(reader, [balance for _days, balance in nearer])


def _not_told(on: date) -> list[tuple[int, Balance]]:
    """Return where the lots are that nobody told of yet, with their spans, soonest first."""
    asked = (
        sa.select(Balance)
        .join(Balance.lot)
        .join(Lot.item)
        .join(Balance.place)
        .options(
            contains_eager(Balance.lot).contains_eager(Lot.item), contains_eager(Balance.place)
        )
        .where(*_here(on), Lot.expires_on >= on)
        .order_by(Lot.expires_on, Lot.id, Place.search_key)
    )
    found = list(db.session.scalars(asked))
    told = _told({each.lot_id for each in found})
    spans = [(_span(each, on), each) for each in found]
    return [(days, each) for days, each in spans if days < told.get(each.lot_id, days + 1)]


def _told(lots: set[UUID]) -> dict[UUID, int]:
    """Return the nearest span in which each lot was told."""
    asked = (
        sa.select(ExpiryAlert.lot_id, sa.func.min(ExpiryAlert.days).label("days"))
        .where(ExpiryAlert.lot_id.in_(lots))
        .group_by(ExpiryAlert.lot_id)
    )
    return {row.lot_id: row.days for row in db.session.execute(asked)}


def _span(balance: Balance, on: date) -> int:
    last_day = balance.lot.expires_on or on
    return next(days for days in SPANS if last_day <= on + timedelta(days=days))


def _here(on: date) -> Sequence[sa.ColumnElement[bool]]:
    """What is at our places and has a last day within the longest span, or behind it."""
    return (
        Balance.on_hand > 0,
        Place.kind.not_in(INVISIBLE),
        Lot.expires_on <= on + timedelta(days=SPANS[-1]),
    )


def _readers() -> list[User]:
    """Return the coordinators; where there is none, the administrators."""
    staff = members()
    coordinators = [each.user for each in staff if each.role == Role.COORDINATOR]
    return coordinators or [each.user for each in staff if each.role == Role.ADMINISTRATOR]
