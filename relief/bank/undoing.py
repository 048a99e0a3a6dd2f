"""Take a settlement back, with what it made: payments it confirmed or recorded are reversed."""

from collections.abc import Iterable

from flask_babel import gettext as _

from relief.audit.actions import record
from relief.bank import queries
from relief.bank.covering import live_of
from relief.bank.errors import LineOpen
from relief.bank.models import BankLine, BankMatch, LineStatus, MatchDeed
from relief.core import clock
from relief.core.context import current_actor
from relief.core.db import db
from relief.core.rows import lock, lock_in_order
from relief.payments.actions import reverse_payment
from relief.payments.models import Payment, PaymentStatus, ReversalKind
from relief.periods.actions import refuse_closed

MADE = {MatchDeed.CONFIRMED, MatchDeed.RECORDED}


def undo(line: BankLine) -> None:
    """Let a movement wait again.

    Payments that the match recorded or confirmed are reversed as recorded by mistake, today; a
    payment it was only linked to stays as it is, and so does one that was given back. Other
    deposits of the same reversed payment wait again too. Raise LineOpen or MonthClosed.
    """
    lock(line)
    if line.status is LineStatus.IGNORED:
        line.ignored_reason = ""
        _wait_again(line, LineStatus.IGNORED)
        return
    if not line.live_matches:
        raise LineOpen
    lines = _entangled(line)
    refuse_closed(*(each.day for each in lines))
    payments = [m.payment for each in lines for m in each.live_matches if m.deed in MADE]
    for each in lines:
        _end(each.live_matches)
        _wait_again(each, each.status)
    for payment in sorted(set(payments), key=lambda payment: payment.id):
        _reverse(payment)


def free(payment: Payment) -> None:
    """Let the deposits of a payment wait again, because it was recorded by mistake."""
    found = [match for match in live_of(payment) if match.deed is not MatchDeed.GIVEN_BACK]
    lines = lock_in_order(BankLine, {match.line_id for match in found})
    _end(found)
    for line in lines.values():
        _wait_again(line, line.status)


def _entangled(line: BankLine) -> list[BankLine]:
    """Return the movement and, locked, those whose payment would be reversed with its own."""
    group, grown = {line.id: line}, True
    while grown:
        made = {m.payment for each in group.values() for m in each.live_matches if m.deed in MADE}
        beside = {match.line_id for payment in made for match in live_of(payment)}
        more = lock_in_order(BankLine, beside - group.keys())
        group |= more
        grown = bool(more)
    return sorted(group.values(), key=lambda each: each.id)


def _end(matches: Iterable[BankMatch]) -> None:
    for match in matches:
        match.undone_at = clock.now()
        match.undone_by = current_actor().label
    db.session.flush()


def _wait_again(line: BankLine, before: LineStatus) -> None:
    line.status = LineStatus.UNMATCHED
    db.session.flush()
    record(
        "bank:line:undone",
        line,
        before={"status": before},
        after={"status": LineStatus.UNMATCHED},
    )


def _reverse(payment: Payment) -> None:
    lock(payment)
    if payment.status is PaymentStatus.CONFIRMED:
        reverse_payment(
            payment,
            kind=ReversalKind.MISTAKEN,
            reason=_("The reconciliation of its bank movement was undone."),
            reversed_on=queries.today(),
        )
