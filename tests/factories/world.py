"""A whole small world, row by row: one of everything, adding up."""

import hashlib
import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from relief.audit import actions as audit
from relief.core import clock
from relief.core.db import db, transaction
from relief.core.money import Money
from relief.deliveries.models import (
    Delivery,
    DeliveryLine,
    DeliveryStatus,
    Proof,
    ProofSource,
    ProofStatus,
)
from relief.intake.models import Intake, IntakeLine, IntakeStatus
from relief.needs.models import Need, NeedLine, NeedStatus
from relief.payments.models import Method, Payment, PaymentStatus
from relief.pledges.models import LineKind, Pledge, PledgeLine, PledgeStatus
from relief.receipts.models import (
    FolioSeries,
    PaperKind,
    Receipt,
    ReceiptKind,
    ReceiptLine,
    ReceiptPaper,
)
from relief.stock import ledger
from relief.stock.models import Category, Item, Lot, Place, PlaceKind, Reason

DAY = date(2020, 5, 4)
MOMENT = datetime(2020, 5, 4, 17, tzinfo=UTC)


class World:
    """The rows of one chapter, by name."""

    def __init__(self, f: Any) -> None:
        with clock.stopped_at(MOMENT):
            self.campaign = f.campaign()
            self.donor = f.donor()
            self.hospital = f.hospital()
            with transaction():
                self._goods_arrive()
                self._money_arrives()
                self._goods_leave()

    def _add(self, row: Any) -> Any:
        db.session.add(row)
        db.session.flush()
        audit.record("pledges:pledge:submitted", row, after={"made": True})
        return row

    def _goods_arrive(self) -> None:
        self.item = self._add(
            Item(
                sku="EPP-01",
                name="Cubrebocas",
                search_key="cubrebocas",
                category=Category.PPE,
                unit="pieza",
            )
        )
        self.place = self._add(
            Place(name="Almacén", search_key="almacen", kind=PlaceKind.WAREHOUSE)
        )
        self.pledge = self._add(
            Pledge(
                reference="PRO-2020-00001",
                campaign_id=self.campaign.id,
                donor_id=self.donor.id,
                status=PledgeStatus.PARTIALLY_FULFILLED,
                contact_name="Ñandú",
                contact_email="a@empresa.test",
                nonce=uuid4(),
            )
        )
        cash = {"kind": LineKind.CASH, "amount": Money(100_000, "MXN"), "paid_minor": 60_000}
        goods = {
            "kind": LineKind.GOODS,
            "item_id": self.item.id,
            "quantity": 100,
            "received": 80,
            "amount": None,
        }
        self._add(PledgeLine(pledge_id=self.pledge.id, position=1, **cash))
        line = self._add(PledgeLine(pledge_id=self.pledge.id, position=2, **goods))
        self._goods_are_counted(line)

    def _goods_are_counted(self, line: PledgeLine) -> None:
        self.lot = self._add(Lot(item_id=self.item.id, code="L-1"))
        self.intake = self._add(
            Intake(
                reference="ENT-2020-00001",
                donor_id=self.donor.id,
                campaign_id=self.campaign.id,
                pledge_id=self.pledge.id,
                place_id=self.place.id,
                status=IntakeStatus.RECEIVED,
                arrived_on=DAY,
                nonce=uuid4(),
            )
        )
        self.intake_line = self._add(
            IntakeLine(
                intake_id=self.intake.id,
                position=1,
                item_id=self.item.id,
                pledge_line_id=line.id,
                lot_id=self.lot.id,
                declared=80,
                received=80,
                approved_value=Money(200_000, "MXN"),
            )
        )
        ledger.move(
            [ledger.Line(self.lot, 80)], source=None, target=self.place, reason=Reason.RECEIVED
        )

    def _money_arrives(self) -> None:
        self.payment = self._add(
            Payment(
                reference="PAG-2020-00001",
                donor_id=self.donor.id,
                campaign_id=self.campaign.id,
                pledge_id=self.pledge.id,
                amount=Money(60_000, "MXN"),
                method=Method.TRANSFER,
                status=PaymentStatus.CONFIRMED,
                received_on=DAY,
                nonce=uuid4(),
            )
        )
        for code, number, total, source in (
            ("DON", 1, 60_000, {"payment_id": self.payment.id}),
            ("ESP", 1, 200_000, {"intake_line_id": self.intake_line.id}),
        ):
            self._add(FolioSeries(code=code, year=2020, last=number))
            self._receipt(code, number, total, source)

    def _receipt(self, code: str, number: int, total: int, source: dict[str, Any]) -> None:
        folio = f"{code}-2020-{number:05d}"
        facts = json.dumps({"folio": folio, "total_minor": total, "currency": "MXN"})
        receipt = self._add(
            Receipt(
                series=code,
                year=2020,
                number=number,
                folio=folio,
                kind=ReceiptKind.CASH if code == "DON" else ReceiptKind.IN_KIND,
                donor_id=self.donor.id,
                campaign_id=self.campaign.id,
                pledge_id=self.pledge.id,
                total=Money(total, "MXN"),
                issued_on=DAY,
                issued_at=MOMENT,
                facts=facts,
                facts_hash=hashlib.sha256(facts.encode()).hexdigest(),
                check_code=uuid4().hex,
                idem_key=folio,
            )
        )
        self._add(
            ReceiptLine(receipt_id=receipt.id, position=1, amount=Money(total, "MXN"), **source)
        )
        content = f"paper of {folio}".encode()
        self._add(
            ReceiptPaper(
                receipt_id=receipt.id,
                kind=PaperKind.ORIGINAL,
                content=content,
                sha256=hashlib.sha256(content).hexdigest(),
            )
        )

    def _goods_leave(self) -> None:
        need = self._add(
            Need(
                reference="SOL-2020-00001",
                hospital_id=self.hospital.id,
                status=NeedStatus.PARTIALLY_FULFILLED,
                needed_by=DAY,
            )
        )
        self.need_line = self._add(
            NeedLine(need_id=need.id, item_id=self.item.id, position=1, requested=50, fulfilled=18)
        )
        self._deliver(1, DeliveryStatus.DELIVERED_WITH_DIFFERENCES, 20)
        self._deliver(2, DeliveryStatus.IN_TRANSIT, 5)
        self._deliver(3, DeliveryStatus.PLANNED, 10)

    def _deliver(self, number: int, status: DeliveryStatus, quantity: int) -> None:
        delivery = self._add(
            Delivery(
                reference=f"ETG-2020-{number:05d}",
                hospital_id=self.hospital.id,
                place_id=self.place.id,
                status=status,
                planned_for=DAY,
            )
        )
        line = self._add(
            DeliveryLine(
                delivery_id=delivery.id,
                position=1,
                item_id=self.item.id,
                lot_id=self.lot.id,
                need_line_id=self.need_line.id,
                quantity=quantity,
            )
        )
        carried = [ledger.Line(self.lot, quantity)]
        ledger.reserve(carried, place=self.place)
        if status is DeliveryStatus.PLANNED:
            return
        road = ledger.transit()
        ledger.move(
            carried, source=self.place, target=road, reason=Reason.DISPATCHED, from_reserved=True
        )
        if status is DeliveryStatus.IN_TRANSIT:
            return
        ledger.move(carried, source=road, target=None, reason=Reason.DELIVERED)
        line.accepted, line.short, line.damaged = 18, 1, 1
        self._add(
            Proof(
                delivery_id=delivery.id,
                status=ProofStatus.CONFIRMED,
                source=ProofSource.LINK,
                receiver_name="Dra. Ibáñez",
                receiver_title="Jefa de almacén",
                confirmed_at=MOMENT,
            )
        )


def world(f: Any) -> World:
    """One of everything in the chosen chapter, committed, every sum right."""
    return World(f)
