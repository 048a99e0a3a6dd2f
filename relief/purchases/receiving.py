"""Take the goods of a purchase into stock: lots of the campaign, of no donor, worth what they cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from relief.core.db import db
from relief.core.money import Money
from relief.core.references import next_reference
from relief.intake.errors import CountsRefused, LineRefused
from relief.intake.rules import expiry_of, expiry_refusals, unit_value
from relief.periods.actions import refuse_closed
from relief.purchases.actions import lock_in, move
from relief.purchases.errors import (
    ArrivedTomorrow,
    MissingUnexplained,
    MoreThanBought,
    NotApprovedYet,
)
from relief.purchases.models import (
    MissingReason,
    Purchase,
    PurchaseIntake,
    PurchaseLine,
    PurchaseStatus,
)
from relief.stock import ledger
from relief.stock.models import Lot, Place, Reason
from relief.stock.queries import today


@dataclass(frozen=True)
class Came:
    """What was found of one line."""

    line: PurchaseLine
    received: int
    reason: MissingReason | None = None
    note: str = ""
    expires_on: date | None = None


def receive_purchase(
    purchase: Purchase,
    *,
    place: Place,
    arrived_on: date,
    counts: Sequence[Came],
    delivered_by: str = "",
) -> PurchaseIntake:
    """Take what was counted into stock at its cost; every line needs its count.

    `arrived_on` is a local date of the chapter. Raise NotApprovedYet, PurchaseDecided,
    ArrivedTomorrow, MonthClosed, or CountsRefused with all that is wrong line by line.
    """
    lock_in(purchase, PurchaseStatus.PENDING, PurchaseStatus.CONFIRMED)
    if purchase.status is PurchaseStatus.PENDING:
        raise NotApprovedYet(reference=purchase.reference)
    if arrived_on > today():
        raise ArrivedTomorrow
    refuse_closed(arrived_on)
    if {count.line.id for count in counts} != {line.id for line in purchase.lines}:
        raise ValueError("every line of a purchase is counted once")
    wrong = [refusal for count in counts for refusal in _refusals(count, arrived_on)]
    if wrong:
        raise CountsRefused(wrong)
    intake = PurchaseIntake(
        reference=next_reference("REC", arrived_on.year),
        purchase=purchase,
        purchase_id=purchase.id,
        place=place,
        place_id=place.id,
        arrived_on=arrived_on,
        delivered_by=delivered_by,
    )
    db.session.add(intake)
    taken = [_take_in(purchase, intake, count=count) for count in counts]
    db.session.flush()
    ledger.move(
        [ledger.Line(lot, count.received) for lot, count in zip(taken, counts, strict=True) if lot],
        source=None,
        target=place,
        reason=Reason.RECEIVED,
        source_id=purchase.id,
    )
    whole = all(count.received == count.line.quantity for count in counts)
    status = PurchaseStatus.RECEIVED if whole else PurchaseStatus.RECEIVED_WITH_DIFFERENCES
    told = {"reference": intake.reference, "place": place.name}
    move(purchase, status, tag="purchases:purchase:received", **told)
    return intake


def cost_of_one(line: PurchaseLine) -> Money:
    """Return what one unit cost, rounded half up to the centavo; units that never came cost as much."""
    return unit_value(line.cost, line.quantity)


def _take_in(purchase: Purchase, intake: PurchaseIntake, *, count: Came) -> Lot | None:
    """Write the count on its line and make the lot; None when nothing of it is taken in."""
    line = count.line
    line.received = count.received
    short = count.received < line.quantity
    line.missing_reason = count.reason if short else None
    line.missing_note = count.note if short else ""
    if not count.received:
        return None
    line.expires_on = expiry_of(line.item, typed=count.expires_on, arrived_on=intake.arrived_on)
    line.lot = Lot(
        item=line.item,
        code=f"{intake.reference}-{line.position}",
        expires_on=line.expires_on,
        donor_id=None,
        campaign_id=purchase.campaign_id,
        unit_value=cost_of_one(line),
    )
    return line.lot


def _refusals(count: Came, arrived_on: date) -> list[LineRefused]:
    """Return what is wrong with one count."""
    line, bought = count.line, count.line.quantity
    found: list[LineRefused] = []
    if count.received > bought:
        found.append(MoreThanBought(line.id, bought=bought))
    elif count.received < bought and count.reason is None:
        found.append(MissingUnexplained(line.id, bought=bought, received=count.received))
    if count.received:
        found += expiry_refusals(line.id, line.item, typed=count.expires_on, arrived_on=arrived_on)
    return found
