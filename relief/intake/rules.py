"""What a count must say of each line, and what a value must."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from relief.core.money import Money
from relief.intake.errors import (
    ArrivedExpired,
    DifferenceMisread,
    DifferenceUnexplained,
    ExpiryMissing,
    LineRefused,
    LotCodeKnown,
)
from relief.intake.models import DifferenceReason, Intake, IntakeLine
from relief.stock.models import ExpiryRule, Item
from relief.stock.queries import lot_by_code

TOLERANCE = Decimal("0.20")
"""How far an approved value may be from the price list before it must be explained."""


@dataclass(frozen=True)
class Counted:
    """What was found of one line. Without a code, the lot gets the intake's reference and a number."""

    line: IntakeLine
    received: int
    reason: DifferenceReason | None = None
    note: str = ""
    lot_code: str = ""
    expires_on: date | None = None


def proposed_code(intake: Intake, line: IntakeLine) -> str:
    """Return the code of a lot that brought none of its own: REC-2020-00012-1."""
    return f"{intake.reference}-{line.position}"


def code_of(intake: Intake, count: Counted) -> str:
    """Return the code that the lot of a count gets."""
    return count.lot_code or proposed_code(intake, count.line)


def expiry_of(item: Item, *, typed: date | None, arrived_on: date) -> date | None:
    """Return the last good day of a lot by its item's rule: same day is the day of arrival."""
    if item.expiry_rule is ExpiryRule.SAME_DAY:
        return arrived_on
    return typed if item.expiry_rule is ExpiryRule.REQUIRED else None


def refusals(intake: Intake, counts: Sequence[Counted]) -> list[LineRefused]:
    """Return all that is wrong with a count, at most one thing for each field of a line."""
    found: list[LineRefused] = []
    codes: set[str] = set()
    for count in counts:
        found += _difference(count)
        if count.received > 0:
            line = count.line
            found += expiry_refusals(
                line.id, line.item, typed=count.expires_on, arrived_on=intake.arrived_on
            )
            code = code_of(intake, count)
            if code in codes or lot_by_code(code) is not None:
                found.append(LotCodeKnown(count.line.id, code=code))
            codes.add(code)
    return found


def _difference(count: Counted) -> list[LineRefused]:
    declared, received, line_id = count.line.declared, count.received, count.line.id
    if received == declared:
        return []
    if count.reason is None:
        return [DifferenceUnexplained(line_id, declared=declared, received=received)]
    if (count.reason is DifferenceReason.SURPLUS) != (received > declared):
        return [DifferenceMisread(line_id, declared=declared, received=received)]
    return []


def expiry_refusals(
    line_id: UUID, item: Item, *, typed: date | None, arrived_on: date
) -> list[LineRefused]:
    """Return what is wrong with the day typed for a line of which something is taken in."""
    if item.expiry_rule is not ExpiryRule.REQUIRED:
        return []
    if typed is None:
        return [ExpiryMissing(line_id)]
    return [ArrivedExpired(line_id)] if typed < arrived_on else []


def is_far(value: Money, reference: Money | None) -> bool:
    """Say whether a value is more than 20 % away from the price list's.

    Amounts in two currencies cannot be compared, which is as far as can be; with no reference
    there is nothing to be far from.
    """
    if reference is None:
        return False
    if value.currency != reference.currency:
        return True
    return abs(value.minor - reference.minor) > reference.minor * TOLERANCE


def is_off(line: IntakeLine) -> bool:
    """Say whether what a line is valued at, or declared at until then, is far from the price list."""
    value = line.approved_value or line.declared_value
    return value is not None and is_far(value, line.reference_value)


def unit_value(value: Money, units: int) -> Money:
    """Return the value of one of `units`, rounded half up to the centavo."""
    return Money(1, value.currency).times(Decimal(value.minor) / units)
