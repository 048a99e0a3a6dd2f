"""Facts: what a paper says, frozen as plain values before it is drawn."""

import hashlib
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import MISSING, fields
from datetime import date
from types import UnionType
from typing import TYPE_CHECKING, Any, Self, TypeVar, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from dataclasses import Field


class Facts:
    """The base of the frozen dataclasses that papers are drawn from.

    Fields are str, int, bool, date, aware datetime, other Facts, tuples of Facts, or None. A
    value equal to its field's default is left out of the JSON, so that a field added later
    changes neither the text nor the hash of papers that were issued before.
    """

    def to_json(self) -> str:
        """Canonical text: sorted keys, no spaces, NFC; equal facts give equal text."""
        return json.dumps(_plain(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The facts that `to_json` wrote. Raises TypeError for a field that is not known."""
        return _facts(cls, json.loads(text))

    def facts_hash(self) -> str:
        """SHA-256 of the canonical text, in hex."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    def texts(self) -> Iterator[str]:
        """Every word that could reach the paper, for `relief.core.pdf.ensure_drawable`."""
        for field in _fields(self):
            yield from _texts(getattr(self, field.name))


F = TypeVar("F", bound=Facts)


def _fields(facts: Facts | type[Facts]) -> "tuple[Field[Any], ...]":
    return fields(facts)  # type: ignore[arg-type]  # every Facts is a dataclass


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Facts):
        yield from value.texts()
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)


def _plain(value: object) -> object:
    if isinstance(value, Facts):
        present = ((f, getattr(value, f.name)) for f in _fields(value))
        return {
            f.name: _plain(each) for f, each in present if f.default is MISSING or each != f.default
        }
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


def _facts(kind: type[F], values: dict[str, Any]) -> F:
    hints = get_type_hints(kind)
    known = {name: _typed(hints[name], value) for name, value in values.items() if name in hints}
    if len(known) != len(values):
        raise TypeError(f"{kind.__name__} has no {sorted(set(values) - set(known))}")
    return kind(**known)


def _typed(hint: Any, value: Any) -> Any:
    if isinstance(hint, UnionType):
        hint = next(one for one in get_args(hint) if one is not type(None))
    if get_origin(hint) is tuple:
        return tuple(_typed(get_args(hint)[0], one) for one in value)
    if isinstance(value, dict):
        return _facts(hint, value)
    # A datetime is a date too, and reads its own text.
    return hint.fromisoformat(value) if value and issubclass(hint, date) else value
