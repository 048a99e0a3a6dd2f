"""The word on screen for every state, role and kind; each room registers its own."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from flask_babel import LazyString

Kind = TypeVar("Kind", bound=StrEnum)
_words: dict[type[StrEnum], dict[StrEnum, LazyString]] = {}


def register(kind: type[StrEnum], words: Mapping[str, LazyString]) -> None:
    """Give every member of an enum its word, lazily translated. Raise KeyError for a missing one."""
    _words[kind] = {member: words[member.value] for member in kind}


def word(value: StrEnum) -> str:
    """Return the translated word of a state. Raise KeyError for one that has none: a defect."""
    return str(_words[type(value)][value])


def choices(kind: type[Kind]) -> dict[Kind, LazyString]:
    """Return the words of a whole enum, for a `ChoiceField`."""
    return _words[kind]  # type: ignore[return-value]  # kept by its own kind


def registered() -> dict[type[StrEnum], dict[StrEnum, LazyString]]:
    """Return every enum that has words, for the house tests."""
    return dict(_words)
