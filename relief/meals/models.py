"""Meals: which shift of which hospital is fed on which days, who cooks, and who takes a day on."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from relief.campaigns.models import Campaign
from relief.core import clock
from relief.core.db import Base, status_type
from relief.core.tenancy import ChapterOwned, chapter_fk
from relief.deliveries.models import ProofSource
from relief.donors.models import Donor
from relief.hospitals.models import Hospital


class Shift(StrEnum):
    """Who eats: the people of one shift."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    NIGHT = "night"


class Weekday(StrEnum):
    """A day of the week, by its ISO number."""

    MONDAY = "1"
    TUESDAY = "2"
    WEDNESDAY = "3"
    THURSDAY = "4"
    FRIDAY = "5"
    SATURDAY = "6"
    SUNDAY = "7"


class Diet(StrEnum):
    """Portions that are cooked apart."""

    DIABETIC = "diabetic"
    VEGETARIAN = "vegetarian"
    LOW_SALT = "low_salt"
    SOFT = "soft"


class SlotStatus(StrEnum):
    """Where the meals of one shift of one day stand."""

    OPEN = "open"
    COMMITTED = "committed"
    DELIVERED = "delivered"
    MISSED = "missed"
    CANCELLED = "cancelled"


class NoticeKind(StrEnum):
    """What somebody is written to about a day: company, kitchen or hospital."""

    BEFORE = "before"
    AFTER = "after"
    COOK = "cook"
    SIGN = "sign"


AHEAD = (SlotStatus.OPEN, SlotStatus.COMMITTED)
ANSWERED = (SlotStatus.DELIVERED, SlotStatus.MISSED)


class Portions:
    """How many eat, and how many of them need a diet of their own."""

    portions: Mapped[int]
    diabetic: Mapped[int] = mapped_column(default=0)
    vegetarian: Mapped[int] = mapped_column(default=0)
    low_salt: Mapped[int] = mapped_column(default=0)
    soft: Mapped[int] = mapped_column(default=0)

    @property
    def diets(self) -> dict[Diet, int]:
        """Return the diets that somebody needs, with their portions."""
        return {diet: count for diet in Diet if (count := getattr(self, diet.value))}

    @property
    def plan(self) -> dict[str, int]:
        """Return portions and diets by column."""
        return {name: getattr(self, name) for name in PLAN}


PLAN = ("portions", *(diet.value for diet in Diet))


def within(plan: Mapping[str, int]) -> bool:
    """Say whether the diets of a plan fit into its portions."""
    return sum(plan.get(diet.value, 0) for diet in Diet) <= plan["portions"]


def _portions_check() -> list[sa.CheckConstraint]:
    names = [diet.value for diet in Diet]
    return [
        sa.CheckConstraint("portions > 0", name="portions_positive"),
        sa.CheckConstraint(
            " AND ".join(f"{name} >= 0" for name in names), name="diets_not_negative"
        ),
        sa.CheckConstraint(f"{' + '.join(names)} <= portions", name="diets_within_portions"),
    ]


class Kitchen(ChapterOwned, Base):
    """Somebody who cooks: a company's canteen, a restaurant, a community kitchen."""

    name: Mapped[str]
    search_key: Mapped[str]
    contact_name: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    daily_capacity: Mapped[int | None]
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (sa.UniqueConstraint("chapter_id", "search_key", info={"field": "name"}),)


class MealProgramme(Portions, ChapterOwned, Base):
    """Meals for one shift of one hospital, at the same hour of the wall on the same weekdays.

    `serves_at` is HH:MM on the chapter's wall, of no zone: 13:00 stays 13:00 when the clocks
    change. `weekdays` holds ISO numbers, 1 for Monday: `12345`. `fed_until` is the last day.
    """

    reference: Mapped[str] = mapped_column(sa.String(20))
    campaign_id: Mapped[UUID]
    hospital_id: Mapped[UUID]
    shift: Mapped[Shift] = mapped_column(status_type(Shift))
    serves_at: Mapped[str] = mapped_column(sa.String(5))
    weekdays: Mapped[str] = mapped_column(sa.String(7))
    starts_on: Mapped[date]
    fed_until: Mapped[date]
    ward: Mapped[str] = mapped_column(default="")
    notes: Mapped[str] = mapped_column(default="")
    nonce: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    campaign: Mapped[Campaign] = relationship(
        primaryjoin="Campaign.id == foreign(MealProgramme.campaign_id)"
    )
    hospital: Mapped[Hospital] = relationship(
        primaryjoin="Hospital.id == foreign(MealProgramme.hospital_id)"
    )

    @property
    def days(self) -> list[Weekday]:
        """Return the days of the week on which it feeds."""
        return [Weekday(number) for number in self.weekdays]

    __table_args__ = (
        chapter_fk("campaign_id", "campaign"),
        chapter_fk("hospital_id", "hospital"),
        sa.UniqueConstraint("chapter_id", "reference"),
        sa.UniqueConstraint("chapter_id", "nonce"),
        sa.CheckConstraint("fed_until >= starts_on", name="ends_after_start"),
        *_portions_check(),
        sa.Index("ix_meal_programme_campaign", "chapter_id", "campaign_id", "fed_until"),
    )


class MealAdoption(ChapterOwned, Base):
    """Days that one company took on at once, by one form. `shown_name` is public; '' names nobody."""

    reference: Mapped[str] = mapped_column(sa.String(20))
    campaign_id: Mapped[UUID]
    donor_id: Mapped[UUID]
    contact_name: Mapped[str]
    contact_email: Mapped[str]
    contact_phone: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(sa.String(2), default="es")
    shown_name: Mapped[str] = mapped_column(default="")
    message: Mapped[str] = mapped_column(default="")
    privacy_version: Mapped[str] = mapped_column(default="")
    nonce: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    campaign: Mapped[Campaign] = relationship(
        primaryjoin="Campaign.id == foreign(MealAdoption.campaign_id)"
    )
    donor: Mapped[Donor] = relationship(primaryjoin="Donor.id == foreign(MealAdoption.donor_id)")
    slots: Mapped[list["MealSlot"]] = relationship(
        primaryjoin="MealAdoption.id == foreign(MealSlot.adoption_id)",
        order_by="MealSlot.serves_at, MealSlot.id",
        viewonly=True,
    )

    __table_args__ = (
        chapter_fk("campaign_id", "campaign"),
        chapter_fk("donor_id", "donor"),
        sa.UniqueConstraint("chapter_id", "reference"),
        sa.UniqueConstraint("chapter_id", "nonce"),
        sa.Index("ix_meal_adoption_donor", "chapter_id", "donor_id"),
    )


class MealSlot(Portions, ChapterOwned, Base):
    """The meals of one programme on one local day; `serves_at` is that hour in UTC.

    `served` is what was eaten, by the acuse; `reason` says why it was not what was planned, or
    why nothing came.
    """

    programme_id: Mapped[UUID]
    day: Mapped[date]
    serves_at: Mapped[datetime]
    status: Mapped[SlotStatus] = mapped_column(status_type(SlotStatus), default=SlotStatus.OPEN)
    adoption_id: Mapped[UUID | None]
    kitchen_id: Mapped[UUID | None]
    served: Mapped[int | None]
    reason: Mapped[str] = mapped_column(default="")
    receiver_name: Mapped[str] = mapped_column(default="")
    receiver_title: Mapped[str] = mapped_column(default="")
    source: Mapped[ProofSource | None] = mapped_column(status_type(ProofSource))
    answered_at: Mapped[datetime | None]

    programme: Mapped[MealProgramme] = relationship(
        primaryjoin="MealProgramme.id == foreign(MealSlot.programme_id)"
    )
    adoption: Mapped[MealAdoption | None] = relationship(
        primaryjoin="MealAdoption.id == foreign(MealSlot.adoption_id)"
    )
    kitchen: Mapped[Kitchen | None] = relationship(
        primaryjoin="Kitchen.id == foreign(MealSlot.kitchen_id)"
    )

    __table_args__ = (
        chapter_fk("programme_id", "meal_programme"),
        chapter_fk("adoption_id", "meal_adoption"),
        chapter_fk("kitchen_id", "kitchen"),
        sa.UniqueConstraint("chapter_id", "programme_id", "day"),
        *_portions_check(),
        sa.CheckConstraint("served IS NULL OR served >= 0", name="served_not_negative"),
        sa.CheckConstraint(
            "(status IN ('committed', 'delivered') AND adoption_id IS NOT NULL)"
            " OR (status = 'open' AND adoption_id IS NULL)"
            " OR status IN ('missed', 'cancelled')",
            name="taken_on_by_somebody",
        ),
        sa.CheckConstraint(
            "(status = 'delivered') = (served IS NOT NULL)", name="delivered_is_counted"
        ),
        sa.Index("ix_meal_slot_when", "chapter_id", "serves_at", "id"),
        sa.Index("ix_meal_slot_adoption", "chapter_id", "adoption_id"),
    )


class MealNotice(ChapterOwned, Base):
    """A letter that went out about a day: its key keeps it from going twice.

    `about_id` is the adoption, the kitchen or the hospital that was written to.
    """

    about_id: Mapped[UUID]
    day: Mapped[date]
    kind: Mapped[NoticeKind] = mapped_column(status_type(NoticeKind))

    __table_args__ = (sa.UniqueConstraint("chapter_id", "about_id", "day", "kind"),)
