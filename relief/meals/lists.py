"""Lists of meals, and what they may be narrowed by."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from relief.campaigns.models import Campaign, CampaignStatus
from relief.core import rows
from relief.core.db import db
from relief.core.paging import Listing, Page, page_of
from relief.core.text import search_key
from relief.donors.models import Donor
from relief.hospitals.models import Hospital
from relief.meals.models import Kitchen, MealAdoption, MealProgramme, MealSlot, SlotStatus
from relief.meals.queries import today
from relief.stock.models import Category, Item

PAST, EVERY = "past", "every"
"""Which days a list shows; without a word, those from today on."""


def page_of_slots(
    listing: Listing,
    *,
    text: str = "",
    when: str = "",
    hospital_id: UUID | None = None,
    status: SlotStatus | None = None,
) -> Page[MealSlot]:
    """Return one page of days by hospital, company or programme; those from today on unless `when`."""
    statement = (
        sa.select(MealSlot)
        .join(MealSlot.programme)
        .join(MealProgramme.hospital)
        .outerjoin(MealSlot.adoption)
        .outerjoin(MealAdoption.donor)
        .options(
            contains_eager(MealSlot.programme).contains_eager(MealProgramme.hospital),
            contains_eager(MealSlot.adoption).contains_eager(MealAdoption.donor),
        )
    )
    if text:
        key = search_key(text)
        statement = statement.where(
            Hospital.search_key.contains(key, autoescape=True)
            | Donor.search_key.contains(key, autoescape=True)
            | MealProgramme.reference.contains(text.strip().upper(), autoescape=True)
        )
    if when != EVERY:
        past = MealSlot.day < today()
        statement = statement.where(past if when == PAST else sa.not_(past))
    if hospital_id is not None:
        statement = statement.where(MealProgramme.hospital_id == hospital_id)
    if status is not None:
        statement = statement.where(MealSlot.status == status)
    columns = {"when": MealSlot.serves_at}
    return page_of(statement, listing, columns=columns, row_id=MealSlot.id)


def page_of_programmes(listing: Listing, *, text: str = "") -> Page[MealProgramme]:
    """Return one page of programmes by reference or hospital's name, the last to end first."""
    statement = (
        sa.select(MealProgramme)
        .join(MealProgramme.hospital)
        .options(contains_eager(MealProgramme.hospital), joinedload(MealProgramme.campaign))
    )
    if text:
        statement = statement.where(
            Hospital.search_key.contains(search_key(text), autoescape=True)
            | MealProgramme.reference.contains(text.strip().upper(), autoescape=True)
        )
    columns = {
        "until": MealProgramme.fed_until,
        "hospital": Hospital.search_key,
        "created": MealProgramme.created_at,
    }
    return page_of(statement, listing, columns=columns, row_id=MealProgramme.id)


def count_gaps(*, within_days: int = 7) -> int:
    """Return how many days nobody took on, from today to so many days ahead."""
    start = today()
    return rows.count(
        MealSlot,
        MealSlot.status == SlotStatus.OPEN,
        MealSlot.day.between(start, start + timedelta(days=within_days - 1)),
    )


def count_missed(*, since_days: int = 14) -> int:
    """Return how many days that a company took on went by without an acuse lately."""
    return rows.count(
        MealSlot,
        MealSlot.status == SlotStatus.MISSED,
        MealSlot.adoption_id.is_not(None),
        MealSlot.day >= today() - timedelta(days=since_days),
    )


def hospital_choices() -> list[tuple[UUID, str]]:
    """Return the hospitals that have a programme, for narrowing a list."""
    found = db.session.execute(
        sa.select(Hospital.id, Hospital.name)
        .where(Hospital.id.in_(sa.select(MealProgramme.hospital_id)))
        .order_by(Hospital.search_key)
    )
    return [(row.id, row.name) for row in found]


def campaigns_with_meals() -> list[Campaign]:
    """Return the campaigns whose public board has days to come."""
    return list(
        db.session.scalars(
            sa.select(Campaign)
            .where(
                Campaign.status == CampaignStatus.ACTIVE,
                Campaign.id.in_(
                    sa.select(MealProgramme.campaign_id).where(MealProgramme.fed_until >= today())
                ),
            )
            .order_by(Campaign.name, Campaign.id)
        )
    )


def kitchen_choices() -> list[tuple[UUID, str]]:
    """Return the kitchens that cook, for choosing, by name."""
    found = db.session.execute(
        sa.select(Kitchen.id, Kitchen.name)
        .where(Kitchen.active.is_(True))
        .order_by(Kitchen.search_key)
    )
    return [(row.id, row.name) for row in found]


def all_kitchens() -> Sequence[Kitchen]:
    """Return every kitchen, those that cook first, by name."""
    return db.session.scalars(
        sa.select(Kitchen).order_by(Kitchen.active.desc(), Kitchen.search_key)
    ).all()


def meal_items() -> list[Item]:
    """Return the meals of the catalogue that are in use, by name."""
    return list(
        db.session.scalars(
            sa.select(Item)
            .where(Item.active, Item.category == Category.MEAL)
            .order_by(Item.search_key, Item.id)
        )
    )
