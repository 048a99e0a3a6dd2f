"""The three stages as the database adds them up: what is pledged, received and delivered.

Each statement groups by campaign; `figures` says what the stages mean, and is their only reader.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from relief.deliveries.models import HANDED_OVER, Delivery, DeliveryLine, Proof, ProofStatus
from relief.intake.models import TAKEN_IN, Intake, IntakeLine
from relief.payments.models import COUNTED, Payment
from relief.pledges.models import STANDING, LineKind, Pledge, PledgeLine, PledgeStatus
from relief.stock.genealogy import contents
from relief.stock.models import Item, Lot

COUNTED_AS_PLEDGED = (*STANDING, PledgeStatus.WRITTEN_OFF)

Ids = Sequence[UUID] | None
"""Campaigns to tell apart; None for everything in the chapter."""


def _of(statement: Any, column: Any, ids: Ids) -> sa.Select[Any]:
    narrowed: sa.Select[Any] = statement if ids is None else statement.where(column.in_(ids))
    return narrowed


def pledges(ids: Ids) -> sa.Select[Any]:
    """Count the pledges that stand, by campaign."""
    statement = (
        sa.select(Pledge.campaign_id, sa.func.count().label("counted"))
        .where(Pledge.status.in_(STANDING))
        .group_by(Pledge.campaign_id)
    )
    return _of(statement, Pledge.campaign_id, ids)


def cash_pledged(ids: Ids) -> sa.Select[Any]:
    """Sum the money promised, by campaign and currency."""
    minor, currency = _parts(PledgeLine, "amount")
    came = PledgeLine.paid_minor
    kept = sa.case((_given_up() & (came < minor), came), else_=minor)
    statement = (
        sa.select(Pledge.campaign_id, currency.label("currency"), sa.func.sum(kept).label("minor"))
        .join(PledgeLine, PledgeLine.pledge_id == Pledge.id)
        .where(Pledge.status.in_(COUNTED_AS_PLEDGED), PledgeLine.kind == LineKind.CASH)
        .group_by(Pledge.campaign_id, currency)
    )
    return _of(statement, Pledge.campaign_id, ids)


def _given_up() -> sa.ColumnElement[bool]:
    return Pledge.status == PledgeStatus.WRITTEN_OFF


def goods_pledged(ids: Ids) -> sa.Select[Any]:
    """Sum the units and values of goods promised, by campaign and currency."""
    declared, declared_currency = _parts(PledgeLine, "amount")
    reference, reference_currency = _parts(Item, "reference_value")
    is_declared, came = declared.is_not(None), PledgeLine.received
    is_short = _given_up() & (came < PledgeLine.quantity)
    units = sa.case((is_short, came), else_=PledgeLine.quantity)
    # Divided before it is multiplied: the declared value of a whole line may be enormous.
    minor = sa.case(
        (is_declared & is_short, declared // PledgeLine.quantity * came),
        (is_declared, declared),
        else_=units * reference,
    )
    currency = sa.case((is_declared, declared_currency), else_=reference_currency)
    lines = (
        sa.select(
            Pledge.campaign_id,
            currency.label("currency"),
            minor.label("minor"),
            units.label("units"),
        )
        .join(PledgeLine, PledgeLine.pledge_id == Pledge.id)
        .join(Item, Item.id == PledgeLine.item_id)
        .where(Pledge.status.in_(COUNTED_AS_PLEDGED), PledgeLine.kind == LineKind.GOODS)
    )
    # Grouping by a CASE with bound values is not the same CASE to PostgreSQL: name it first.
    line = _of(lines, Pledge.campaign_id, ids).subquery()
    return sa.select(
        line.c.campaign_id,
        line.c.currency,
        sa.func.sum(line.c.minor).label("minor"),
        sa.func.sum(line.c.units).label("units"),
    ).group_by(line.c.campaign_id, line.c.currency)


def cash_received(ids: Ids) -> sa.Select[Any]:
    """Sum what is kept of payments, by campaign and currency."""
    minor, currency = _parts(Payment, "amount")
    kept = sa.func.sum(minor - Payment.refunded_minor).label("minor")
    statement = (
        sa.select(Payment.campaign_id, currency.label("currency"), kept)
        .where(Payment.status.in_(COUNTED))
        .group_by(Payment.campaign_id, currency)
    )
    return _of(statement, Payment.campaign_id, ids)


def goods_received(ids: Ids) -> sa.Select[Any]:
    """Sum the units and values of goods counted in, by campaign and currency."""
    minor, currency = _parts(IntakeLine, "approved_value")
    statement = (
        sa.select(
            Intake.campaign_id,
            currency.label("currency"),
            sa.func.sum(minor).label("minor"),
            sa.func.sum(IntakeLine.received).label("units"),
        )
        .join(IntakeLine, IntakeLine.intake_id == Intake.id)
        .where(Intake.status.in_(TAKEN_IN))
        .group_by(Intake.campaign_id, currency)
    )
    return _of(statement, Intake.campaign_id, ids)


def goods_delivered(ids: Ids) -> sa.Select[Any]:
    """Sum what hospitals accepted, by campaign, category and currency; of kits, what is inside."""
    minor, currency = _parts(Lot, "unit_value")
    held = contents()
    units = DeliveryLine.accepted * held.c.units
    return (
        _handed_over(
            Lot.campaign_id,
            Item.category,
            currency.label("currency"),
            sa.func.sum(units * minor).label("minor"),
            sa.func.sum(units).label("units"),
            held=held,
            ids=ids,
        )
        .join(Item, Item.id == Lot.item_id)
        .where(DeliveryLine.accepted.is_not(None))
        .group_by(Lot.campaign_id, Item.category, currency)
    )


def _handed_over(*columns: Any, held: sa.Subquery, ids: Ids) -> sa.Select[Any]:
    """Select from the lines of deliveries that reached a hospital, with the lots they hold."""
    statement = (
        sa.select(*columns)
        .select_from(DeliveryLine)
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .join(held, held.c.lot_id == DeliveryLine.lot_id)
        .join(Lot, Lot.id == held.c.origin_id)
        .where(Delivery.status.in_(HANDED_OVER))
    )
    return _of(statement, Lot.campaign_id, ids)


def signed_for(*columns: Any, ids: Ids) -> sa.Select[Any]:
    """Count the deliveries whose acuse stands."""
    counted = sa.func.count(sa.distinct(Delivery.id))
    return (
        _handed_over(*columns, counted, held=contents(), ids=ids)
        .join(Proof, Proof.delivery_id == Delivery.id)
        .where(Proof.status == ProofStatus.CONFIRMED)
    )


def gave(ids: Ids) -> sa.Subquery:
    """Pair campaigns with donors who promised or gave something."""
    promised = sa.select(Pledge.campaign_id, Pledge.donor_id).where(Pledge.status.in_(STANDING))
    paid = sa.select(Payment.campaign_id, Payment.donor_id).where(Payment.status.in_(COUNTED))
    brought = sa.select(Intake.campaign_id, Intake.donor_id).where(Intake.status.in_(TAKEN_IN))
    return sa.union_all(
        _of(promised, Pledge.campaign_id, ids),
        _of(paid, Payment.campaign_id, ids),
        _of(brought, Intake.campaign_id, ids),
    ).subquery()


def _parts(kind: type[Any], name: str) -> tuple[Any, Any]:
    """Return the two columns under an amount of Money."""
    return getattr(kind, f"{name}_minor"), getattr(kind, f"{name}_currency")
