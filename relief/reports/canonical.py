"""The whole content as text that is the same for the same content, on either engine.

Left out: ids, moments (when something reached us; whether it did is kept as yes or no), and what
differs from one installation to the next: the audit chain, jobs, letters, links, sessions, codes
and the bytes of papers, which carry such codes. Legal dates stay.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from relief.core.db import Base, UtcDateTime
from relief.core.snapshot import snapshot

LEFT_OUT = {
    "audit_entry",
    "audit_head",
    "calendar_feed",
    "capability_link",
    "daily_run",
    "donor_session",
    "expiry_alert",
    "job",
    "letter",
    "provider_event",
    "receipt_paper",
    "roll_import",
    "sign_in_link",
    "staff_session",
    "throttle_count",
}
# Secrets, keys of repeated requests, and hashes over what is left out.
SILENT = {
    "back_to",
    "check_code",
    "facts_hash",
    "fs_uniquifier",
    "idem_key",
    "link_id",
    "mf_recovery_codes",
    "nonce",
    "page_url",
    "password",
    "sheet_code",
    "tf_primary_method",
    "tf_totp_secret",
}
FACTS_SILENT = {"chain_head", "check_code", "check_url", "issued_at"}

# How a row is called by the rows that refer to it; a table that is not named here is not referred to.
NAMES: dict[str, tuple[str, ...]] = {
    "allocation": ("reference",),
    "bank_account": ("name",),
    "bank_line": ("account_id", "fingerprint"),
    "bank_statement": ("reference",),
    "campaign": ("slug",),
    "chapter": ("slug",),
    "delivery": ("reference",),
    "driver_report": ("delivery_id", "kind", "receiver_name"),
    "donor": ("member_no", "name", "rfc", "email"),
    "driver": ("name",),
    "hold": ("reference",),
    "hospital": ("name",),
    "intake": ("reference",),
    "intake_line": ("intake_id", "position"),
    "item": ("sku",),
    "kit_assembly": ("reference",),
    "kitchen": ("name",),
    "lot": ("code",),
    "meal_adoption": ("reference",),
    "meal_programme": ("reference",),
    "meal_settlement": ("intake_id",),
    "meal_slot": ("programme_id", "day"),
    "need": ("reference",),
    "need_line": ("need_id", "position"),
    "payment": ("reference",),
    "payment_batch": ("reference",),
    "place": ("name",),
    "pledge": ("reference",),
    "pledge_line": ("pledge_id", "position"),
    "purchase": ("reference",),
    "recall": ("reference",),
    "receipt": ("folio",),
    "reminder_letter": ("pledge_id", "sent_on"),
    "route": ("reference",),
    "schedule": ("pledge_id", "revision"),
    "staff_user": ("email",),
    "stock_count": ("reference",),
    "thanks_letter": ("reference",),
    "thanks_run": ("reference",),
    "transfer": ("reference",),
    "vehicle": ("plates",),
}

Names = dict[UUID, str]
Shown = Callable[[Any], Any]


def canonical_lines() -> Iterator[str]:
    """Give the content line by line: a JSON object with a list of rows for each table, sorted."""
    names: Names = {}
    yield "{"
    with snapshot() as connection:
        tables = [table for table in Base.metadata.sorted_tables if table.name not in LEFT_OUT]
        found = {table.name: _rows(connection, table, names) for table in tables}
    for number, name in enumerate(sorted(found)):
        rows = sorted(found[name])
        yield f' "{name}": ['
        yield from (f"  {row}," for row in rows[:-1])
        yield from (f"  {row}" for row in rows[-1:])
        yield " ]" if number == len(found) - 1 else " ],"
    yield "}"


def _rows(connection: sa.Connection, table: sa.Table, names: Names) -> list[str]:
    """Return a table's rows as JSON, and remember how rows that others refer to are called."""
    shown = {column.name: show for column in table.c if (show := _shower(column, names))}
    called = NAMES.get(table.name, ())
    rows = []
    for row in connection.execute(sa.select(table)).mappings():
        content = {_key(name, table): show(row[name]) for name, show in shown.items()}
        rows.append(json.dumps(content, ensure_ascii=False, sort_keys=True))
        if called:
            words = [shown[name](row[name]) for name in called]
            names[row["id"]] = " ".join(str(word) for word in words if word is not None)
    return rows


def _key(name: str, table: sa.Table) -> str:
    """Return what a column is called: a reference loses its `_id`, a moment its `_at`."""
    if table.c[name].foreign_keys:
        return name.removesuffix("_id")
    return name.removesuffix("_at") if isinstance(table.c[name].type, UtcDateTime) else name


def _shower(column: sa.Column[Any], names: Names) -> Shown | None:
    """Return how the values of a column are shown, None when they are not."""
    moment = isinstance(column.type, UtcDateTime)
    own_id = isinstance(column.type, sa.Uuid) and not column.foreign_keys
    if column.name in SILENT or own_id or (moment and not column.nullable):
        return None
    if column.foreign_keys:
        return lambda value: None if value is None else names[value]
    if moment:
        return lambda value: value is not None
    return _facts if column.name == "facts" else _plain


def _facts(value: str) -> Any:
    return {key: each for key, each in json.loads(value).items() if key not in FACTS_SILENT}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value
