"""What a driver's phone tells of a stop, read with the distrust that a message from afar deserves.

The phone sends JSON: `key` and `delivery` (UUIDs), `kind`, `happened_at` (ISO 8601 with its zone),
`receiver_name`, `receiver_title`, `remarks`, `signature`, `failure`, and `lines`, each with `line`
(UUID), `accepted`, `short`, `rejected` (units), `reason` and `note`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from relief.core.text import clean_line, clean_text
from relief.deliveries.evidence import FailureReason, ReportKind, SignatureState
from relief.deliveries.models import DifferenceReason

MOST_LINES = 200
MOST_UNITS = 10**9
LONGEST_NAME, LONGEST_NOTE, LONGEST_REMARKS = 120, 200, 500

Kind = TypeVar("Kind", bound=StrEnum)


class Unreadable(ValueError):
    """No phone of ours wrote this."""


@dataclass(frozen=True)
class ToldLine:
    """What the driver says of one line. `rejected` came and was not accepted, for a reason."""

    line_id: UUID
    accepted: int
    short: int
    rejected: int
    reason: DifferenceReason | None
    note: str


@dataclass(frozen=True)
class Told:
    """What the driver says of one stop."""

    key: UUID
    delivery_id: UUID
    kind: ReportKind
    happened_at: datetime
    receiver_name: str
    receiver_title: str
    remarks: str
    signature: SignatureState | None
    failure: FailureReason | None
    lines: tuple[ToldLine, ...]


def read_told(text: str) -> Told:
    """Return what a message says. Raise Unreadable for anything else than the shape above."""
    try:
        raw = json.loads(text)
        return _told(raw)
    except (
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        RecursionError,
        OverflowError,
    ) as error:
        raise Unreadable from error


def _told(raw: Mapping[str, Any]) -> Told:
    lines = raw.get("lines") or []
    if len(lines) > MOST_LINES:
        raise Unreadable
    return Told(
        key=UUID(raw["key"]),
        delivery_id=UUID(raw["delivery"]),
        kind=ReportKind(raw["kind"]),
        happened_at=_moment(raw["happened_at"]),
        receiver_name=_line_of(raw.get("receiver_name"), LONGEST_NAME),
        receiver_title=_line_of(raw.get("receiver_title"), LONGEST_NAME),
        remarks=_printable(clean_text(_text(raw.get("remarks"))))[:LONGEST_REMARKS],
        signature=_choice(SignatureState, raw.get("signature")),
        failure=_choice(FailureReason, raw.get("failure")),
        lines=tuple(_told_line(line) for line in lines),
    )


def _told_line(raw: Mapping[str, Any]) -> ToldLine:
    return ToldLine(
        line_id=UUID(raw["line"]),
        accepted=_units(raw["accepted"]),
        short=_units(raw["short"]),
        rejected=_units(raw["rejected"]),
        reason=_choice(DifferenceReason, raw.get("reason")),
        note=_line_of(raw.get("note"), LONGEST_NOTE),
    )


def _units(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= MOST_UNITS:
        raise Unreadable
    return value


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise Unreadable
    return moment.astimezone(UTC)


def _choice(kind: type[Kind], value: Any) -> Kind | None:
    return kind(value) if value else None


def _text(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unreadable
    return value


def _line_of(value: Any, longest: int) -> str:
    return _printable(clean_line(_text(value)))[:longest]


def _printable(text: str) -> str:
    """Take out what no paper can print: nobody is there any more to be asked for another letter."""
    from relief.core.pdf.fonts import undrawable  # heavy

    lacking = undrawable(text)
    return clean_text("".join(letter for letter in text if letter not in lacking))
