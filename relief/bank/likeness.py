"""How likely one movement is one payment: a score and its reasons. Pure: no rows, no clock.

A reference or a tracking key is proof of who meant what; an amount, a name and a day only hint.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from relief.core.money import Money
from relief.core.text import company_key

LEAST_SCORE = 35
SAME, ALIKE = 0.99, 0.7


class TargetKind(StrEnum):
    """What a movement may stand for: money already written down, or a promise of it."""

    PAYMENT = "payment"
    PLEDGE = "pledge"


class Reason(StrEnum):
    """Why a candidate is proposed, and in `WEIGHTS` how much that says."""

    REFERENCE = "reference"
    TRACKING = "tracking"
    BANK_REFERENCE = "bank_reference"
    AMOUNT = "amount"
    INSTALMENT = "instalment"
    NAME = "name"
    NAME_NEAR = "name_near"
    DAY = "day"
    DAY_NEAR = "day_near"
    PART = "part"
    OVER = "over"


WEIGHTS = {
    Reason.REFERENCE: 60,
    Reason.TRACKING: 60,
    Reason.BANK_REFERENCE: 50,
    Reason.AMOUNT: 30,
    Reason.INSTALMENT: 30,
    Reason.NAME: 25,
    Reason.NAME_NEAR: 15,
    Reason.DAY: 10,
    Reason.DAY_NEAR: 5,
    Reason.PART: 5,
    Reason.OVER: 0,
}
_PROOFS = {Reason.REFERENCE, Reason.TRACKING}
_SUMS = {Reason.AMOUNT, Reason.INSTALMENT}

# The bank drops hyphens: PRO-2020-00123 arrives as PRO202000123. A prefix keeps other numbers out.
_REFERENCE = re.compile(r"(PRO|PAG)[\W_]?(20[0-9]{2})[\W_]?([0-9]{5})(?![0-9])")
_SMALL_WORDS = {"de", "del", "la", "las", "el", "los", "y", "e", "the", "of", "and"}


def references_in(text: str) -> frozenset[str]:
    """Return the references of ours that a text names, without their hyphens."""
    return frozenset("".join(found) for found in _REFERENCE.findall(text.upper()))


def mark_of(text: str) -> str:
    """Return a tracking key or a bank's reference as letters and digits; '' when too short to tell."""
    bare = re.sub(r"[^A-Z0-9]", "", text.upper())
    return bare if len(bare) >= 6 else ""


def words_of(name: str) -> frozenset[str]:
    """Return the words that tell a company apart, folded, without its legal form."""
    return frozenset(company_key(name).split()) - _SMALL_WORDS


@dataclass(frozen=True)
class Deposit:
    """What a movement says: `minor` in centavos or cents."""

    id: UUID
    day: date
    minor: int
    currency: str
    references: frozenset[str]
    marks: frozenset[str]
    words: frozenset[str]


@dataclass(frozen=True)
class Candidate:
    """What a movement may stand for: `minor` is what is still open of it.

    `references` are without hyphens; `marks` are what the payer or a slip said of the transfer;
    `parts` are the amounts of instalments that are due next.
    """

    kind: TargetKind
    id: UUID
    reference: str
    donor: str
    day: date
    minor: int
    currency: str
    references: frozenset[str]
    words: frozenset[str]
    marks: frozenset[str] = frozenset()
    parts: frozenset[int] = frozenset()
    waits: bool = False

    @property
    def open(self) -> Money:
        """Return what is still open of it."""
        return Money(self.minor, self.currency)


@dataclass(frozen=True)
class Proposal:
    """A candidate with its score, at most 100, and the reasons for it, the weightiest first."""

    candidate: Candidate
    score: int
    reasons: tuple[Reason, ...]
    exact: bool

    @property
    def over(self) -> bool:
        """Say whether more arrived than is open."""
        return Reason.OVER in self.reasons


def weigh(deposit: Deposit, candidate: Candidate) -> Proposal | None:
    """Return how likely a pair is, None when too little speaks for it."""
    if deposit.currency != candidate.currency:
        return None
    reasons = [*_who(deposit, candidate), *_how_much(deposit, candidate)]
    reasons += _when(deposit, candidate)
    score = min(sum(WEIGHTS[reason] for reason in reasons), 100)
    if score < LEAST_SCORE or not _telling(reasons, deposit, candidate):
        return None
    exact = bool(_PROOFS & set(reasons)) and bool(_SUMS & set(reasons))
    reasons.sort(key=lambda reason: -WEIGHTS[reason])
    return Proposal(candidate, score, tuple(reasons), exact)


def _telling(reasons: Sequence[Reason], deposit: Deposit, candidate: Candidate) -> bool:
    """Say whether somebody is named; a payment of the same days needs no name if the bank has none."""
    named = {
        Reason.REFERENCE,
        Reason.TRACKING,
        Reason.BANK_REFERENCE,
        Reason.NAME,
        Reason.NAME_NEAR,
    }
    if named & set(reasons):
        return True
    nameless = candidate.kind is TargetKind.PAYMENT and not deposit.words
    return nameless and Reason.AMOUNT in reasons


def _who(deposit: Deposit, candidate: Candidate) -> Iterator[Reason]:
    if deposit.references & candidate.references:
        yield Reason.REFERENCE
    shared = deposit.marks & candidate.marks
    if shared:
        # A tracking key of SPEI is long, and no two transfers share one.
        yield Reason.TRACKING if max(map(len, shared)) >= 16 else Reason.BANK_REFERENCE
    same = likeness(deposit.words, candidate.words)
    if same >= SAME:
        yield Reason.NAME
    elif same >= ALIKE:
        yield Reason.NAME_NEAR


def likeness(left: frozenset[str], right: frozenset[str]) -> float:
    """Return how many words two names share, from 0 to 1."""
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


def _how_much(deposit: Deposit, candidate: Candidate) -> Iterator[Reason]:
    if deposit.minor == candidate.minor:
        yield Reason.AMOUNT
    elif deposit.minor in candidate.parts:
        yield Reason.INSTALMENT
    elif deposit.minor < candidate.minor:
        yield Reason.PART
    else:
        yield Reason.OVER


def _when(deposit: Deposit, candidate: Candidate) -> Iterator[Reason]:
    days = (deposit.day - candidate.day).days
    if candidate.kind is TargetKind.PLEDGE:
        if 0 <= days <= 180:
            yield Reason.DAY_NEAR
    elif abs(days) <= 3:
        yield Reason.DAY
    elif abs(days) <= 10:
        yield Reason.DAY_NEAR
