"""Which gifts wait for their thanks, and how a letter names them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from relief.campaigns.models import Campaign
from relief.core.db import db
from relief.core.money import format_money
from relief.core.pdf.words import day
from relief.deliveries.models import Delivery, DeliveryLine, DeliveryStatus
from relief.donors.models import Donor
from relief.hospitals.models import Hospital
from relief.intake.models import Intake, IntakeLine
from relief.payments.models import Payment, PaymentStatus
from relief.pledges.models import Pledge
from relief.stock.genealogy import contents
from relief.thanks.models import ThanksGift

HANDED = (DeliveryStatus.DELIVERED, DeliveryStatus.DELIVERED_WITH_DIFFERENCES)
ANYWHERE = {"es": "los hospitales de la campaña", "en": "the hospitals of the campaign"}
FOR = {"es": ", destino específico: {}", "en": ", earmarked for {}"}
AND = {"es": " y ", "en": " and "}


@dataclass
class Thankful:
    """A donor and the gifts that nobody thanked for yet."""

    donor: Donor
    payments: list[Payment] = field(default_factory=list)
    intakes: list[Intake] = field(default_factory=list)
    hospitals: list[str] = field(default_factory=list)

    def gift(self, language: str) -> str:
        """Return the gifts in words: each sum with its day, each kind of goods with its number."""
        told = [
            f"{format_money(each.kept)} ({day(each.received_on, language)}{_meant(each, language)})"
            for each in self.payments
        ]
        for intake in self.intakes:
            told += [_goods(line, language) for line in intake.lines if line.received]
        return joined(told, language)

    def reached(self, language: str) -> str:
        """Return the hospitals that signed for its goods; of money, those of the campaign."""
        return joined(self.hospitals, language) or ANYWHERE[language]


def waiting(campaign: Campaign, *, since: date, until: date) -> list[Thankful]:
    """Return the donors whose gifts of these days (both included) wait, by name.

    Money counts once it is confirmed and kept, goods once their value is approved.
    """
    thanked = sa.select(ThanksGift.id).where(ThanksGift.live)
    payments = db.session.scalars(
        sa.select(Payment)
        .where(
            Payment.campaign_id == campaign.id,
            Payment.status == PaymentStatus.CONFIRMED,
            Payment.received_on.between(since, until),
            ~thanked.where(ThanksGift.payment_id == Payment.id).exists(),
        )
        .order_by(Payment.received_on, Payment.id)
        .options(
            joinedload(Payment.donor).selectinload(Donor.contacts),
            joinedload(Payment.pledge).joinedload(Pledge.earmark),
        )
    )
    intakes = db.session.scalars(
        sa.select(Intake)
        .where(
            Intake.campaign_id == campaign.id,
            Intake.valued_at.is_not(None),
            Intake.arrived_on.between(since, until),
            ~thanked.where(ThanksGift.intake_id == Intake.id).exists(),
        )
        .order_by(Intake.arrived_on, Intake.id)
        .options(
            joinedload(Intake.donor).selectinload(Donor.contacts),
            selectinload(Intake.lines).joinedload(IntakeLine.item),
        )
    )
    kept = [payment for payment in payments if payment.kept.minor > 0]
    return _by_donor(kept, list(intakes))


def _by_donor(payments: list[Payment], intakes: list[Intake]) -> list[Thankful]:
    found: dict[UUID, Thankful] = {}
    for payment in payments:
        found.setdefault(payment.donor_id, Thankful(payment.donor)).payments.append(payment)
    reached = _hospitals(intakes)
    for intake in intakes:
        thankful = found.setdefault(intake.donor_id, Thankful(intake.donor))
        thankful.intakes.append(intake)
        thankful.hospitals = sorted({*thankful.hospitals, *reached[intake.id]})
    return sorted(found.values(), key=lambda each: (each.donor.search_key, str(each.donor.id)))


def _hospitals(intakes: Iterable[Intake]) -> dict[UUID, set[str]]:
    """Return the hospitals that signed for goods of each intake, in kits too; one query."""
    lots = {line.lot_id: intake.id for intake in intakes for line in intake.lines if line.lot_id}
    reached: dict[UUID, set[str]] = defaultdict(set)
    if not lots:
        return reached
    held = contents()
    rows = db.session.execute(
        sa.select(held.c.origin_id, Hospital.name)
        .select_from(DeliveryLine)
        .join(held, held.c.lot_id == DeliveryLine.lot_id)
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .join(Hospital, Hospital.id == Delivery.hospital_id)
        .where(held.c.origin_id.in_(lots), Delivery.status.in_(HANDED))
    )
    for lot_id, name in rows:
        reached[lots[lot_id]].add(name)
    return reached


def _meant(payment: Payment, language: str) -> str:
    """Return what the donor wanted the money to be for, as it was offered; '' for anything."""
    earmark = payment.pledge.earmark if payment.pledge is not None else None
    return FOR[language].format(earmark.label(language)) if earmark is not None else ""


def _goods(line: IntakeLine, language: str) -> str:
    return f"{line.received:,} × {line.item.label(language)}"


def joined(words: Sequence[str], language: str) -> str:
    """Return words as a list in a sentence: a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + AND[language] + words[-1]
