"""Pledged, received and delivered: defined here, once, for a campaign and for the chapter.

Three stages that are never added to one another, in currencies that are never added either:

- pledged: the lines of standing pledges. Money as promised; goods at the value their donor
  declared, else at the quantity times the item's reference value. Of a pledge that was written
  off, only what came: nobody waits for the rest.
- received: what is kept of confirmed payments after refunds, disputed ones included until they are
  lost, and the approved values of goods counted in.
- delivered: goods that a hospital accepted, at the approved value of one unit of their lot.

The database adds them up, in a number of queries that does not depend on the rows.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from relief.campaigns.models import Campaign
from relief.core.db import db
from relief.core.money import Currency, Money
from relief.deliveries.models import HANDED_OVER, Delivery, DeliveryLine, Proof, ProofStatus
from relief.intake.models import TAKEN_IN, Intake, IntakeLine
from relief.payments.models import COUNTED, Payment
from relief.pledges.models import STANDING, LineKind, Pledge, PledgeLine, PledgeStatus
from relief.stock.models import Category, Item, Lot

COUNTED_AS_PLEDGED = (*STANDING, PledgeStatus.WRITTEN_OFF)


@dataclass
class Sums:
    """Money and goods of one stage: centavos or cents by currency."""

    cash_minor: Counter[str] = field(default_factory=Counter)
    goods_minor: Counter[str] = field(default_factory=Counter)

    def cash(self, currency: str) -> Money:
        """Return the money of this stage in one currency."""
        return Money(self.cash_minor[currency], currency)

    def goods(self, currency: str) -> Money:
        """Return the value of the goods of this stage in one currency."""
        return Money(self.goods_minor[currency], currency)

    def total(self, currency: str) -> Money:
        """Return money and goods together, in one currency."""
        return self.cash(currency) + self.goods(currency)


@dataclass
class Figures:
    """What it amounts to. Units are pieces of goods, whatever their item."""

    pledged: Sums = field(default_factory=Sums)
    received: Sums = field(default_factory=Sums)
    delivered: Sums = field(default_factory=Sums)
    donors: int = 0
    pledges: int = 0
    deliveries: int = 0
    units_pledged: int = 0
    units_received: int = 0
    units_by_category: Counter[Category] = field(default_factory=Counter)

    @property
    def units_delivered(self) -> int:
        """Return the pieces that hospitals accepted, of every category."""
        return self.units_by_category.total()

    @property
    def currencies(self) -> list[str]:
        """Return the currencies that have any figure, pesos first; pesos when none has."""
        stages = (self.pledged, self.received, self.delivered)
        used = {
            currency
            for stage in stages
            for currency, minor in (stage.cash_minor + stage.goods_minor).items()
            if minor
        }
        return sorted(used) or [Currency.MXN.value]


def campaign_figures(campaign: Campaign) -> Figures:
    """Return the figures of one campaign."""
    return figures_by_campaign([campaign.id])[campaign.id]


def figures_by_campaign(ids: Sequence[UUID]) -> dict[UUID, Figures]:
    """Return the figures of each campaign, in as many queries as for one."""
    figures = {each: Figures() for each in ids}
    if not figures:
        return figures
    _add_up(lambda campaign_id: figures[campaign_id], ids)
    gave = _gave(ids)
    donors = sa.select(gave.c.campaign_id, sa.func.count(sa.distinct(gave.c.donor_id)))
    for campaign_id, count in db.session.execute(donors.group_by(gave.c.campaign_id)):
        figures[campaign_id].donors = count
    trips = _signed_for(Lot.campaign_id, ids=ids).group_by(Lot.campaign_id)
    for campaign_id, count in db.session.execute(trips):
        figures[campaign_id].deliveries = count
    return figures


def chapter_figures() -> Figures:
    """Return the figures of the whole chapter; a donor of two campaigns is one donor."""
    figures = Figures()
    _add_up(lambda _campaign_id: figures, None)
    gave = _gave(None)
    figures.donors = db.session.scalar(sa.select(sa.func.count(sa.distinct(gave.c.donor_id)))) or 0
    figures.deliveries = db.session.scalar(_signed_for(ids=None)) or 0
    return figures


Ids = Sequence[UUID] | None
"""Campaigns to tell apart; None for everything in the chapter."""


def _add_up(into: Callable[[UUID], Figures], ids: Ids) -> None:
    """Put each sum where it belongs. PostgreSQL adds whole numbers up to a Decimal, hence int()."""
    for row in db.session.execute(_pledges(ids)):
        into(row.campaign_id).pledges += row.counted
    for row in db.session.execute(_cash_pledged(ids)):
        into(row.campaign_id).pledged.cash_minor[row.currency] += int(row.minor)
    for row in db.session.execute(_cash_received(ids)):
        into(row.campaign_id).received.cash_minor[row.currency] += int(row.minor)
    for row in db.session.execute(_goods_pledged(ids)):
        figures = into(row.campaign_id)
        figures.units_pledged += int(row.units)
        _add_goods(figures.pledged, row)
    for row in db.session.execute(_goods_received(ids)):
        figures = into(row.campaign_id)
        figures.units_received += int(row.units or 0)
        _add_goods(figures.received, row)
    for row in db.session.execute(_goods_delivered(ids)):
        figures = into(row.campaign_id)
        figures.units_by_category[row.category] += int(row.units)
        _add_goods(figures.delivered, row)


def _add_goods(sums: Sums, row: Any) -> None:
    """Add the value of goods; those that nobody valued yet have no currency and add nothing."""
    if row.currency is not None:
        sums.goods_minor[row.currency] += int(row.minor)


def _of(statement: Any, column: Any, ids: Ids) -> sa.Select[Any]:
    narrowed: sa.Select[Any] = statement if ids is None else statement.where(column.in_(ids))
    return narrowed


def _pledges(ids: Ids) -> sa.Select[Any]:
    statement = (
        sa.select(Pledge.campaign_id, sa.func.count().label("counted"))
        .where(Pledge.status.in_(STANDING))
        .group_by(Pledge.campaign_id)
    )
    return _of(statement, Pledge.campaign_id, ids)


def _cash_pledged(ids: Ids) -> sa.Select[Any]:
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


def _goods_pledged(ids: Ids) -> sa.Select[Any]:
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


def _cash_received(ids: Ids) -> sa.Select[Any]:
    minor, currency = _parts(Payment, "amount")
    kept = sa.func.sum(minor - Payment.refunded_minor).label("minor")
    statement = (
        sa.select(Payment.campaign_id, currency.label("currency"), kept)
        .where(Payment.status.in_(COUNTED))
        .group_by(Payment.campaign_id, currency)
    )
    return _of(statement, Payment.campaign_id, ids)


def _goods_received(ids: Ids) -> sa.Select[Any]:
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


def _goods_delivered(ids: Ids) -> sa.Select[Any]:
    minor, currency = _parts(Lot, "unit_value")
    accepted = DeliveryLine.accepted
    return (
        _handed_over(
            Lot.campaign_id,
            Item.category,
            currency.label("currency"),
            sa.func.sum(accepted * minor).label("minor"),
            sa.func.sum(accepted).label("units"),
            ids=ids,
        )
        .join(Item, Item.id == Lot.item_id)
        .where(accepted.is_not(None))
        .group_by(Lot.campaign_id, Item.category, currency)
    )


def _handed_over(*columns: Any, ids: Ids) -> sa.Select[Any]:
    """Select from the lines of deliveries that reached a hospital, with their lots."""
    statement = (
        sa.select(*columns)
        .select_from(DeliveryLine)
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .join(Lot, Lot.id == DeliveryLine.lot_id)
        .where(Delivery.status.in_(HANDED_OVER))
    )
    return _of(statement, Lot.campaign_id, ids)


def _signed_for(*columns: Any, ids: Ids) -> sa.Select[Any]:
    """Count the deliveries whose acuse stands."""
    counted = sa.func.count(sa.distinct(Delivery.id))
    return (
        _handed_over(*columns, counted, ids=ids)
        .join(Proof, Proof.delivery_id == Delivery.id)
        .where(Proof.status == ProofStatus.CONFIRMED)
    )


def _gave(ids: Ids) -> sa.Subquery:
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
