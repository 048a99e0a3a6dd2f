"""What speaks for a hand-over: what the driver's phone told, photographs, signatures, signed sheets."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from relief.core import clock
from relief.core.db import Base, status_type
from relief.core.tenancy import ChapterOwned, chapter_fk
from relief.deliveries.models import Delivery

SLOW = timedelta(hours=12)
"""What takes longer from the phone to us is marked, though nobody needs to look at it."""


class ReportKind(StrEnum):
    """What a driver says of a stop."""

    HANDED_OVER = "handed_over"
    NOT_DELIVERED = "not_delivered"


class ReportStatus(StrEnum):
    """What became of a driver's report. Only `open` waits for a person."""

    APPLIED = "applied"
    AGREED = "agreed"
    OPEN = "open"
    TAKEN = "taken"
    SET_ASIDE = "set_aside"


class Trouble(StrEnum):
    """Why a report could not be applied by itself."""

    SIGNED_OTHERWISE = "signed_otherwise"
    NOT_ON_THE_ROAD = "not_on_the_road"
    LATE = "late"
    CLOCK = "clock"
    LINK_CLOSED = "link_closed"
    OTHER_ROUTE = "other_route"
    INCOMPLETE = "incomplete"
    REFUSED = "refused"


class SignatureState(StrEnum):
    """Whether who received signed on the driver's phone."""

    SIGNED = "signed"
    DECLINED = "declined"
    UNABLE = "unable"


class FailureReason(StrEnum):
    """Why a driver could not deliver."""

    NOBODY_RECEIVED = "nobody_received"
    CLOSED = "closed"
    NOT_ACCEPTED = "not_accepted"
    WRONG_ADDRESS = "wrong_address"
    NO_WAY = "no_way"
    VEHICLE = "vehicle"
    OTHER = "other"


class EvidenceKind(StrEnum):
    """What a picture shows."""

    PHOTO = "photo"
    SIGNATURE = "signature"
    SHEET = "sheet"


class DriverReport(ChapterOwned, Base):
    """What a driver's phone told of one stop, kept as it came, whatever became of it.

    `key` is the phone's: the same key is the same report. `happened_at` is the phone's clock,
    `received_at` ours. `told` is the phone's version; `stood` is what we held when the two differed.
    """

    delivery_id: Mapped[UUID]
    link_id: Mapped[UUID]
    key: Mapped[UUID]
    kind: Mapped[ReportKind] = mapped_column(status_type(ReportKind))
    status: Mapped[ReportStatus] = mapped_column(status_type(ReportStatus))
    trouble: Mapped[Trouble | None] = mapped_column(status_type(Trouble))
    happened_at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(default=clock.now)
    receiver_name: Mapped[str] = mapped_column(default="")
    receiver_title: Mapped[str] = mapped_column(default="")
    signature: Mapped[SignatureState | None] = mapped_column(status_type(SignatureState))
    failure: Mapped[FailureReason | None] = mapped_column(status_type(FailureReason))
    remarks: Mapped[str] = mapped_column(default="")
    told: Mapped[dict[str, Any]]
    stood: Mapped[dict[str, Any] | None]
    pictures_refused: Mapped[int] = mapped_column(default=0)
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str] = mapped_column(default="")
    settlement: Mapped[str] = mapped_column(default="")

    delivery: Mapped[Delivery] = relationship(
        primaryjoin="Delivery.id == foreign(DriverReport.delivery_id)"
    )
    evidence: Mapped[list["Evidence"]] = relationship(
        primaryjoin="DriverReport.id == foreign(Evidence.report_id)",
        order_by="Evidence.position, Evidence.id",
        viewonly=True,
    )

    __table_args__ = (
        chapter_fk("delivery_id", "delivery"),
        sa.UniqueConstraint("chapter_id", "key"),
        sa.Index("ix_driver_report_delivery", "chapter_id", "delivery_id"),
        sa.Index("ix_driver_report_status", "chapter_id", "status", "received_at", "id"),
    )

    @property
    def slow(self) -> bool:
        """Say whether it took so long to reach us that a reader should notice."""
        return self.received_at - self.happened_at > SLOW


class Evidence(ChapterOwned, Base):
    """One picture about a delivery: drawn anew when it came, kept under the hash of its bytes."""

    delivery_id: Mapped[UUID]
    report_id: Mapped[UUID | None]
    kind: Mapped[EvidenceKind] = mapped_column(status_type(EvidenceKind))
    position: Mapped[int] = mapped_column(default=1)
    file_hash: Mapped[str] = mapped_column(sa.String(64))
    media_type: Mapped[str] = mapped_column(sa.String(40))
    added_by: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        chapter_fk("delivery_id", "delivery"),
        chapter_fk("report_id", "driver_report"),
        sa.Index("ix_evidence_delivery", "chapter_id", "delivery_id"),
        sa.Index("ix_evidence_report", "chapter_id", "report_id"),
    )
