"""Which meals there are, and where they stand."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from relief.chapters.queries import get_chapter
from relief.core import clock, rows, tenancy
from relief.core.db import db
from relief.hospitals.models import Hospital
from relief.meals.models import (
    AHEAD,
    Kitchen,
    MealAdoption,
    MealProgramme,
    MealSlot,
    SlotStatus,
)

WHOLE = (
    joinedload(MealSlot.programme).joinedload(MealProgramme.hospital),
    joinedload(MealSlot.adoption).joinedload(MealAdoption.donor),
    joinedload(MealSlot.kitchen),
)


def zone() -> str:
    """Return the zone of the chosen chapter."""
    return get_chapter(tenancy.chapter_id()).zone


def today() -> date:
    """Return the date on the wall of the chosen chapter."""
    return clock.today(zone())


def get_programme(programme_id: UUID) -> MealProgramme:
    """Return a programme of the chapter. Raise RowMissing."""
    return rows.get(MealProgramme, programme_id)


def get_slot(slot_id: UUID) -> MealSlot:
    """Return the meals of one day. Raise RowMissing."""
    return rows.get(MealSlot, slot_id)


def get_adoption(adoption_id: UUID) -> MealAdoption:
    """Return what a company took on at once. Raise RowMissing."""
    return rows.get(MealAdoption, adoption_id)


def get_kitchen(kitchen_id: UUID) -> Kitchen:
    """Return a kitchen of the chapter. Raise RowMissing."""
    return rows.get(Kitchen, kitchen_id)


def whole_slot(slot_id: UUID) -> MealSlot:
    """Return the meals of one day with everything around them. Raise RowMissing."""
    found = db.session.scalars(
        sa.select(MealSlot)
        .where(MealSlot.id == slot_id)
        .options(*WHOLE, joinedload(MealSlot.programme).joinedload(MealProgramme.campaign))
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise rows.RowMissing(MealSlot.__name__)
    return found


def programme_of_form(nonce: UUID | None) -> MealProgramme | None:
    """Return the programme that a form already made."""
    if nonce is None:
        return None
    return db.session.scalars(sa.select(MealProgramme).where(MealProgramme.nonce == nonce)).first()


def adoption_of_form(nonce: UUID) -> MealAdoption | None:
    """Return what a form already took on."""
    return db.session.scalars(sa.select(MealAdoption).where(MealAdoption.nonce == nonce)).first()


def slots_of_programme(
    programme_id: UUID, *, since: date, until: date | None = None
) -> list[MealSlot]:
    """Return a programme's days from `since` on, to `until` if it is given, in order."""
    statement = (
        sa.select(MealSlot)
        .where(MealSlot.programme_id == programme_id, MealSlot.day >= since)
        .options(*WHOLE)
        .order_by(MealSlot.day)
    )
    if until is not None:
        statement = statement.where(MealSlot.day <= until)
    return list(db.session.scalars(statement))


def count_held(donor_id: UUID) -> int:
    """Return how many days to come a company has taken on."""
    return (
        db.session.scalar(
            sa.select(sa.func.count(MealSlot.id))
            .join(MealSlot.adoption)
            .where(
                MealAdoption.donor_id == donor_id,
                MealSlot.status == SlotStatus.COMMITTED,
                MealSlot.day >= today(),
            )
        )
        or 0
    )


def slots_on(day: date, *, statuses: Collection[SlotStatus]) -> list[MealSlot]:
    """Return the meals of one local day in some states, by hour."""
    return list(
        db.session.scalars(
            sa.select(MealSlot)
            .where(MealSlot.day == day, MealSlot.status.in_(list(statuses)))
            .options(*WHOLE)
            .order_by(MealSlot.serves_at, MealSlot.id)
        )
    )


def slots_past(before: date, *, limit: int) -> list[MealSlot]:
    """Return the meals of days before `before` that still wait, the oldest first."""
    return list(
        db.session.scalars(
            sa.select(MealSlot)
            .where(MealSlot.day < before, MealSlot.status.in_(AHEAD))
            .options(*WHOLE)
            .order_by(MealSlot.day, MealSlot.id)
            .limit(limit)
        )
    )


def programmes_of_campaign(campaign_id: UUID) -> set[UUID]:
    """Return the ids of a campaign's programmes."""
    return set(
        db.session.scalars(
            sa.select(MealProgramme.id).where(MealProgramme.campaign_id == campaign_id)
        )
    )


def board_slots(campaign_id: UUID, *, since: date, until: date) -> list[MealSlot]:
    """Return what the public board shows of a campaign: days that stand, by hospital and hour."""
    return list(
        db.session.scalars(
            sa.select(MealSlot)
            .join(MealSlot.programme)
            .join(MealProgramme.hospital)
            .outerjoin(MealSlot.adoption)
            .where(
                MealProgramme.campaign_id == campaign_id,
                MealSlot.day.between(since, until),
                MealSlot.status != SlotStatus.CANCELLED,
            )
            .options(
                contains_eager(MealSlot.programme).contains_eager(MealProgramme.hospital),
                contains_eager(MealSlot.adoption),
            )
            .order_by(Hospital.search_key, MealProgramme.serves_at, MealProgramme.id, MealSlot.day)
        )
    )


def last_day(campaign_id: UUID) -> date | None:
    """Return the last day that any programme of a campaign feeds."""
    return db.session.scalar(
        sa.select(sa.func.max(MealProgramme.fed_until)).where(
            MealProgramme.campaign_id == campaign_id
        )
    )


def open_days(campaign_id: UUID) -> int:
    """Return how many days to come of a campaign nobody took on."""
    return (
        db.session.scalar(
            sa.select(sa.func.count(MealSlot.id))
            .join(MealSlot.programme)
            .where(
                MealProgramme.campaign_id == campaign_id,
                MealSlot.status == SlotStatus.OPEN,
                MealSlot.day > today(),
            )
        )
        or 0
    )


def fed_by_board(campaign_id: UUID) -> int | None:
    """Return how many days to come nobody took on; None for a campaign that feeds nobody any more."""
    last = last_day(campaign_id)
    return open_days(campaign_id) if last is not None and last > today() else None


def chosen_slots(campaign_id: UUID, slot_ids: Collection[UUID]) -> list[MealSlot]:
    """Return the days of a campaign with these ids, in the order of time."""
    return list(
        db.session.scalars(
            sa.select(MealSlot)
            .join(MealSlot.programme)
            .where(MealProgramme.campaign_id == campaign_id, MealSlot.id.in_(list(slot_ids)))
            .options(*WHOLE)
            .order_by(MealSlot.serves_at, MealSlot.id)
        )
    )


def whole_adoption(adoption_id: UUID) -> tuple[MealAdoption, list[MealSlot]]:
    """Return what a company took on, and the days that it still has. Raise RowMissing."""
    adoption = get_adoption(adoption_id)
    slots = db.session.scalars(
        sa.select(MealSlot)
        .where(MealSlot.adoption_id == adoption.id)
        .options(*WHOLE)
        .order_by(MealSlot.serves_at, MealSlot.id)
    )
    return adoption, list(slots)


def slots_of_hospital(hospital_id: UUID, *, since: date, until: date) -> list[MealSlot]:
    """Return the meals that companies took on for a hospital between two days, in order."""
    return list(
        db.session.scalars(
            sa.select(MealSlot)
            .join(MealSlot.programme)
            .where(
                MealProgramme.hospital_id == hospital_id,
                MealSlot.day.between(since, until),
                MealSlot.adoption_id.is_not(None),
                MealSlot.status != SlotStatus.CANCELLED,
            )
            .options(*WHOLE)
            .order_by(MealSlot.serves_at, MealSlot.id)
        )
    )


def first_programme(hospital_id: UUID) -> MealProgramme | None:
    """Return a hospital's oldest programme: its link to sign for meals hangs on it."""
    return db.session.scalars(
        sa.select(MealProgramme)
        .where(MealProgramme.hospital_id == hospital_id)
        .order_by(MealProgramme.created_at, MealProgramme.id)
    ).first()


def local_time(moment: datetime) -> str:
    """Return the hour on the chapter's wall, as HH:MM."""
    return f"{clock.local(moment, zone()):%H:%M}"
