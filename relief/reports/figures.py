"""Pledged, received and delivered: defined here, once, for a campaign and for the chapter.

Three stages that are never added to one another, in currencies that are never added either:

- pledged: the lines of standing pledges. Money as promised; goods at the value their donor
  declared, else at the quantity times the item's reference value. Of a pledge that was written
  off, only what came: nobody waits for the rest.
- received: what is kept of confirmed payments after refunds, disputed ones included until they are
  lost, and the approved values of goods counted in.
- delivered: goods that a hospital accepted, at the approved value of one unit of their lot. A kit
  counts as what is inside it, for the campaigns that it came from: pieces received and pieces
  delivered are the same pieces.

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
from relief.reports import stages
from relief.stock.models import Category, Lot


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
    gave = stages.gave(ids)
    donors = sa.select(gave.c.campaign_id, sa.func.count(sa.distinct(gave.c.donor_id)))
    for campaign_id, count in db.session.execute(donors.group_by(gave.c.campaign_id)):
        figures[campaign_id].donors = count
    trips = stages.signed_for(Lot.campaign_id, ids=ids).group_by(Lot.campaign_id)
    for campaign_id, count in db.session.execute(trips):
        figures[campaign_id].deliveries = count
    return figures


def chapter_figures() -> Figures:
    """Return the figures of the whole chapter; a donor of two campaigns is one donor."""
    figures = Figures()
    _add_up(lambda _campaign_id: figures, None)
    gave = stages.gave(None)
    figures.donors = db.session.scalar(sa.select(sa.func.count(sa.distinct(gave.c.donor_id)))) or 0
    figures.deliveries = db.session.scalar(stages.signed_for(ids=None)) or 0
    return figures


def _add_up(into: Callable[[UUID], Figures], ids: stages.Ids) -> None:
    """Put each sum where it belongs. PostgreSQL adds whole numbers up to a Decimal, hence int()."""
    for row in db.session.execute(stages.pledges(ids)):
        into(row.campaign_id).pledges += row.counted
    for row in db.session.execute(stages.cash_pledged(ids)):
        into(row.campaign_id).pledged.cash_minor[row.currency] += int(row.minor)
    for row in db.session.execute(stages.cash_received(ids)):
        into(row.campaign_id).received.cash_minor[row.currency] += int(row.minor)
    for row in db.session.execute(stages.goods_pledged(ids)):
        figures = into(row.campaign_id)
        figures.units_pledged += int(row.units)
        _add_goods(figures.pledged, row)
    for row in db.session.execute(stages.goods_received(ids)):
        figures = into(row.campaign_id)
        figures.units_received += int(row.units or 0)
        _add_goods(figures.received, row)
    for row in db.session.execute(stages.goods_delivered(ids)):
        figures = into(row.campaign_id)
        figures.units_by_category[row.category] += int(row.units)
        _add_goods(figures.delivered, row)


def _add_goods(sums: Sums, row: Any) -> None:
    """Add the value of goods; those that nobody valued yet have no currency and add nothing."""
    if row.currency is not None:
        sums.goods_minor[row.currency] += int(row.minor)
