"""A rule is a sentence and the question whose answers are its violations."""

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa


@dataclass(frozen=True)
class Rule:
    """`sql` finds rows that break the rule, on both engines; each one fills the `words`.

    Every question returns `chapter`, the slug. Amounts in the words are minor units.
    """

    subject: str
    words: str
    sql: str


def broken(connection: sa.Connection, rule: Rule) -> Iterator[str]:
    """Give one line for each row that breaks the rule, in a stable order."""
    for row in sorted(connection.execute(sa.text(rule.sql)).mappings(), key=lambda row: str(row)):
        yield line(rule.subject, row["chapter"], rule.words.format(**row))


def line(subject: str, chapter: str, words: str) -> str:
    """Return a violation as the operator reads it."""
    return f"{subject}: {chapter}: {words}"
