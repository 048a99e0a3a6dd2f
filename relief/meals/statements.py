"""What each company gave in a month: its days one by one, and what the books have of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from relief.campaigns.models import Campaign
from relief.campaigns.queries import get_campaign
from relief.core import rows
from relief.core.db import db
from relief.donors.models import Donor
from relief.donors.queries import get_donor
from relief.intake.models import Intake
from relief.meals.models import MealAdoption, MealSlot, SlotStatus
from relief.meals.queries import WHOLE
from relief.meals.settled import MealSettlement, SettledSlot
from relief.receipts.models import Receipt
from relief.receipts.queries import live_one, receipts_of_intake

SHOWN = (SlotStatus.COMMITTED, SlotStatus.DELIVERED, SlotStatus.MISSED)


@dataclass(frozen=True)
class Line:
    """One company's month in the list of all of them."""

    campaign_id: UUID
    campaign: str
    donor_id: UUID
    donor: str
    days: int
    served: int
    missed: int
    to_settle: int


@dataclass(frozen=True)
class Booked:
    """A settlement, and the receipt that counts for it, if there is one."""

    settlement: MealSettlement
    receipt: Receipt | None


@dataclass(frozen=True)
class Statement:
    """One company's month for one campaign. `month` is its first day."""

    campaign: Campaign
    donor: Donor
    month: date
    slots: Sequence[MealSlot]
    settled: set[UUID]
    booked: Sequence[Booked]

    @property
    def served(self) -> int:
        """Return the portions that hospitals signed for."""
        return sum(slot.served or 0 for slot in self.slots)

    @property
    def fed_days(self) -> int:
        """Return the days on which somebody ate."""
        return sum(bool(slot.served) for slot in self.slots)

    @property
    def waiting(self) -> int:
        """Return the days that still wait for their acuse."""
        return sum(slot.status is SlotStatus.COMMITTED for slot in self.slots)

    @property
    def to_settle(self) -> int:
        """Return the portions that the books do not have yet."""
        return sum(slot.served or 0 for slot in self.slots if slot.id not in self.settled)


def first_of(month: date) -> date:
    """Return the first day of a day's month."""
    return month.replace(day=1)


def last_of(month: date) -> date:
    """Return the last day of a day's month."""
    return first_of(first_of(month) + timedelta(days=31)) - timedelta(days=1)


def months_companies(month: date) -> list[Line]:
    """Return what every company gave in a month, by name, campaign by campaign."""
    delivered = MealSlot.status == SlotStatus.DELIVERED
    open_still = sa.and_(delivered, MealSlot.served > 0, SettledSlot.id.is_(None))
    found = db.session.execute(
        sa.select(
            Campaign.id,
            Campaign.name,
            Donor.id,
            Donor.name,
            sa.func.count(MealSlot.id),
            sa.func.coalesce(sa.func.sum(MealSlot.served), 0),
            _count(MealSlot.status == SlotStatus.MISSED),
            _count(open_still),
        )
        .select_from(MealSlot)
        .join(MealAdoption, MealAdoption.id == MealSlot.adoption_id)
        .join(Campaign, Campaign.id == MealAdoption.campaign_id)
        .join(Donor, Donor.id == MealAdoption.donor_id)
        .outerjoin(SettledSlot, SettledSlot.slot_id == MealSlot.id)
        .where(MealSlot.status.in_(SHOWN), MealSlot.day.between(first_of(month), last_of(month)))
        .group_by(Campaign.id, Campaign.name, Donor.id, Donor.name, Donor.search_key)
        .order_by(Donor.search_key, Donor.id, Campaign.name)
    )
    return [Line(*each[:5], *(int(number or 0) for number in each[5:])) for each in found]


def statement_of(campaign_id: UUID, donor_id: UUID, month: date) -> Statement:
    """Return one company's month. Raise RowMissing for a campaign or a company that is not here."""
    slots = db.session.scalars(
        sa.select(MealSlot)
        .join(MealSlot.adoption)
        .where(*of_month(campaign_id, donor_id, month), MealSlot.status.in_(SHOWN))
        .options(*WHOLE)
        .order_by(MealSlot.serves_at, MealSlot.id)
    ).all()
    settled = set(
        db.session.scalars(
            sa.select(SettledSlot.slot_id).where(
                SettledSlot.slot_id.in_([slot.id for slot in slots])
            )
        )
    )
    return Statement(
        campaign=get_campaign(campaign_id),
        donor=get_donor(donor_id),
        month=first_of(month),
        slots=slots,
        settled=settled,
        booked=_booked(campaign_id, donor_id, first_of(month)),
    )


def of_month(campaign_id: UUID, donor_id: UUID, month: date) -> tuple[sa.ColumnElement[bool], ...]:
    """Return the conditions of the days that a company took on in a month for a campaign."""
    return (
        MealAdoption.campaign_id == campaign_id,
        MealAdoption.donor_id == donor_id,
        MealSlot.day.between(first_of(month), last_of(month)),
    )


def get_settlement(settlement_id: UUID) -> MealSettlement:
    """Return a settlement of the chapter. Raise RowMissing."""
    return rows.get(MealSettlement, settlement_id)


def settlement_of_intake(intake_id: UUID) -> MealSettlement | None:
    """Return the settlement that an arrival is."""
    return db.session.scalars(
        sa.select(MealSettlement).where(MealSettlement.intake_id == intake_id)
    ).first()


def settlement_of_slot(slot_id: UUID) -> MealSettlement | None:
    """Return the settlement that holds a day."""
    return db.session.scalars(
        sa.select(MealSettlement)
        .join(SettledSlot, SettledSlot.settlement_id == MealSettlement.id)
        .where(SettledSlot.slot_id == slot_id)
        .options(joinedload(MealSettlement.intake))
    ).first()


def _booked(campaign_id: UUID, donor_id: UUID, month: date) -> list[Booked]:
    found = db.session.scalars(
        sa.select(MealSettlement)
        .join(MealSettlement.intake)
        .where(
            Intake.campaign_id == campaign_id,
            Intake.donor_id == donor_id,
            MealSettlement.month == month,
        )
        .options(joinedload(MealSettlement.intake).options(selectinload(Intake.lines)))
        .order_by(MealSettlement.created_at, MealSettlement.id)
    )
    return [Booked(each, live_one(receipts_of_intake(each.intake_id))) for each in found]


def _count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)
