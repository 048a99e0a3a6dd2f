"""Put a company's month into the books: one gift in kind, of exactly what the hospitals signed for."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from relief.audit.actions import record
from relief.campaigns.models import Campaign
from relief.core import rows
from relief.core.db import db
from relief.core.money import Money
from relief.deliveries.direct import DirectLine, HandedOver, settle_direct
from relief.deliveries.handover import Signed
from relief.deliveries.models import ProofSource
from relief.donors.models import Donor
from relief.intake.queries import intake_by_nonce
from relief.meals import emails, queries, statements
from relief.meals.errors import DaysWaiting, MonthNotOver, NothingToSettle
from relief.meals.models import MealAdoption, MealSlot, SlotStatus
from relief.meals.settled import MealSettlement, SettledSlot
from relief.stock.models import ExpiryRule, Item


def settle_month(
    campaign: Campaign,
    *,
    donor: Donor,
    month: date,
    item: Item,
    unit_value: Money,
    nonce: UUID,
) -> MealSettlement:
    """Write a month of meals down as one arrival, with one direct delivery for each hospital.

    The books date it on the last day of the month. Value and receipt go the way of every gift in
    kind, so that nothing is counted twice. Days signed late are settled by themselves later. The
    same nonce gives the same settlement. Raise MonthNotOver, DaysWaiting, NothingToSettle, and
    MonthClosed when the accountant closed the month.
    """
    first, last = statements.first_of(month), statements.last_of(month)
    known = _known(nonce)
    if known is not None:
        return known
    if last >= queries.today():
        raise MonthNotOver(day=last)
    slots = _locked(campaign, donor, first)
    served = [slot for slot in slots if slot.served]
    if not served:
        raise NothingToSettle
    intake = settle_direct(
        donor=donor,
        campaign=campaign,
        day=last,
        handed_over=_by_hospital(served, item=item, unit_value=unit_value, day=last),
        nonce=nonce,
    )
    portions = sum(slot.served or 0 for slot in served)
    settlement = MealSettlement(
        intake_id=intake.id, month=first, portions=portions, unit_value=unit_value
    )
    db.session.add(settlement)
    db.session.flush()
    db.session.add_all(SettledSlot(settlement_id=settlement.id, slot_id=slot.id) for slot in served)
    db.session.flush()
    record(
        "meals:settlement:made",
        settlement,
        about=intake,
        after={"month": first, "portions": portions, "days": len(served), "donor": donor.name},
    )
    emails.statement(settlement)
    return settlement


def _known(nonce: UUID) -> MealSettlement | None:
    intake = intake_by_nonce(nonce)
    return statements.settlement_of_intake(intake.id) if intake is not None else None


def _locked(campaign: Campaign, donor: Donor, month: date) -> list[MealSlot]:
    """Lock the month's days that are in no settlement. Raise DaysWaiting if one has no acuse yet."""
    ids = db.session.scalars(
        sa.select(MealSlot.id)
        .join(MealAdoption, MealAdoption.id == MealSlot.adoption_id)
        .where(*statements.of_month(campaign.id, donor.id, month))
    )
    slots = rows.lock_in_order(MealSlot, set(ids))
    waiting = sum(slot.status is SlotStatus.COMMITTED for slot in slots.values())
    if waiting:
        raise DaysWaiting(count=waiting)
    taken = set(
        db.session.scalars(sa.select(SettledSlot.slot_id).where(SettledSlot.slot_id.in_(slots)))
    )
    return [slot for slot in slots.values() if slot.id not in taken]


def _by_hospital(
    slots: Sequence[MealSlot], *, item: Item, unit_value: Money, day: date
) -> list[HandedOver]:
    """Return what each hospital got, under the name of whoever signed there last."""
    found: dict[UUID, list[MealSlot]] = {}
    for slot in sorted(slots, key=lambda each: (each.serves_at, each.id)):
        found.setdefault(slot.programme.hospital_id, []).append(slot)
    expires = None if item.expiry_rule is ExpiryRule.NONE else day
    handed_over = []
    for mine in found.values():
        last, portions = mine[-1], sum(slot.served or 0 for slot in mine)
        line = DirectLine(item, portions, unit_value * portions, expires)
        signed = Signed(
            receiver_name=last.receiver_name,
            receiver_title=last.receiver_title,
            source=last.source or ProofSource.STAFF,
            remarks="; ".join(f"{slot.day:%d/%m}: {slot.served:,}" for slot in mine),
        )
        handed_over.append(HandedOver(last.programme.hospital, [line], signed))
    return handed_over
