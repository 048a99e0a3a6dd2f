"""What moves when two donors become one: rooms above say it here, for this room does not know them.

Every row that refers to a donor moves unless its room says why it stays. A room may give a
function of its own where a plain change of the reference would break a rule.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import LazyString

from relief.core.db import Base

Move = Callable[[UUID, UUID], int]


@dataclass(frozen=True)
class Moving:
    """How the rows of one table follow. `move(old, new)` moves them itself and counts them."""

    label: LazyString
    move: Move | None = None


_moving: dict[type[Base], Moving] = {}
_staying: dict[type[Base], str] = {}


def moves(kind: type[Any], label: LazyString, *, move: Move | None = None) -> None:
    """Say how people call the rows that follow a merged donor, and how they follow."""
    _moving[kind] = Moving(label, move)


def stays(kind: type[Any], why: str) -> None:
    """Say why the rows of a table keep the donor that they were written for."""
    _staying[kind] = why


def moving() -> dict[type[Base], Moving]:
    """Return what rooms registered, in the order of registration."""
    return dict(_moving)


def staying() -> dict[type[Base], str]:
    """Return the tables that do not follow, and why."""
    return dict(_staying)
