"""Campaigns: what is being collected, until when, and how far it should get."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from relief.core import clock
from relief.core.db import Base, money_check, money_column, optional_money_column, status_type
from relief.core.money import Money
from relief.core.tenancy import ChapterOwned, chapter_fk


class CampaignStatus(StrEnum):
    """Where a campaign stands."""

    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"
    CLOSED = "closed"
    ARCHIVED = "archived"


CAMPAIGN_MOVES: dict[CampaignStatus, set[CampaignStatus]] = {
    CampaignStatus.DRAFT: {CampaignStatus.ACTIVE, CampaignStatus.ARCHIVED},
    CampaignStatus.ACTIVE: {CampaignStatus.PAUSED, CampaignStatus.CLOSED},
    CampaignStatus.PAUSED: {CampaignStatus.ACTIVE, CampaignStatus.CLOSED},
    CampaignStatus.CLOSED: {CampaignStatus.ACTIVE, CampaignStatus.ARCHIVED},
    CampaignStatus.ARCHIVED: set(),
}


class EarmarkKind(StrEnum):
    """What a gift may be meant for."""

    CITY = "city"
    HOSPITAL = "hospital"
    CATEGORY = "category"


class Campaign(ChapterOwned, Base):
    """One appeal. Texts in Spanish are required; the English ones fall back to them."""

    slug: Mapped[str] = mapped_column(sa.String(60))
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    summary: Mapped[str]
    summary_en: Mapped[str] = mapped_column(default="")
    story: Mapped[str] = mapped_column(default="")
    story_en: Mapped[str] = mapped_column(default="")
    status: Mapped[CampaignStatus] = mapped_column(
        status_type(CampaignStatus), default=CampaignStatus.DRAFT
    )
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    goal: Mapped[Money | None] = optional_money_column("goal")
    goal_units: Mapped[int | None]
    unit_label: Mapped[str] = mapped_column(default="")
    unit_label_en: Mapped[str] = mapped_column(default="")
    accepts_cash: Mapped[bool] = mapped_column(default=True)
    accepts_goods: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        sa.UniqueConstraint("chapter_id", "slug", info={"field": "slug"}),
        sa.CheckConstraint("goal_minor IS NULL OR goal_minor > 0", name="goal_positive"),
        sa.CheckConstraint("goal_units IS NULL OR goal_units > 0", name="goal_units_positive"),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        sa.CheckConstraint("accepts_cash OR accepts_goods", name="accepts_something"),
    )

    def takes_pledges(self, on: date) -> bool:
        """Say whether someone may pledge on that local date of the chapter."""
        return (
            self.status is CampaignStatus.ACTIVE
            and self.starts_on <= on
            and (self.ends_on is None or on <= self.ends_on)
        )

    def text(self, field: str, language: str) -> str:
        """Return `name`, `summary`, `story` or `unit_label` in the reader's language."""
        english: str = getattr(self, f"{field}_en")
        spanish: str = getattr(self, field)
        return english or spanish if language == "en" else spanish


class CampaignAmount(ChapterOwned, Base):
    """An amount that the campaign suggests, and what it buys: `120 comidas`."""

    campaign_id: Mapped[UUID]
    position: Mapped[int]
    amount: Mapped[Money] = money_column("amount")
    buys: Mapped[str]
    buys_en: Mapped[str] = mapped_column(default="")
    preselected: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        chapter_fk("campaign_id", "campaign"),
        *money_check("amount", positive=True),
        sa.UniqueConstraint("chapter_id", "campaign_id", "position"),
    )

    def what(self, language: str) -> str:
        """Return what it buys, in the reader's language."""
        return self.buys_en or self.buys if language == "en" else self.buys


class CampaignEarmark(ChapterOwned, Base):
    """A city, a hospital or a category that a gift to this campaign may be meant for."""

    campaign_id: Mapped[UUID]
    position: Mapped[int]
    kind: Mapped[EarmarkKind] = mapped_column(status_type(EarmarkKind))
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        chapter_fk("campaign_id", "campaign"),
        sa.UniqueConstraint("chapter_id", "campaign_id", "position"),
    )

    def label(self, language: str) -> str:
        """Return its name in the reader's language."""
        return self.name_en or self.name if language == "en" else self.name
