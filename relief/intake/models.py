"""Goods that arrived: declared against received, lots and expiry, and their value."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from relief.campaigns.models import Campaign
from relief.core import clock
from relief.core.db import Base, optional_money_column, status_type
from relief.core.money import Money
from relief.core.tenancy import ChapterOwned, chapter_fk
from relief.donors.models import Donor
from relief.pledges.models import Pledge, PledgeLine
from relief.stock.models import Item, Lot, Place


class IntakeStatus(StrEnum):
    """Where an arrival stands."""

    ANNOUNCED = "announced"
    ARRIVED = "arrived"
    RECEIVED = "received"
    RECEIVED_WITH_DIFFERENCES = "received_with_differences"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


TAKEN_IN = (IntakeStatus.RECEIVED, IntakeStatus.RECEIVED_WITH_DIFFERENCES)


class DifferenceReason(StrEnum):
    """Why what was counted is not what was declared."""

    SHORT = "short"
    SURPLUS = "surplus"
    DAMAGED = "damaged"
    EXPIRED = "expired"
    WRONG_ITEM = "wrong_item"


class Regime(StrEnum):
    """Under which customs regime goods are in the country."""

    NATIONAL = "national"
    DEFINITIVE = "definitive"
    TEMPORARY = "temporary"


class Intake(ChapterOwned, Base):
    """One arrival of one donor at one place. `valued_at` is when its last value was approved."""

    reference: Mapped[str] = mapped_column(sa.String(20))
    donor_id: Mapped[UUID]
    campaign_id: Mapped[UUID]
    pledge_id: Mapped[UUID | None]
    place_id: Mapped[UUID]
    status: Mapped[IntakeStatus] = mapped_column(status_type(IntakeStatus))
    arrived_on: Mapped[date]
    delivered_by: Mapped[str] = mapped_column(default="")
    notes: Mapped[str] = mapped_column(default="")
    closing_reason: Mapped[str] = mapped_column(default="")
    received_at: Mapped[datetime | None]
    valued_at: Mapped[datetime | None]
    nonce: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    donor: Mapped[Donor] = relationship(primaryjoin="Donor.id == foreign(Intake.donor_id)")
    campaign: Mapped[Campaign] = relationship(
        primaryjoin="Campaign.id == foreign(Intake.campaign_id)"
    )
    pledge: Mapped[Pledge | None] = relationship(
        primaryjoin="Pledge.id == foreign(Intake.pledge_id)"
    )
    place: Mapped[Place] = relationship(primaryjoin="Place.id == foreign(Intake.place_id)")
    announcement: Mapped["Announcement | None"] = relationship(
        primaryjoin="Intake.id == foreign(Announcement.intake_id)", viewonly=True
    )
    customs: Mapped["CustomsEntry | None"] = relationship(
        primaryjoin="Intake.id == foreign(CustomsEntry.intake_id)", viewonly=True
    )
    lines: Mapped[list["IntakeLine"]] = relationship(
        primaryjoin="Intake.id == foreign(IntakeLine.intake_id)",
        back_populates="intake",
        order_by="IntakeLine.position, IntakeLine.id",
    )

    __table_args__ = (
        chapter_fk("donor_id", "donor"),
        chapter_fk("campaign_id", "campaign"),
        chapter_fk("pledge_id", "pledge"),
        chapter_fk("place_id", "place"),
        sa.UniqueConstraint("chapter_id", "reference"),
        sa.UniqueConstraint("chapter_id", "nonce"),
        sa.Index("ix_intake_status", "chapter_id", "status", "arrived_on", "id"),
        sa.Index("ix_intake_arrived", "chapter_id", "arrived_on", "id"),
        sa.Index("ix_intake_pledge", "chapter_id", "pledge_id"),
        sa.Index("ix_intake_donor", "chapter_id", "donor_id"),
    )


class IntakeLine(ChapterOwned, Base):
    """One item of an arrival. Values are of the whole line as received, not of a unit.

    `reference_value` is the price list's, frozen at reception; `approved_value` is what the
    receipt prints, with who approved it and why when it differs.
    """

    intake_id: Mapped[UUID]
    position: Mapped[int]
    item_id: Mapped[UUID]
    pledge_line_id: Mapped[UUID | None]
    lot_id: Mapped[UUID | None]
    declared: Mapped[int]
    boxes: Mapped[int | None]
    received: Mapped[int | None]
    difference_reason: Mapped[DifferenceReason | None] = mapped_column(
        status_type(DifferenceReason)
    )
    difference_note: Mapped[str] = mapped_column(default="")
    lot_code: Mapped[str] = mapped_column(sa.String(40), default="")
    expires_on: Mapped[date | None]
    declared_value: Mapped[Money | None] = optional_money_column("declared_value")
    reference_value: Mapped[Money | None] = optional_money_column("reference_value")
    approved_value: Mapped[Money | None] = optional_money_column("approved_value")
    approved_by: Mapped[str] = mapped_column(default="")
    approved_at: Mapped[datetime | None]
    approval_note: Mapped[str] = mapped_column(default="")

    intake: Mapped[Intake] = relationship(
        primaryjoin="Intake.id == foreign(IntakeLine.intake_id)", back_populates="lines"
    )
    item: Mapped[Item] = relationship(primaryjoin="Item.id == foreign(IntakeLine.item_id)")
    customs: Mapped["LineCustoms | None"] = relationship(
        primaryjoin="IntakeLine.id == foreign(LineCustoms.intake_line_id)", viewonly=True
    )
    lot: Mapped[Lot | None] = relationship(primaryjoin="Lot.id == foreign(IntakeLine.lot_id)")
    pledge_line: Mapped[PledgeLine | None] = relationship(
        primaryjoin="PledgeLine.id == foreign(IntakeLine.pledge_line_id)"
    )

    __table_args__ = (
        chapter_fk("intake_id", "intake"),
        chapter_fk("item_id", "item"),
        chapter_fk("pledge_line_id", "pledge_line"),
        chapter_fk("lot_id", "lot"),
        sa.UniqueConstraint("chapter_id", "lot_id"),
        sa.CheckConstraint("declared >= 0", name="declared_not_negative"),
        sa.CheckConstraint("received IS NULL OR received >= 0", name="received_not_negative"),
        sa.CheckConstraint(
            "received IS NULL OR received = declared OR difference_reason IS NOT NULL",
            name="difference_explained",
        ),
        sa.Index("ix_intake_line_intake", "chapter_id", "intake_id"),
        sa.Index("ix_intake_line_pledge_line", "chapter_id", "pledge_line_id"),
    )


class Customs:
    """Under which regime goods are, and the pedimentos that say so.

    Goods of a temporary (IMMEX) entry belong to its regime until the change is recorded: by
    which pedimento, on which day (the customs office's), and who wrote it down here.
    """

    regime: Mapped[Regime] = mapped_column(status_type(Regime))
    pedimento: Mapped[str] = mapped_column(sa.String(15), default="")
    changed_pedimento: Mapped[str] = mapped_column(sa.String(15), default="")
    changed_on: Mapped[date | None]
    changed_by: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def waits(self) -> bool:
        """Say whether the goods may not be accepted yet: temporary, and nothing changed that."""
        return self.regime is Regime.TEMPORARY and self.changed_on is None

    @staticmethod
    def rules() -> tuple[sa.CheckConstraint, ...]:
        """Return what the database holds every entry to, whatever it is about."""
        return (
            sa.CheckConstraint(
                "(regime = 'national' AND pedimento = '')"
                " OR (regime <> 'national' AND length(pedimento) = 15)",
                name="imported_by_pedimento",
            ),
            sa.CheckConstraint(
                "(changed_on IS NULL AND changed_pedimento = '')"
                " OR (changed_on IS NOT NULL AND regime = 'temporary'"
                " AND length(changed_pedimento) = 15)",
                name="only_temporary_changes",
            ),
        )


class CustomsEntry(Customs, ChapterOwned, Base):
    """The regime of an arrival: of each of its lines that has no entry of its own."""

    intake_id: Mapped[UUID]

    __table_args__ = (
        chapter_fk("intake_id", "intake"),
        sa.UniqueConstraint("chapter_id", "intake_id"),
        *Customs.rules(),
    )


class LineCustoms(Customs, ChapterOwned, Base):
    """The regime of one line, where it is not the arrival's."""

    intake_line_id: Mapped[UUID]

    __table_args__ = (
        chapter_fk("intake_line_id", "intake_line"),
        sa.UniqueConstraint("chapter_id", "intake_line_id"),
        *Customs.rules(),
    )


class IntakePhoto(ChapterOwned, Base):
    """A photograph of an arrival, drawn anew without its place and camera, and a small one of it."""

    intake_id: Mapped[UUID]
    file_hash: Mapped[str] = mapped_column(sa.String(64))
    small_hash: Mapped[str] = mapped_column(sa.String(64))
    caption: Mapped[str] = mapped_column(default="")
    uploaded_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    withdrawn_at: Mapped[datetime | None]

    intake: Mapped[Intake] = relationship(primaryjoin="Intake.id == foreign(IntakePhoto.intake_id)")

    __table_args__ = (
        chapter_fk("intake_id", "intake"),
        sa.UniqueConstraint("chapter_id", "intake_id", "file_hash"),
    )


class Announcement(ChapterOwned, Base):
    """An arrival that its donor told beforehand; until the check-in the intake's day is the told one.

    The code is on the donor's sheet. It opens nothing by itself: staff type it at the door.
    """

    intake_id: Mapped[UUID]
    sheet_code: Mapped[str] = mapped_column(sa.String(10))
    expected_on: Mapped[date]
    driver: Mapped[str] = mapped_column(default="")
    plates: Mapped[str] = mapped_column(default="")
    checked_in_at: Mapped[datetime | None]
    checked_in_by: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    intake: Mapped[Intake] = relationship(
        primaryjoin="Intake.id == foreign(Announcement.intake_id)", viewonly=True
    )

    __table_args__ = (
        chapter_fk("intake_id", "intake"),
        sa.UniqueConstraint("chapter_id", "intake_id"),
        sa.UniqueConstraint("chapter_id", "sheet_code"),
    )
