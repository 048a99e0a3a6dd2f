"""The latest handovers, in numbers that anybody may read."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from relief.core.db import db
from relief.deliveries.models import HANDED_OVER, Delivery, DeliveryLine
from relief.hospitals.models import Hospital
from relief.stock.genealogy import contents
from relief.stock.models import Lot


@dataclass(frozen=True)
class Handover:
    """One delivery as the public sees it: no names of people, no addresses."""

    at: datetime
    hospital: str
    city: str
    units: int


def latest_handovers(*, campaign_id: UUID | None = None, limit: int = 5) -> list[Handover]:
    """Return the latest deliveries that a hospital accepted something of, the newest first."""
    held = contents()
    units = sa.func.sum(DeliveryLine.accepted * held.c.units)
    statement = (
        sa.select(Delivery.closed_at, Hospital.name, Hospital.city, units)
        .join(Hospital, Hospital.id == Delivery.hospital_id)
        .join(DeliveryLine, DeliveryLine.delivery_id == Delivery.id)
        .join(held, held.c.lot_id == DeliveryLine.lot_id)
        .where(Delivery.status.in_(HANDED_OVER), Delivery.closed_at.is_not(None))
        .where(DeliveryLine.accepted > 0)
        .group_by(Delivery.id, Delivery.closed_at, Hospital.name, Hospital.city)
        .order_by(Delivery.closed_at.desc(), Delivery.id.desc())
        .limit(limit)
    )
    if campaign_id is not None:
        statement = statement.join(Lot, Lot.id == held.c.origin_id).where(
            Lot.campaign_id == campaign_id
        )
    return [
        Handover(at, hospital, city, int(units or 0))
        for at, hospital, city, units in db.session.execute(statement)
        if at is not None
    ]
