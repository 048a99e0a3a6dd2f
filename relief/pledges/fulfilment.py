"""Count what arrives for a promise; its state follows from what its lines have counted."""

from relief.audit.actions import record
from relief.core import rows
from relief.core.db import db
from relief.core.money import CurrencyMismatch, Money
from relief.core.words import word
from relief.pledges.errors import NoMoneyPledged, NotSoMuchCounted, PledgeNotStanding
from relief.pledges.models import STANDING, LineKind, Pledge, PledgeLine, PledgeStatus


def count_payment(pledge: Pledge, *, amount: Money, again: bool = False) -> None:
    """Count confirmed money for a pledge; the payment itself says what goes beyond the promise.

    `again` says that it was counted before and taken off by a refund that failed: closed pledges
    take it back too.
    Raise NoMoneyPledged, PledgeNotStanding or CurrencyMismatch.
    """
    line = _locked_cash_line(pledge, amount)
    if pledge.status not in STANDING and not again:
        raise PledgeNotStanding(reference=pledge.reference, state=word(pledge.status))
    before = _so_far(pledge, line)
    line.paid_minor += amount.minor
    settle(pledge)
    _record_fulfilment(pledge, before, _so_far(pledge, line))


def uncount_payment(pledge: Pledge, *, amount: Money) -> None:
    """Take reversed money back out of a pledge, cancelled ones included.

    Raise NoMoneyPledged, NotSoMuchCounted or CurrencyMismatch.
    """
    line = _locked_cash_line(pledge, amount)
    if amount.minor > line.paid_minor:
        raise NotSoMuchCounted(reference=pledge.reference)
    before = _so_far(pledge, line)
    line.paid_minor -= amount.minor
    settle(pledge)
    _record_fulfilment(pledge, before, _so_far(pledge, line))


def count_goods(line: PledgeLine, *, quantity: int) -> None:
    """Count units that were received for a line of a pledge. Raise PledgeNotStanding."""
    pledge = _locked(line.pledge)
    if pledge.status not in STANDING:
        raise PledgeNotStanding(reference=pledge.reference, state=word(pledge.status))
    before: dict[str, object] = {"quantity": line.received, "status": pledge.status}
    line.received += quantity
    settle(pledge)
    _record_fulfilment(pledge, before, {"quantity": line.received, "status": pledge.status})


def _locked(pledge: Pledge) -> Pledge:
    """Lock a pledge, then its lines in order, as everybody who counts does."""
    rows.lock(pledge)
    rows.lock_in_order(PledgeLine, {line.id for line in pledge.lines})
    return pledge


def _locked_cash_line(pledge: Pledge, amount: Money) -> PledgeLine:
    line = _locked(pledge).cash_line
    if line is None or line.amount is None:
        raise NoMoneyPledged(reference=pledge.reference)
    if amount.currency != line.amount.currency:
        raise CurrencyMismatch(left=line.amount.currency, right=amount.currency)
    return line


def _so_far(pledge: Pledge, line: PledgeLine) -> dict[str, object]:
    currency = line.amount.currency if line.amount else ""
    return {"amount": Money(line.paid_minor, currency), "status": pledge.status}


def _record_fulfilment(pledge: Pledge, before: dict[str, object], after: dict[str, object]) -> None:
    """Remember only what this arrival changed: the state often stays."""
    changed = [name for name in after if after[name] != before[name]]
    old, new = ({name: side[name] for name in changed} for side in (before, after))
    record("pledges:pledge:fulfilment", pledge, before=old, after=new)


def settle(pledge: Pledge) -> None:
    """Derive the state of a standing pledge from what its lines have counted."""
    if pledge.status in STANDING:
        done = [_is_done(line) for line in pledge.lines]
        begun = any(line.paid_minor or line.received for line in pledge.lines)
        pledge.status = (
            PledgeStatus.FULFILLED
            if all(done)
            else PledgeStatus.PARTIALLY_FULFILLED
            if begun
            else PledgeStatus.ACCEPTED
        )
    db.session.flush()


def _is_done(line: PledgeLine) -> bool:
    if line.kind is LineKind.CASH:
        return line.amount is not None and line.paid_minor >= line.amount.minor
    return line.missing == 0
