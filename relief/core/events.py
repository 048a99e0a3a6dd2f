"""Facts that a room announces, and the rooms above that react.

An announced fact becomes one job for each reaction, in the same transaction as its cause. The
worker carries it up; a reaction may run twice, so each is safe to repeat.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, TypeVar
from uuid import UUID

from relief.core import outbox


@dataclass(frozen=True)
class Event:
    """A fact. Its fields are ids and plain values; rows are looked up again by the reaction."""


Reaction = TypeVar("Reaction", bound=Callable[..., None])
_reactions: dict[type[Event], list[str]] = {}


def on(kind: type[Event]) -> Callable[[Reaction], Reaction]:
    """Register a reaction. It receives the fields of the fact by keyword, inside a transaction."""

    def register(function: Reaction) -> Reaction:
        name = f"{function.__module__.removeprefix('relief.')}.{function.__name__}"
        outbox.task(name)(function)
        _reactions.setdefault(kind, []).append(name)
        return function

    return register


def announce(fact: Event) -> None:
    """Write one job for each reaction to `fact` into the running transaction."""
    payload: dict[str, Any] = {
        key: str(value) if isinstance(value, UUID) else value for key, value in asdict(fact).items()
    }
    for name in _reactions.get(type(fact), []):
        outbox.add(name, payload)


def reactions() -> dict[type[Event], list[str]]:
    """Return which reactions each fact has, for the house tests."""
    return dict(_reactions)
