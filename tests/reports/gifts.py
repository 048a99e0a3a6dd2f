"""Rows of gifts put straight into their end states: figures read states, not the way there."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from relief.campaigns.models import Campaign
from relief.core.db import Base, db, transaction
from relief.core.money import Money
from relief.deliveries.models import (
    Delivery,
    DeliveryLine,
    DeliveryStatus,
    Proof,
    ProofSource,
    ProofStatus,
)
from relief.donors.models import Donor
from relief.intake.models import Intake, IntakeLine, IntakeStatus
from relief.payments.models import Method, Payment, PaymentStatus
from relief.pledges.models import LineKind, Pledge, PledgeLine, PledgeStatus
from relief.stock.models import Category, Item, Lot, Place, PlaceKind

DAY = date(2020, 5, 12)
MOMENT = datetime(2020, 5, 12, 18, tzinfo=UTC)


def mxn(pesos: int) -> Money:
    """So many whole pesos."""
    return Money(pesos * 100, "MXN")


def usd(dollars: int) -> Money:
    """So many whole dollars."""
    return Money(dollars * 100, "USD")


def _keep(*rows: Base) -> None:
    with transaction():
        for row in rows:
            db.session.add(row)
            db.session.flush()


class Gifts:
    """Gifts to one campaign from one donor, unless said otherwise."""

    def __init__(self, factories: Any, campaign: Campaign, donor: Donor) -> None:
        self.factories, self.campaign, self.donor = factories, campaign, donor

    def _owner(self, values: dict[str, Any]) -> dict[str, Any]:
        return {
            "campaign_id": values.pop("campaign", self.campaign).id,
            "donor_id": values.pop("donor", self.donor).id,
            "reference": f"REF-{self.factories.number()}",
            "nonce": uuid4(),
        }

    def item(self, *, value: Money | None = None, category: Category = Category.PPE) -> Item:
        number = self.factories.number()
        made = Item(
            sku=f"S{number}",
            name=f"Artículo {number}",
            search_key=f"articulo {number}",
            category=category,
            unit="pieza",
            reference_value=value,
        )
        _keep(made)
        return made

    def pledge(self, *lines: PledgeLine, status=PledgeStatus.ACCEPTED, **values: Any) -> Pledge:
        made = Pledge(
            **self._owner(values), status=status, contact_name="X", contact_email="x@empresa.test"
        )
        _keep(made)
        for position, line in enumerate(lines):
            line.pledge_id, line.position = made.id, position
        _keep(*lines)
        return made

    def payment(self, amount: Money, *, status=PaymentStatus.CONFIRMED, **values: Any) -> None:
        owner = self._owner(values)
        came = {"method": Method.TRANSFER, "status": status, "received_on": DAY, **values}
        _keep(Payment(**owner, amount=amount, **came))

    def intake(
        self,
        item: Item,
        received: int,
        *,
        value: Money | None,
        status=IntakeStatus.RECEIVED,
        **values: Any,
    ) -> None:
        place = self.place()
        made = Intake(**self._owner(values), place_id=place.id, status=status, arrived_on=DAY)
        _keep(made)
        line = IntakeLine(intake_id=made.id, position=0, item_id=item.id, declared=received)
        line.received, line.approved_value = received, value
        _keep(line)

    def place(self) -> Place:
        name = f"almacen {self.factories.number()}"
        made = Place(name=name, search_key=name, kind=PlaceKind.WAREHOUSE)
        _keep(made)
        return made

    def lot(self, item: Item, *, value: Money | None, campaign: Campaign | None = None) -> Lot:
        made = Lot(item_id=item.id, code=f"L{self.factories.number()}", unit_value=value)
        made.campaign_id = (campaign or self.campaign).id
        _keep(made)
        return made

    def delivery(self, *lines: tuple[Lot, int, int], status=DeliveryStatus.DELIVERED) -> None:
        """Lines: a lot, how many were sent and how many accepted."""
        hospital = self.factories.hospital()
        made = Delivery(
            reference=f"ENT-{self.factories.number()}",
            hospital_id=hospital.id,
            place_id=self.place().id,
            status=status,
            planned_for=DAY,
            closed_at=MOMENT,
        )
        _keep(made)
        for position, (lot, sent, accepted) in enumerate(lines):
            line = DeliveryLine(
                delivery_id=made.id,
                position=position,
                item_id=lot.item_id,
                lot_id=lot.id,
                quantity=sent,
                accepted=accepted,
                short=sent - accepted,
            )
            _keep(line)
        proof = Proof(delivery_id=made.id, status=ProofStatus.CONFIRMED, source=ProofSource.LINK)
        proof.receiver_name, proof.receiver_title, proof.confirmed_at = "X", "Y", MOMENT
        _keep(proof)


def cash(amount: Money) -> PledgeLine:
    """A promise of money."""
    return PledgeLine(kind=LineKind.CASH, amount=amount)


def goods(item: Item, quantity: int, *, declared: Money | None = None) -> PledgeLine:
    """A promise of goods."""
    return PledgeLine(kind=LineKind.GOODS, item_id=item.id, quantity=quantity, amount=declared)
