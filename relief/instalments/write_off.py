"""Saldos incobrables: what one person may decide, and what waits for a second one."""

from relief.approvals.actions import ask, needs_second
from relief.approvals.models import Approval
from relief.core import rows
from relief.core.money import Money, format_money
from relief.core.text import clean_text, has_substance
from relief.instalments import queries
from relief.instalments.errors import MoreThanApproved, NothingToWriteOff, ReasonMissing
from relief.periods.actions import refuse_closed
from relief.pledges import giving_up
from relief.pledges.models import OPEN_PLEDGES, Pledge
from relief.pledges.queries import get_pledge

KIND = "instalments:write_off"


def write_off_or_ask(pledge: Pledge, *, reason: str) -> Pledge | Approval:
    """Give up what is left of a pledge, or ask for a second person above the chapter's threshold.

    No letter is sent, and an administrator may reopen the pledge. Raise NothingToWriteOff,
    ReasonMissing, MonthClosed, AlreadyAsked, or PledgeAlreadyDecided from `giving_up`.
    """
    if not has_substance(reason):
        raise ReasonMissing
    left = left_of(rows.lock(pledge))
    refuse_closed(queries.local_today())
    if needs_second(left):
        return ask(
            KIND,
            pledge,
            label=pledge.reference,
            amount=left,
            reason=clean_text(reason),
            payload={},
        )
    giving_up.write_off(pledge, reason=reason)
    return pledge


def carry_out(approval: Approval) -> Pledge:
    """Write off what a second person approved: never more, less if money came meanwhile."""
    pledge = get_pledge(approval.subject_id)
    left = left_of(rows.lock(pledge))
    refuse_closed(queries.local_today())
    if left > approval.amount:
        raise MoreThanApproved(left=format_money(left), approved=format_money(approval.amount))
    giving_up.write_off(pledge, reason=approval.reason)
    return pledge


def left_of(pledge: Pledge) -> Money:
    """Return what a pledge still owes. Raise NothingToWriteOff when it waits for no money."""
    line = pledge.cash_line
    left = line.outstanding if line is not None and pledge.status in OPEN_PLEDGES else None
    if left is None or left.minor == 0:
        raise NothingToWriteOff(reference=pledge.reference)
    return left
