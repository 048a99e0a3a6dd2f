"""A lot that went far."""

from datetime import date

import pytest
import sqlalchemy as sa

from relief.core import rows
from relief.core.db import db, transaction
from relief.deliveries.actions import Planned
from relief.deliveries.models import DeliveryStatus
from relief.hospitals.models import Hospital
from relief.stock.ledger import Line
from relief.stock.models import Lot, LotPart
from relief.transfers.actions import Arrived, receive_transfer


def get(kind, row):
    return rows.get(kind, row.id)


def hospital_with_mailbox(factories, address):
    hospital = factories.hospital()
    factories.hospital_contact(hospital=hospital, email=address)
    return get(Hospital, hospital)


def deliver(factories, lot, place, quantity, *, hospital, status=DeliveryStatus.DELIVERED):
    planned = [Planned(lot, quantity)]
    when = {"planned_for": date(2099, 1, 1), "order_reason": "Prueba"}
    return factories.delivery(
        place=place, planned=planned, hospital=hospital, status=status, **when
    )


@pytest.fixture
def far(factories, chapter):
    """A lot that went through a kit, a transfer and three hospitals."""
    here, there = factories.place(name="Almacén Otay"), factories.place(name="Centro Mesa")
    part = factories.item(name="Arroz")
    rice = factories.lot(item=part, place=here, quantity=100, code="ARROZ-1")
    made = factories.assembly(kit=factories.kit(holds=[(part, 2)]), place=here, kits=10)
    kit = db.session.scalars(
        sa.select(Lot)
        .join(LotPart, LotPart.kit_lot_id == Lot.id)
        .where(LotPart.part_lot_id == rice.id)
    ).one()
    assert made.quantity == 10
    rice = get(Lot, rice)
    transfer = factories.transfer(source=here, target=there, lines=[Line(rice, 30)])
    with transaction():
        receive_transfer(transfer, lines=[Arrived(each, each.quantity) for each in transfer.lines])
    people = [hospital_with_mailbox(factories, f"h{number}@salud.test") for number in (1, 2)]
    people.append(factories.hospital())
    deliver(factories, get(Lot, rice), there, 20, hospital=people[0])
    deliver(factories, get(Lot, kit), here, 4, hospital=people[1])
    moving = DeliveryStatus.IN_TRANSIT
    deliver(factories, get(Lot, rice), here, 5, hospital=people[2], status=moving)
    return {"rice": get(Lot, rice), "kit": get(Lot, kit), "places": (here, there), "people": people}
