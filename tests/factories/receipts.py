"""Goods whose value is approved, as plain rows, and receipts by the room's own actions."""

from typing import Any
from uuid import uuid4

from relief.core import clock
from relief.core.db import db, transaction
from relief.core.money import Money
from relief.core.text import search_key
from relief.intake.models import Intake, IntakeLine, IntakeStatus
from relief.receipts import actions
from relief.receipts.models import Receipt
from relief.receipts.seal import Seal
from relief.stock.models import Category, Item, Place, PlaceKind
from tests.factories.payments import ZONE, appeal, giver, payment

SEAL = Seal(key="a key that only tests use", base_url="http://relief.test")


def catalogue_item(f: Any, **values: Any) -> Item:
    """An item of the catalogue, written as a plain row."""
    name = values.pop("name", "Cubrebocas N95")
    item = Item(
        **{
            "sku": f"EPP-{f.number():05d}",
            "name": name,
            "name_en": "N95 respirator",
            "search_key": search_key(name),
            "category": Category.PPE,
            "unit": "pieza",
            **values,
        }
    )
    with transaction():
        db.session.add(item)
    return item


def valued_intake(
    f: Any, *, values_of: tuple[Money, ...] = (Money(325_00, "MXN"),), **values: Any
) -> Intake:
    """A received intake with one line for each approved value, five units a line."""
    item = catalogue_item(f)
    donor = values.pop("donor", None) or giver(f)
    campaign = values.pop("campaign", None) or appeal(f)
    name = f"Almacén {f.number()}"
    place = Place(name=name, search_key=search_key(name), kind=PlaceKind.WAREHOUSE)
    lines = [
        IntakeLine(
            position=position,
            item_id=item.id,
            declared=5,
            received=5,
            lot_code=f"L-{position}",
            approved_value=value,
            approved_by="Ana" if value else "",
            approved_at=clock.now(),
        )
        for position, value in enumerate(values_of, start=1)
    ]
    with transaction():
        db.session.add(place)
        db.session.flush()
        intake = Intake(
            **{
                "reference": f"REC-2020-{f.number():05d}",
                "donor_id": donor.id,
                "campaign_id": campaign.id,
                "place_id": place.id,
                "status": IntakeStatus.RECEIVED,
                "arrived_on": clock.today(ZONE),
                "received_at": clock.now(),
                "valued_at": clock.now(),
                "nonce": uuid4(),
                "lines": lines,
                **values,
            }
        )
        db.session.add(intake)
    return intake


def receipt(f: Any, **values: Any) -> Receipt:
    """A receipt of a confirmed payment, or of `intake` if one is given; not drawn yet."""
    intake = values.pop("intake", None)
    paid = None if intake else (values.pop("payment", None) or payment(f, **values))
    with transaction():
        if intake is not None:
            return actions.issue_for_intake(intake, seal=SEAL)
        assert paid is not None
        return actions.issue_for_payment(paid, seal=SEAL)
