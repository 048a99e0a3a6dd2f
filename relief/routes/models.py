"""Routes: who drives which vehicle, on which day, and to whom in which order."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from relief.core import clock
from relief.core.db import Base, status_type, unique_while
from relief.core.tenancy import ChapterOwned, chapter_fk
from relief.deliveries.models import Delivery
from relief.stock.models import Place


class RouteStatus(StrEnum):
    """Where a route stands."""

    PLANNED = "planned"
    ON_THE_ROAD = "on_the_road"
    DONE = "done"
    CANCELLED = "cancelled"


LIVE = (RouteStatus.PLANNED, RouteStatus.ON_THE_ROAD)


class Driver(ChapterOwned, Base):
    """Somebody who drives for the chapter. Without an account: a link is enough."""

    name: Mapped[str]
    search_key: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (sa.UniqueConstraint("chapter_id", "search_key", info={"field": "name"}),)


class Vehicle(ChapterOwned, Base):
    """What is driven. A capacity of None is one that nobody measured."""

    name: Mapped[str]
    plates: Mapped[str] = mapped_column(sa.String(20))
    capacity_boxes: Mapped[int | None]
    capacity_kg: Mapped[int | None]
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        sa.UniqueConstraint("chapter_id", "plates", info={"field": "plates"}),
        sa.CheckConstraint("capacity_boxes > 0", name="boxes_positive"),
        sa.CheckConstraint("capacity_kg > 0", name="kg_positive"),
    )


class Route(ChapterOwned, Base):
    """One trip from one place, on a local day of the chapter.

    `turn` counts how often its stops changed, so that whoever moves one by an old page is told.
    """

    reference: Mapped[str] = mapped_column(sa.String(20))
    day: Mapped[date]
    place_id: Mapped[UUID]
    driver_id: Mapped[UUID | None]
    vehicle_id: Mapped[UUID | None]
    status: Mapped[RouteStatus] = mapped_column(
        status_type(RouteStatus), default=RouteStatus.PLANNED
    )
    notes: Mapped[str] = mapped_column(default="")
    closing_reason: Mapped[str] = mapped_column(default="")
    turn: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    nonce: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    place: Mapped[Place] = relationship(primaryjoin="Place.id == foreign(Route.place_id)")
    driver: Mapped[Driver | None] = relationship(
        primaryjoin="Driver.id == foreign(Route.driver_id)"
    )
    vehicle: Mapped[Vehicle | None] = relationship(
        primaryjoin="Vehicle.id == foreign(Route.vehicle_id)"
    )
    stops: Mapped[list["Stop"]] = relationship(
        primaryjoin="Route.id == foreign(Stop.route_id)",
        back_populates="route",
        order_by="Stop.position, Stop.id",
        cascade="all, delete-orphan",
    )

    __table_args__ = (
        chapter_fk("place_id", "place"),
        chapter_fk("driver_id", "driver"),
        chapter_fk("vehicle_id", "vehicle"),
        sa.UniqueConstraint("chapter_id", "reference"),
        sa.UniqueConstraint("chapter_id", "nonce"),
        sa.Index("ix_route_status", "chapter_id", "status", "day", "id"),
        sa.Index("ix_route_day", "chapter_id", "day", "id"),
    )


class Stop(ChapterOwned, Base):
    """One delivery at its place in the order, from 1. Not `live` once its route was called off."""

    route_id: Mapped[UUID]
    delivery_id: Mapped[UUID]
    position: Mapped[int]
    live: Mapped[bool] = mapped_column(default=True)

    route: Mapped[Route] = relationship(
        primaryjoin="Route.id == foreign(Stop.route_id)", back_populates="stops"
    )
    delivery: Mapped[Delivery] = relationship(
        primaryjoin="Delivery.id == foreign(Stop.delivery_id)"
    )

    __table_args__ = (
        chapter_fk("route_id", "route"),
        chapter_fk("delivery_id", "delivery"),
        sa.Index("ix_stop_route", "chapter_id", "route_id"),
        unique_while("live", "uq_stop_one_live_route", "chapter_id", "delivery_id"),
    )


class CalendarFeed(ChapterOwned, Base):
    """The secret address of the chapter's calendar. Only the hash of its token is kept."""

    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    revoked_at: Mapped[datetime | None]

    __table_args__ = (sa.Index("ix_calendar_feed_chapter", "chapter_id", "revoked_at"),)
