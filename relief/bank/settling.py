"""Say what a movement was: match it, split it, join it, set it aside, and take that back."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from relief.audit.actions import record
from relief.audit.queries import who_did
from relief.bank.covering import covered
from relief.bank.errors import (
    CurrenciesApart,
    LineSettled,
    NothingToMatch,
    PartsDiffer,
    PaymentDead,
    PaymentDiffers,
    PaymentTaken,
    ReasonMissing,
)
from relief.bank.models import BankLine, BankMatch, LineStatus, MatchDeed
from relief.campaigns.models import Campaign
from relief.core.context import current_actor
from relief.core.db import db
from relief.core.money import Money, format_money
from relief.core.rows import lock, lock_in_order
from relief.core.text import has_substance, search_key
from relief.core.words import word
from relief.donors.models import Donor
from relief.payments.actions import confirm_payment, record_payment
from relief.payments.models import Method, Payment, PaymentStatus
from relief.periods.actions import refuse_closed
from relief.pledges.models import Pledge

SETTLED = ("bank:line:matched", "bank:line:ignored")


@dataclass(frozen=True)
class Free:
    """Money that nobody promised: who gave it, and for what."""

    donor: Donor
    campaign: Campaign


@dataclass(frozen=True)
class Part:
    """A part of a deposit: what it stands for, and how much. `over` allows more than was promised."""

    target: Payment | Pledge | Free
    amount: Money
    over: bool = False


def settle(line: BankLine, parts: Sequence[Part], *, score: int = 0) -> list[BankMatch]:
    """Match a deposit with the payments that its parts are, recording and confirming what is new.

    The parts add up to the deposit. `score` is the proposal's, kept for the record. Raise
    LineSettled, which names who was first, NothingToMatch, PartsDiffer, MonthClosed, or what a
    part's payment refuses.
    """
    _begin(line)
    _refuse_parts(line, parts)
    attempt = len(line.matches)
    matches = [
        _match(line, part, nonce=uuid5(line.id, f"{attempt}-{place}"), score=score)
        for place, part in enumerate(parts)
    ]
    _end(line, matches)
    return matches


def join(lines: Sequence[BankLine], target: Payment | Pledge) -> list[BankMatch]:
    """Match several deposits with one pledge, a payment for each, or with the one payment they are.

    Deposits for one payment add up to what is open of it. Raise as `settle`.
    """
    lock_in_order(BankLine, {line.id for line in lines})
    lines = sorted(lines, key=lambda line: (line.day, line.position))
    if isinstance(target, Pledge):
        return [m for line in lines for m in settle(line, [Part(target, line.open)])]
    for line in lines:
        _begin(line)
    lock(target)
    arrived = sum(line.open.minor for line in lines)
    _refuse_payment(target, Money(arrived, lines[0].amount.currency), whole=True)
    deed = _confirmed(target)
    matches = [_write(line, target, line.open, deed=deed) for line in lines]
    for line, match in zip(lines, matches, strict=True):
        _end(line, [match])
    return matches


def ignore(line: BankLine, *, reason: str) -> None:
    """Set a movement aside that stands for no gift. Raise LineSettled or ReasonMissing."""
    lock(line)
    _refuse_settled(line)
    if not has_substance(reason):
        raise ReasonMissing
    line.status, line.ignored_reason = LineStatus.IGNORED, reason
    db.session.flush()
    told = {"status": LineStatus.IGNORED, "reason": reason}
    record("bank:line:ignored", line, before={"status": LineStatus.UNMATCHED}, after=told)


def _begin(line: BankLine) -> None:
    """Hold a deposit that nobody settled yet."""
    lock(line)
    _refuse_settled(line)
    if not line.incoming:
        raise NothingToMatch
    refuse_closed(line.day)


def _refuse_parts(line: BankLine, parts: Sequence[Part]) -> None:
    total = sum((part.amount for part in parts), Money.zero(line.amount.currency))
    if not parts or total != line.open:
        raise PartsDiffer(
            parts=format_money(total),
            line=format_money(line.open),
            gap=format_money(line.open - total),
        )


def _refuse_settled(line: BankLine) -> None:
    if line.status in {LineStatus.MATCHED, LineStatus.IGNORED}:
        raise LineSettled(who=who_did(line.id, *SETTLED))
    if line.status is LineStatus.APART:
        raise NothingToMatch


def _match(line: BankLine, part: Part, *, nonce: UUID, score: int) -> BankMatch:
    if isinstance(part.target, Payment):
        payment = lock(part.target)
        _refuse_payment(payment, part.amount, whole=payment.status is PaymentStatus.PENDING)
        deed = _confirmed(payment)
    else:
        payment = confirm_payment(_recorded(line, part, nonce))
        deed = MatchDeed.RECORDED
    return _write(line, payment, part.amount, deed=deed, score=score)


def _refuse_payment(payment: Payment, part: Money, *, whole: bool) -> None:
    """Refuse a payment that did not arrive, or of which less is open; `whole`: or more."""
    if payment.amount.currency != part.currency:
        raise CurrenciesApart(
            line=part.currency, reference=payment.reference, other=payment.amount.currency
        )
    if payment.status not in {PaymentStatus.PENDING, PaymentStatus.CONFIRMED}:
        raise PaymentDead(reference=payment.reference, status=word(payment.status))
    taken = covered(payment)
    left = payment.amount.minor - taken
    if left <= 0:
        raise PaymentTaken(reference=payment.reference)
    if part.minor > left or (whole and part.minor != left):
        raise PaymentDiffers(
            reference=payment.reference,
            payment=format_money(Money(left, part.currency)),
            part=format_money(part),
        )


def _confirmed(payment: Payment) -> MatchDeed:
    """Confirm a payment that waited for this deposit; say what was done to it."""
    if payment.status is PaymentStatus.PENDING:
        confirm_payment(payment)
        return MatchDeed.CONFIRMED
    return MatchDeed.LINKED


def _recorded(line: BankLine, part: Part, nonce: UUID) -> Payment:
    """Write down the payment that a deposit is. The nonce comes of the line: sent twice, it is one."""
    pledge = part.target if isinstance(part.target, Pledge) else None
    source = pledge if pledge is not None else part.target
    return record_payment(
        donor=source.donor,
        campaign=source.campaign,
        pledge=pledge,
        amount=part.amount,
        nonce=nonce,
        allow_over=part.over,
        method=method_of(line),
        received_on=line.day,
        bank_reference=line.tracking_key or line.reference,
    )


def method_of(line: BankLine) -> Method:
    """Return the forma de pago that the bank's words tell; a transfer unless they say otherwise."""
    words = search_key(line.description)
    if "cheque" in words or "chq" in words:
        return Method.CHEQUE
    return Method.CASH if "efectivo" in words else Method.TRANSFER


def _write(
    line: BankLine, payment: Payment, part: Money, *, deed: MatchDeed, score: int = 0
) -> BankMatch:
    match = BankMatch(
        line_id=line.id,
        payment_id=payment.id,
        part=part,
        deed=deed,
        score=score,
        matched_by=current_actor().label,
    )
    db.session.add(match)
    db.session.flush()
    return match


def _end(line: BankLine, matches: Sequence[BankMatch]) -> None:
    line.status = LineStatus.MATCHED
    db.session.flush()
    db.session.expire(line, ["matches"])
    payments = [db.session.get_one(Payment, match.payment_id) for match in matches]
    record(
        "bank:line:matched",
        line,
        about=payments[0],
        before={"status": LineStatus.UNMATCHED},
        after={
            "status": LineStatus.MATCHED,
            "amount": line.amount,
            "reference": ", ".join(payment.reference for payment in payments),
        },
    )
