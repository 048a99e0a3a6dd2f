"""Goods that arrive: written down, counted into lots, valued."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from relief.campaigns.models import Campaign
from relief.core.money import Money
from relief.core.rows import get
from relief.demo.stage import Stage
from relief.donors.models import Donor
from relief.intake import actions as intake
from relief.intake.models import DifferenceReason, Intake, IntakeLine
from relief.pledges.models import Pledge
from relief.stock.models import ExpiryRule, Item, Place

SHELF_LIFE = timedelta(days=540)


@dataclass
class Load:
    """One arrival: of whom, where, what. `keeps_until` is the last good day of what expires."""

    donor: UUID
    campaign: UUID
    place: UUID
    on: date
    goods: Sequence[tuple[str, int]]
    pledge: UUID | None = None
    delivered_by: str = "Transporte del donante"
    keeps_until: date | None = None
    percent: int = 100  # of the price list, that the donor declares


def arrive(stage: Stage, load: Load) -> UUID:
    """Write an arrival down; return the intake's id."""
    pledge = get(Pledge, load.pledge) if load.pledge else None
    promised = {line.item_id: line for line in pledge.goods_lines} if pledge else {}
    lines = []
    for sku, quantity in load.goods:
        item = get(Item, stage.items[sku])
        value = (
            (item.reference_value * quantity).times(Decimal(load.percent) / 100)
            if item.reference_value
            else None
        )
        lines.append(intake.Declared(item, quantity, promised.get(item.id), value))
    made = intake.create_intake(
        donor=get(Donor, load.donor),
        campaign=get(Campaign, load.campaign),
        place=get(Place, load.place),
        arrived_on=load.on,
        lines=lines,
        nonce=stage.nonce(),
        pledge=pledge,
        delivered_by=load.delivered_by,
    )
    return made.id


def count(stage: Stage, intake_id: UUID, *, load: Load, differs: bool = False) -> None:
    """Count an arrival into stock; when it differs, its first line does."""
    arrival = get(Intake, intake_id)
    counts = [_counted(line, load) for line in arrival.lines]
    if differs:
        counts[0] = _different(stage, counts[0])
    intake.receive_intake(arrival, counts=counts)


def _counted(line: IntakeLine, load: Load) -> intake.Counted:
    expires = line.item.expiry_rule is ExpiryRule.REQUIRED
    until = load.keeps_until or load.on + SHELF_LIFE
    return intake.Counted(line, line.declared, expires_on=until if expires else None)


def _different(stage: Stage, counted: intake.Counted) -> intake.Counted:
    reason = stage.script.random.choice(
        (DifferenceReason.SHORT, DifferenceReason.DAMAGED, DifferenceReason.SURPLUS)
    )
    apart = max(counted.received // 40, 1)
    surplus = reason is DifferenceReason.SURPLUS
    return intake.Counted(
        counted.line,
        counted.received + (apart if surplus else -apart),
        reason=reason,
        note="Contado dos veces con el transportista.",
        expires_on=counted.expires_on,
    )


def value(intake_id: UUID) -> None:
    """Approve each line at its reference value, which is what most donors declare."""
    for line in get(Intake, intake_id).lines:
        if line.received and line.approved_value is None:
            worth = line.reference_value or Money(100 * line.received, "MXN")
            intake.approve_value(line, value=worth)
