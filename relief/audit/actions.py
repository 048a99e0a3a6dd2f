"""record(): the one way to remember that something changed."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any, Protocol
from uuid import UUID

from relief.audit.chain import Waiting, wait
from relief.core import context, tenancy
from relief.core.money import Money


class Recorded(Protocol):
    """Anything with an id of its own."""

    @property
    def id(self) -> Any:
        """Return the id of the row."""
        ...


def record(
    tag: str,
    subject: Recorded,
    *,
    about: Recorded | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Remember one change, to be written with the transaction that makes it.

    `tag` is room:subject:verb, such as `payments:payment:confirmed`. `about` names a second
    record on whose timeline it belongs. Values may be money, dates, enums, ids and plain ones.
    Never pass tokens, passwords or card data.
    """
    data = {
        name: {key: plain(value) for key, value in side.items()}
        for name, side in (("before", before), ("after", after))
        if side
    }
    wait(
        Waiting(
            chapter_id=tenancy.chapter_id(),
            tag=tag,
            subject_id=subject.id,
            context_id=about.id if about is not None else None,
            data=data,
            actor=context.current_actor(),
        )
    )


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it: money as `minor currency`, the rest as text."""
    if isinstance(value, Money):
        return f"{value.minor} {value.currency}"
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, UUID | date | datetime):
        return str(value)
    return value
