"""Who acts, and under which request: carried beside the call, not through it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class ActorKind(StrEnum):
    """The kinds of hands that change a record."""

    STAFF = "staff"
    DONOR = "donor"
    HOSPITAL = "hospital"
    DRIVER = "driver"
    PUBLIC = "public"
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """Whoever is about to change something, as the audit will remember them."""

    kind: ActorKind
    label: str
    id: UUID | None = None


SYSTEM = Actor(ActorKind.SYSTEM, "Relief")

_actor: ContextVar[Actor] = ContextVar("actor", default=SYSTEM)
_request_id: ContextVar[str] = ContextVar("request_id", default="-")


def current_actor() -> Actor:
    """Return who acts; the system itself when nobody was named."""
    return _actor.get()


@contextmanager
def acting_as(actor: Actor) -> Iterator[None]:
    """Let everything inside be remembered as done by `actor`."""
    token = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(token)


def set_actor(actor: Actor) -> None:
    """Name the actor for the rest of this context; each request has a context of its own."""
    _actor.set(actor)


def request_id() -> str:
    """Return the id that ties log lines, audit rows and error pages of one request."""
    return _request_id.get()


def set_request_id(value: str) -> None:
    """Remember the id of the request being answered."""
    _request_id.set(value)
