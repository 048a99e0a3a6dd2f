"""Give up what was promised and not paid (saldo incobrable): apart from cancelling, and reversible.

A pledge is cancelled when both sides agree that it ends; it is written off when the chapter stops
waiting. No letter says so: the donor owes an answer, not the other way round.
"""

from relief.audit.actions import record
from relief.core import clock, rows
from relief.core.db import db
from relief.core.money import Money
from relief.core.text import clean_text, has_substance
from relief.pledges.actions import already_decided
from relief.pledges.errors import NoMoneyPledged, ReasonMissing
from relief.pledges.fulfilment import settle
from relief.pledges.models import OPEN_PLEDGES, Pledge, PledgeLine, PledgeStatus


def write_off(pledge: Pledge, *, reason: str) -> Money:
    """Stop waiting for what is left of a promise of money; return how much. What came stays counted.

    Raise ReasonMissing, NoMoneyPledged or PledgeAlreadyDecided, which names who was first.
    """
    if not has_substance(reason):
        raise ReasonMissing
    _lock(pledge)
    line = pledge.cash_line
    if line is None or line.outstanding is None:
        raise NoMoneyPledged(reference=pledge.reference)
    before = pledge.status
    if before not in OPEN_PLEDGES:
        raise already_decided(pledge)
    pledge.status, pledge.decided_at = PledgeStatus.WRITTEN_OFF, clock.now()
    pledge.closing_reason = clean_text(reason)
    db.session.flush()
    after = {
        "status": pledge.status,
        "written_off": line.outstanding,
        "reason": pledge.closing_reason,
    }
    record(
        "pledges:pledge:written_off",
        pledge,
        about=pledge.donor,
        before={"status": before},
        after=after,
    )
    return line.outstanding


def reopen(pledge: Pledge, *, reason: str) -> None:
    """Wait again for what was written off, as when the donor pays after all.

    Raise ReasonMissing or PledgeAlreadyDecided.
    """
    if not has_substance(reason):
        raise ReasonMissing
    _lock(pledge)
    if pledge.status is not PledgeStatus.WRITTEN_OFF:
        raise already_decided(pledge)
    pledge.status, pledge.decided_at, pledge.closing_reason = (
        PledgeStatus.ACCEPTED,
        clock.now(),
        "",
    )
    settle(pledge)
    record(
        "pledges:pledge:reopened",
        pledge,
        about=pledge.donor,
        before={"status": PledgeStatus.WRITTEN_OFF},
        after={"status": pledge.status, "reason": clean_text(reason)},
    )


def _lock(pledge: Pledge) -> None:
    rows.lock(pledge)
    rows.lock_in_order(PledgeLine, {line.id for line in pledge.lines})
