"""What remains to be spent: the money of each campaign, earmark and currency, less what it bought.

Received is what the figures call received; bought is every purchase that was not cancelled. A
refund after a purchase may leave less than nothing, which is shown and not hidden.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa

from relief.campaigns.models import Campaign, EarmarkKind
from relief.core.db import db
from relief.core.money import Money
from relief.purchases.models import SPENT, Purchase
from relief.reports.earmarks import received_by_earmark


@dataclass
class Fund:
    """Money of one campaign, earmark (`kind` None for none) and currency, in minor units."""

    campaign: Campaign
    currency: str
    kind: EarmarkKind | None
    name: str = ""
    name_en: str = ""
    received_minor: int = 0
    bought_minor: int = 0

    @property
    def id(self) -> UUID:
        """Return what forms call it: the same for the same money, always."""
        return uuid5(self.campaign.id, f"{self.currency} {self.kind or ''} {self.name}")

    @property
    def received(self) -> Money:
        """Return what was received and kept after refunds."""
        return Money(self.received_minor, self.currency)

    @property
    def bought(self) -> Money:
        """Return what purchases spent of it, or hold."""
        return Money(self.bought_minor, self.currency)

    @property
    def left(self) -> Money:
        """Return what remains to be spent; below zero when money went back afterwards."""
        return Money(self.received_minor - self.bought_minor, self.currency)

    def earmark(self, language: str) -> str:
        """Return the earmark's name in the reader's language; '' for none."""
        return self.name_en or self.name if language == "en" else self.name


def funds(campaign_ids: Iterable[UUID] | None = None) -> list[Fund]:
    """Return all money of these campaigns, of every one by default; by name, unearmarked last.

    One query, whatever the number of campaigns and purchases.
    """
    ids = None if campaign_ids is None else list(campaign_ids)
    received = received_by_earmark(ids).subquery()
    bought = _bought(ids).subquery()
    told = sa.union_all(_told("received", received.c), _told("bought", bought.c)).subquery()
    found: dict[UUID, Fund] = {}
    statement = sa.select(Campaign, told).join(Campaign, Campaign.id == told.c.campaign_id)
    for row in db.session.execute(statement):
        fund = Fund(row.Campaign, row.currency, row.kind, row.name or "", row.name_en or "")
        fund = found.setdefault(fund.id, fund)
        fund.name_en = fund.name_en or row.name_en or ""
        # PostgreSQL adds whole numbers up to a Decimal, hence int().
        if row.stage == "bought":
            fund.bought_minor += int(row.minor)
        else:
            fund.received_minor += int(row.minor)
    return sorted(found.values(), key=_order)


def spendable(given: Iterable[Fund]) -> list[Fund]:
    """Return those of which something remains."""
    return [fund for fund in given if fund.left.minor > 0]


def _order(fund: Fund) -> tuple[Any, ...]:
    return (fund.campaign.name, fund.kind is None, fund.kind or "", fund.name, fund.currency)


def _bought(ids: list[UUID] | None) -> sa.Select[Any]:
    minor, currency = getattr(Purchase, "total_minor"), getattr(Purchase, "total_currency")  # noqa: B009
    earmark = (Purchase.earmark_kind, Purchase.earmark_name, Purchase.earmark_name_en)
    statement = (
        sa.select(
            Purchase.campaign_id,
            currency.label("currency"),
            *(column.label(column.key.removeprefix("earmark_")) for column in earmark),
            sa.func.sum(minor).label("minor"),
        )
        .where(Purchase.status.in_(SPENT))
        .group_by(Purchase.campaign_id, currency, *earmark)
    )
    return statement if ids is None else statement.where(Purchase.campaign_id.in_(ids))


def _told(stage: str, column: Any) -> sa.Select[Any]:
    return sa.select(
        sa.literal(stage).label("stage"),
        column.campaign_id,
        column.currency,
        column.kind,
        column.name,
        column.name_en,
        sa.cast(column.minor, sa.BigInteger).label("minor"),
    )
