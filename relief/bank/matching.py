"""Which payments a bank's movements stand for: the likely ones of each. Pure: no rows, no clock.

What is exact, the reference or tracking key and the amount together, may be accepted unread.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from relief.bank.likeness import ALIKE, Candidate, Deposit, Proposal, TargetKind, likeness, weigh

MOST_PROPOSED = 3


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
                if likeness(deposit.words, candidate.words) >= ALIKE:
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
