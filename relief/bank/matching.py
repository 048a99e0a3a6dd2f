"""How likely a movement is which payment: a score and its reasons. Pure: no rows, no clock.

A reference or a tracking key is proof of who meant what; an amount, a name and a day only hint.
What is exact, the reference or tracking key and the amount together, may be accepted unread.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from relief.core.money import Money
from relief.core.text import company_key

MOST_PROPOSED = 3
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


@dataclass
class _Index:
    """Candidates by what a deposit may share with them, so that few pairs are looked at."""

    by_reference: defaultdict[str, list[Candidate]] = field(
        default_factory=lambda: defaultdict(list)
    )
    by_mark: defaultdict[str, list[Candidate]] = field(default_factory=lambda: defaultdict(list))
    by_minor: defaultdict[int, list[Candidate]] = field(default_factory=lambda: defaultdict(list))
    by_word: defaultdict[str, list[Candidate]] = field(default_factory=lambda: defaultdict(list))

    def add(self, candidate: Candidate) -> None:
        """File a candidate under all that it shows."""
        for book, keys in (
            (self.by_reference, candidate.references),
            (self.by_mark, candidate.marks),
            (self.by_word, candidate.words),
        ):
            for key in keys:
                book[key].append(candidate)
        # The amount of a promise says nothing unless somebody is named too.
        if candidate.kind is TargetKind.PAYMENT:
            self.by_minor[candidate.minor].append(candidate)

    def near(self, deposit: Deposit) -> Iterator[Candidate]:
        """Give the candidates that share anything telling with a deposit, some of them twice."""
        yield from self.by_minor.get(deposit.minor, ())
        for book, keys in (
            (self.by_reference, deposit.references),
            (self.by_mark, deposit.marks),
        ):
            for key in keys:
                yield from book.get(key, ())
        for word in self._rarest(deposit.words):
            for candidate in self.by_word.get(word, ()):
                if _likeness(deposit.words, candidate.words) >= ALIKE:
                    yield candidate

    def _rarest(self, words: frozenset[str]) -> list[str]:
        """Return so many of the rarest words that every name alike shares one of them."""
        ranked = sorted(words, key=lambda word: (len(self.by_word.get(word, ())), word))
        shared = math.ceil(len(words) * ALIKE / (2 - ALIKE))
        return ranked[: len(words) - shared + 1]


def propose(
    deposits: Sequence[Deposit], candidates: Iterable[Candidate]
) -> dict[UUID, list[Proposal]]:
    """Return the best proposals of each deposit, by its id; a deposit without any is left out.

    Only one exact proposal stands for a deposit, and a candidate that two deposits would take
    exactly is exact for neither: a person decides.
    """
    index = _Index()
    for candidate in candidates:
        index.add(candidate)
    found: dict[UUID, list[Proposal]] = {}
    for deposit in deposits:
        seen = {candidate.id: candidate for candidate in index.near(deposit)}
        weighed = (weigh(deposit, candidate) for candidate in seen.values())
        kept = sorted((each for each in weighed if each is not None), key=_rank)
        if kept:
            found[deposit.id] = _one_exact(kept)[:MOST_PROPOSED]
    return _undisputed(found)


def _rank(proposal: Proposal) -> tuple[bool, int, bool, str]:
    """Sort what is exact first, then by score; money written down before a promise."""
    promise = proposal.candidate.kind is TargetKind.PLEDGE
    return (not proposal.exact, -proposal.score, promise, proposal.candidate.reference)


def _one_exact(ranked: list[Proposal]) -> list[Proposal]:
    """Keep the exact one if it stands alone among its kind; a payment beats the pledge it pays."""
    exact = [each for each in ranked if each.exact]
    alike = [each for each in exact if each.candidate.kind is exact[0].candidate.kind]
    sure = exact[0] if len(alike) == 1 else None
    return [each if each is sure else replace(each, exact=False) for each in ranked]


def _undisputed(found: dict[UUID, list[Proposal]]) -> dict[UUID, list[Proposal]]:
    claims: defaultdict[UUID, int] = defaultdict(int)
    for proposals in found.values():
        for each in proposals:
            claims[each.candidate.id] += each.exact
    return {
        deposit: [
            replace(each, exact=False) if claims[each.candidate.id] > 1 else each
            for each in proposals
        ]
        for deposit, proposals in found.items()
    }


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
    likeness = _likeness(deposit.words, candidate.words)
    if likeness >= SAME:
        yield Reason.NAME
    elif likeness >= ALIKE:
        yield Reason.NAME_NEAR


def _likeness(left: frozenset[str], right: frozenset[str]) -> float:
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
