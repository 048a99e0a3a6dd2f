"""One thing that the start page keeps an eye on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from relief.accounts.permissions import Permission


@dataclass(frozen=True)
class Watch:
    """How one card is counted and told; shown to those who hold `permission`."""

    permission: Permission
    endpoint: str
    query: dict[str, Any]
    tone: str
    icon: str
    count: Callable[[], int]
    tell: Callable[[int], str]
