"""Proof that what must always hold does hold. Reads everything, repairs nothing."""

from collections.abc import Iterator

import sqlalchemy as sa

from relief.core.snapshot import snapshot
from relief.reports.verify import (
    allocation,
    bank,
    bought,
    chain,
    chapters,
    direct,
    folios,
    given_back,
    goods,
    holds,
    kits,
    ledger,
    merged,
    money,
    papers,
    schedules,
)
from relief.reports.verify.rule import broken

RULES = (
    *folios.RULES,
    *ledger.RULES,
    *money.RULES,
    *given_back.RULES,
    *goods.RULES,
    *holds.RULES,
    *allocation.RULES,
    *direct.RULES,
    *kits.RULES,
    *bank.RULES,
    *bought.RULES,
    *schedules.RULES,
    *merged.RULES,
)
CHECKS = (
    papers.broken_papers,
    chain.broken_chains,
    chapters.broken_walls,
    chapters.odd_currencies,
    merged.left_behind,
)


def violations() -> list[str]:
    """Return one line for each broken invariant of the whole installation; empty when all is well."""
    with snapshot() as connection:
        return list(violations_seen_by(connection))


def violations_seen_by(connection: sa.Connection) -> Iterator[str]:
    """Give the violations that are visible inside the transaction of a connection."""
    for rule in RULES:
        yield from broken(connection, rule)
    for check in CHECKS:
        yield from check(connection)
