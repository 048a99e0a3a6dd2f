"""Holds on what hospitals are missing, and the promises that came of them."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from relief.campaigns.models import Campaign
from relief.core import clock
from relief.core.db import Base, status_type
from relief.core.tenancy import ChapterOwned, chapter_fk
from relief.needs.models import Need, NeedLine
from relief.pledges.models import Pledge, PledgeLine

LIFE = timedelta(hours=48)
"""How long a hold keeps others away: two days let a plant ask its manager and its warehouse, over a
night and a shift; more would keep from a hospital what another company has ready."""


class HoldStatus(StrEnum):
    """Where a hold stands. Expired is told by the clock and never stored."""

    HELD = "held"
    CONFIRMED = "confirmed"
    RELEASED = "released"
    EXPIRED = "expired"


class Hold(ChapterOwned, Base):
    """An apartado: a company will bring this for a need, if it says so again before `expires_at`.

    `told_at` is when the company was told that the time was over; the quantity is free by itself.
    """

    reference: Mapped[str] = mapped_column(sa.String(20))
    campaign_id: Mapped[UUID]
    need_id: Mapped[UUID]
    pledge_id: Mapped[UUID | None]
    status: Mapped[HoldStatus] = mapped_column(status_type(HoldStatus), default=HoldStatus.HELD)
    donor_name: Mapped[str]
    contact_name: Mapped[str]
    contact_email: Mapped[str]
    contact_phone: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(sa.String(2), default="es")
    privacy_version: Mapped[str] = mapped_column(default="")
    closing_reason: Mapped[str] = mapped_column(default="")
    nonce: Mapped[UUID]
    held_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    told_at: Mapped[datetime | None]

    campaign: Mapped[Campaign] = relationship(
        primaryjoin="Campaign.id == foreign(Hold.campaign_id)"
    )
    need: Mapped[Need] = relationship(primaryjoin="Need.id == foreign(Hold.need_id)")
    pledge: Mapped[Pledge | None] = relationship(primaryjoin="Pledge.id == foreign(Hold.pledge_id)")
    lines: Mapped[list["HoldLine"]] = relationship(
        primaryjoin="Hold.id == foreign(HoldLine.hold_id)",
        back_populates="hold",
        order_by="HoldLine.position, HoldLine.id",
    )

    __table_args__ = (
        chapter_fk("campaign_id", "campaign"),
        chapter_fk("need_id", "need"),
        chapter_fk("pledge_id", "pledge"),
        sa.UniqueConstraint("chapter_id", "reference"),
        sa.UniqueConstraint("chapter_id", "nonce"),
        sa.Index("ix_hold_need", "chapter_id", "need_id", "held_at"),
        sa.Index("ix_hold_email", "chapter_id", "contact_email", "expires_at"),
        sa.CheckConstraint("expires_at > held_at", name="lives"),
        sa.CheckConstraint(
            "(status = 'confirmed') = (pledge_id IS NOT NULL)", name="confirmed_by_pledge"
        ),
    )

    @property
    def state(self) -> HoldStatus:
        """Return where the hold stands now, by the clock."""
        over = self.status is HoldStatus.HELD and self.expires_at <= clock.now()
        return HoldStatus.EXPIRED if over else self.status


class HoldLine(ChapterOwned, Base):
    """So many units of one line of the need."""

    hold_id: Mapped[UUID]
    need_line_id: Mapped[UUID]
    position: Mapped[int]
    quantity: Mapped[int]

    hold: Mapped[Hold] = relationship(
        primaryjoin="Hold.id == foreign(HoldLine.hold_id)", back_populates="lines"
    )
    need_line: Mapped[NeedLine] = relationship(
        primaryjoin="NeedLine.id == foreign(HoldLine.need_line_id)"
    )

    __table_args__ = (
        chapter_fk("hold_id", "hold"),
        chapter_fk("need_line_id", "need_line"),
        sa.UniqueConstraint("chapter_id", "hold_id", "need_line_id"),
        sa.Index("ix_hold_line_need_line", "chapter_id", "need_line_id"),
        sa.CheckConstraint("quantity > 0", name="quantity_positive"),
    )


class Aim(ChapterOwned, Base):
    """The line of a need that a promised line of goods is meant for, whole."""

    pledge_line_id: Mapped[UUID]
    need_line_id: Mapped[UUID]

    pledge_line: Mapped[PledgeLine] = relationship(
        primaryjoin="PledgeLine.id == foreign(Aim.pledge_line_id)"
    )
    need_line: Mapped[NeedLine] = relationship(
        primaryjoin="NeedLine.id == foreign(Aim.need_line_id)"
    )

    __table_args__ = (
        chapter_fk("pledge_line_id", "pledge_line"),
        chapter_fk("need_line_id", "need_line"),
        sa.UniqueConstraint("chapter_id", "pledge_line_id"),
        sa.Index("ix_aim_need_line", "chapter_id", "need_line_id"),
    )
