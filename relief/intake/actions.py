"""Take goods in: write the arrival down, count it into stock, approve what it is worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from relief.audit.actions import record
from relief.campaigns.models import Campaign
from relief.core import clock, context, rows
from relief.core.db import db
from relief.core.events import announce
from relief.core.money import Money, format_money
from relief.core.references import next_reference
from relief.core.text import has_substance
from relief.core.words import word
from relief.donors.models import Donor
from relief.intake import queries
from relief.intake.customs import refuse_temporary
from relief.intake.errors import (
    AlreadyValued,
    CountsRefused,
    CurrenciesMixed,
    NoGoods,
    NothingToValue,
    PledgeOfAnother,
    PledgeOfMoney,
    ReasonMissing,
    ValueUnexplained,
)
from relief.intake.events import IntakeAccepted
from relief.intake.locking import lock_in_state, refuse_straight
from relief.intake.models import Intake, IntakeLine, IntakeStatus
from relief.intake.rules import Counted, code_of, expiry_of, is_far, refusals, unit_value
from relief.periods.actions import refuse_closed
from relief.pledges.actions import count_goods
from relief.pledges.errors import PledgeNotStanding
from relief.pledges.models import STANDING, Pledge, PledgeLine
from relief.stock import ledger
from relief.stock.genealogy import revalue_kits
from relief.stock.models import Item, Lot, Place, Reason
from relief.stock.queries import today

__all__ = [
    "Counted",
    "Declared",
    "approve_value",
    "cancel_intake",
    "create_intake",
    "receive_intake",
    "reject_intake",
]


@dataclass(frozen=True)
class Declared:
    """What the donor says that one line holds. The value is Money of the whole line."""

    item: Item
    declared: int
    pledge_line: PledgeLine | None = None
    declared_value: Money | None = None


def create_intake(
    *,
    donor: Donor,
    campaign: Campaign,
    place: Place,
    arrived_on: date,
    lines: Sequence[Declared],
    nonce: UUID,
    pledge: Pledge | None = None,
    **details: str,
) -> Intake:
    """Write down that goods arrived on a local date of the chapter; they are not stock yet.

    `details` may hold `delivered_by` and `notes`. The same nonce gives the same intake.
    Raise NoGoods, PledgeOfAnother, PledgeOfMoney, PledgeNotStanding or MonthClosed.
    """
    known = queries.intake_by_nonce(nonce)
    if known is not None:
        return known
    if not lines:
        raise NoGoods
    refuse_closed(arrived_on)
    _refuse_pledge(pledge, donor, campaign)
    reference = next_reference("REC", today().year)
    # The counter's lock let only one of two equal forms through; the other finds it done.
    known = queries.intake_by_nonce(nonce)
    if known is not None:
        return known
    intake = Intake(
        reference=reference,
        donor=donor,
        campaign=campaign,
        place=place,
        pledge=pledge,
        pledge_id=pledge.id if pledge else None,
        status=IntakeStatus.ARRIVED,
        arrived_on=arrived_on,
        **details,
        nonce=nonce,
        lines=[_line(number, each) for number, each in enumerate(lines, start=1)],
    )
    db.session.add(intake)
    db.session.flush()
    record(
        "intake:intake:created",
        intake,
        about=pledge or donor,
        after={"reference": reference, "donor": donor.name, "place": place.name},
    )
    return intake


def receive_intake(
    intake: Intake, *, counts: Sequence[Counted], handed_over: date | None = None
) -> None:
    """Take what was counted into stock, in lots; every line needs its count.

    `handed_over` is the local date on which a hospital took goods that their donor brought there:
    nobody counts them but the hospital, and what it took is not refused. Raise GoesStraight for
    such goods without it, IntakeAlreadyDecided, RegimeNotChanged, CountsRefused with all that is
    wrong line by line, or PledgeNotStanding when the promise ended meanwhile.
    """
    if handed_over is None:
        refuse_straight(intake)
        _lock_arrived(intake)
    else:
        lock_in_state(intake, IntakeStatus.ARRIVED)
        refuse_closed(handed_over)
        intake.arrived_on = handed_over
    refuse_temporary(intake)
    if {count.line.id for count in counts} != {line.id for line in intake.lines}:
        raise ValueError("every line of an intake is counted once")
    wrong = refusals(intake, counts) if handed_over is None else []
    if wrong:
        raise CountsRefused(wrong)
    taken = [_take_in(intake, count) for count in counts]
    db.session.flush()
    for count in counts:
        if count.line.pledge_line is not None and count.received:
            count_goods(count.line.pledge_line, quantity=count.received)
    ledger.move(
        [ledger.Line(lot, count.received) for lot, count in zip(taken, counts, strict=True) if lot],
        source=None,
        target=intake.place,
        reason=Reason.RECEIVED,
        source_id=intake.id,
    )
    differs = any(count.received != count.line.declared for count in counts)
    status = IntakeStatus.RECEIVED_WITH_DIFFERENCES if differs else IntakeStatus.RECEIVED
    _move(intake, status, tag="intake:intake:received")
    intake.received_at = clock.now()
    db.session.flush()


def reject_intake(intake: Intake, *, reason: str) -> None:
    """Send goods back. Raise GoesStraight, IntakeAlreadyDecided or ReasonMissing."""
    refuse_straight(intake)
    _close(intake, IntakeStatus.REJECTED, reason=reason)


def cancel_intake(intake: Intake, *, reason: str, straight: bool = False) -> None:
    """Take back an arrival written down by mistake, or announced and not brought.

    What goes from its donor to a hospital is cancelled with its delivery, which says `straight`.
    Raise GoesStraight, IntakeAlreadyDecided or ReasonMissing.
    """
    if not straight:
        refuse_straight(intake)
    _close(intake, IntakeStatus.CANCELLED, reason=reason)


def approve_value(line: IntakeLine, *, value: Money, note: str = "") -> None:
    """Fix what a received line is worth, as its receipt will say; the last one announces it.

    Raise NothingToValue, AlreadyValued, CurrenciesMixed, MonthClosed, RegimeNotChanged, or
    ValueUnexplained for a value far from the price list without a note.
    """
    intake = rows.lock(line.intake)
    refuse_closed(intake.arrived_on)
    refuse_temporary(intake)
    lines = rows.lock_in_order(IntakeLine, {each.id for each in intake.lines})
    _refuse_value(line, list(lines.values()), value=value, note=note)
    line.approved_value = value
    line.approved_by = context.current_actor().label
    line.approved_at = clock.now()
    line.approval_note = note
    if line.lot is not None and line.received:
        line.lot.unit_value = unit_value(value, line.received)
        revalue_kits(line.lot)
    if all(each.approved_value for each in lines.values() if each.received):
        intake.valued_at = clock.now()
        announce(IntakeAccepted(intake_id=intake.id))
    db.session.flush()
    record(
        "intake:line:valued",
        line,
        about=intake,
        after={
            "item": line.item.name,
            "approved_value": value,
            **({"note": note} if note else {}),
        },
    )


def _line(number: int, declared: Declared) -> IntakeLine:
    return IntakeLine(
        position=number,
        item=declared.item,
        pledge_line=declared.pledge_line,
        declared=declared.declared,
        declared_value=declared.declared_value,
    )


def _refuse_pledge(pledge: Pledge | None, donor: Donor, campaign: Campaign) -> None:
    if pledge is None:
        return
    if (pledge.donor_id, pledge.campaign_id) != (donor.id, campaign.id):
        raise PledgeOfAnother(reference=pledge.reference)
    if pledge.status not in STANDING:
        raise PledgeNotStanding(reference=pledge.reference, state=word(pledge.status))
    if not pledge.goods_lines:
        raise PledgeOfMoney(reference=pledge.reference)


def _take_in(intake: Intake, count: Counted) -> Lot | None:
    """Write the count on its line and make the lot; None when nothing of it is taken in."""
    line, item = count.line, count.line.item
    line.received = count.received
    line.difference_reason = count.reason if count.received != line.declared else None
    line.difference_note = count.note
    if not count.received:
        return None
    line.lot_code = code_of(intake, count)
    line.expires_on = expiry_of(line.item, typed=count.expires_on, arrived_on=intake.arrived_on)
    line.reference_value = item.reference_value * count.received if item.reference_value else None
    line.lot = line.lot or Lot(
        item=item,
        code=line.lot_code,
        donor_id=intake.donor_id,
        campaign_id=intake.campaign_id,
    )
    line.lot.expires_on = line.expires_on
    return line.lot


def _refuse_value(line: IntakeLine, lines: list[IntakeLine], *, value: Money, note: str) -> None:
    if not line.received:
        raise NothingToValue
    if line.approved_value is not None:
        raise AlreadyValued(actor=line.approved_by, value=format_money(line.approved_value))
    used = {each.approved_value.currency for each in lines if each.approved_value}
    if used and value.currency not in used:
        raise CurrenciesMixed(currency=used.pop())
    reference = line.reference_value
    if reference is not None and is_far(value, reference) and not has_substance(note):
        raise ValueUnexplained(reference=format_money(reference))


def _lock_arrived(intake: Intake) -> None:
    lock_in_state(intake, IntakeStatus.ARRIVED)
    # The books date a gift in kind on the day it arrived.
    refuse_closed(intake.arrived_on)


def _lock_expected(intake: Intake) -> None:
    """Lock what is at the door or only told to come, which is in no books yet."""
    lock_in_state(intake, IntakeStatus.ANNOUNCED, IntakeStatus.ARRIVED)
    if intake.status is IntakeStatus.ARRIVED:
        refuse_closed(intake.arrived_on)


def _close(intake: Intake, status: IntakeStatus, *, reason: str) -> None:
    if not has_substance(reason):
        raise ReasonMissing
    if status is IntakeStatus.CANCELLED:
        _lock_expected(intake)
    else:
        _lock_arrived(intake)
    intake.closing_reason = reason
    _move(intake, status, tag=f"intake:intake:{status.value}", reason=reason)


def _move(intake: Intake, status: IntakeStatus, *, tag: str, **after: str) -> None:
    before, intake.status = intake.status, status
    db.session.flush()
    record(
        tag,
        intake,
        about=intake.pledge or intake.donor,
        before={"status": before},
        after={"status": status, **after},
    )
