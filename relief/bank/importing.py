"""A bank's file into the books: looked at first, then written whole, in one transaction."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from relief.audit.actions import record
from relief.bank import queries
from relief.bank.columns import Layout, Told, find_layout, signature, told_above
from relief.bank.errors import ColumnsUnknown, CurrencyOfFileDiffers, NoAccount, NoMovements
from relief.bank.models import (
    BankAccount,
    BankLine,
    BankStatement,
    ColumnMapping,
    LineKind,
    LineStatus,
)
from relief.bank.movements import Movement, Reading, RefusedRow
from relief.bank.refused import Refused, in_words
from relief.bank.statement import read
from relief.core import files
from relief.core.context import current_actor
from relief.core.db import db
from relief.core.money import Money
from relief.core.references import next_reference
from relief.core.rows import lock
from relief.core.tables import Limits, Row, read_rows
from relief.core.tables.row import MEGABYTE

AT_ONCE = 1000
LIMITS = Limits(bytes=10 * MEGABYTE, rows=20_000)


@dataclass(frozen=True)
class Outcome:
    """What an import did, or would do. `repeated` counts rows known already or told twice."""

    new: int
    repeated: int
    refused: list[Refused]
    statement: BankStatement | None = None


@dataclass(frozen=True)
class Preview:
    """A file as it would be imported into an account; nothing is written."""

    account: BankAccount
    rows: Sequence[Row]
    layout: Layout
    told: Told
    reading: Reading
    known: list[Movement] = field(default_factory=list)
    new: list[Movement] = field(default_factory=list)

    @property
    def heads(self) -> tuple[str, ...]:
        """Return the heads of the columns; their numbers where the file has none."""
        named = next((row.cells for row in self.rows if row.number == self.layout.heads_at), ())
        width = max((len(row.cells) for row in self.rows), default=0)
        return named or tuple(str(number) for number in range(1, width + 1))

    @property
    def other_account(self) -> bool:
        """Say whether the file names an account that cannot be this one."""
        told = self.told.account
        kept = "".join(character for character in self.account.number if character.isdigit())
        if not told or not kept:
            return False
        return told not in kept and kept not in told and told[-4:] != kept[-4:]

    @property
    def refused(self) -> list[Refused]:
        """Return the refused rows with their reasons in words."""
        return in_words(self.reading.refused)


def look_at(content: bytes, account: BankAccount, *, layout: Layout | None = None) -> Preview:
    """Read a file as it would be imported; `layout` overrules what is remembered or guessed.

    A layout that is not complete reads nothing. Raise one of the refusals of whole files.
    """
    rows = read_rows(content, LIMITS, fullest=True)
    if layout is None:
        remembered = {
            each.heads: Layout(0, each.columns, each.day_order)
            for each in queries.mappings_of(account)
        }
        layout = find_layout(rows, remembered)
    told = told_above(rows, layout.heads_at)
    if not layout.complete:
        return Preview(account, rows, layout, told, Reading())
    reading = read(rows, layout, today=queries.today())
    days = [each.day for each in reading.movements]
    known = queries.known_fingerprints(account, since=min(days), until=max(days)) if days else set()
    return Preview(
        account,
        rows,
        layout,
        told,
        reading,
        known=[each for each in reading.movements if each.fingerprint in known],
        new=[each for each in reading.movements if each.fingerprint not in known],
    )


def import_file(
    content: bytes, account: BankAccount, *, name: str, layout: Layout | None = None
) -> Outcome:
    """Write the new movements of a file, all or none; a file that brings nothing new changes nothing.

    Runs inside the caller's transaction, holding the account's row: of two who import the same
    file, the second finds every row known. Raise ColumnsUnknown, CurrencyOfFileDiffers,
    NoMovements, or one of the refusals of whole files.
    """
    lock(account)
    seen = look_at(content, account, layout=layout)
    refuse(seen)
    statement = None
    if seen.new:
        statement = _write_statement(seen, content, name)
        _write_lines(seen.new, statement)
        _remember(seen)
    repeated = len(seen.known) + len(seen.reading.repeated)
    return Outcome(len(seen.new), repeated, seen.refused, statement)


def import_statement(content: bytes, *, name: str, dry_run: bool) -> Outcome:
    """Import a file into the default account, as the command line does; `dry_run` only looks.

    Runs inside the caller's transaction. Raise NoAccount, or what `import_file` raises.
    """
    account = queries.default_account()
    if account is None:
        raise NoAccount
    if not dry_run:
        files.store(content)
        return import_file(content, account, name=name)
    seen = look_at(content, account)
    refuse(seen)
    return Outcome(len(seen.new), len(seen.known) + len(seen.reading.repeated), seen.refused)


def refuse(seen: Preview) -> None:
    """Raise the reason for which a file cannot be imported as it is read now."""
    if seen.told.currency and seen.told.currency != seen.account.currency:
        raise CurrencyOfFileDiffers(told=seen.told.currency, kept=seen.account.currency)
    if not seen.layout.complete:
        raise ColumnsUnknown
    if not seen.reading.movements:
        raise NoMovements


def _write_statement(seen: Preview, content: bytes, name: str) -> BankStatement:
    reading, currency = seen.reading, seen.account.currency
    days = [each.day for each in reading.movements]
    statement = BankStatement(
        reference=next_reference("EDC", max(days).year),
        account_id=seen.account.id,
        file_hash=hashlib.sha256(content).hexdigest(),
        file_name=name[:120],
        starts_on=min(days),
        ends_on=max(days),
        row_count=reading.row_count,
        new_count=len(seen.new),
        known_count=len(seen.known),
        repeated_count=len(reading.repeated),
        noted_count=len(reading.noted),
        told_count=reading.told_count,
        credits=Money(reading.credits, currency),
        charges=Money(reading.charges, currency),
        opening=_money(reading.opening, currency),
        closing=_money(reading.closing, currency),
        refused=[_kept(each) for each in reading.refused],
        uploaded_by=current_actor().label,
    )
    db.session.add(statement)
    db.session.flush()
    told = {"reference": statement.reference, "name": statement.file_name, "lines": len(seen.new)}
    record("bank:statement:imported", statement, about=seen.account, after=told)
    return statement


def _money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)


def _kept(row: RefusedRow) -> dict[str, Any]:
    return {"line": row.number, "fault": row.fault.value, "cells": list(row.cells)}


def _write_lines(movements: Sequence[Movement], statement: BankStatement) -> None:
    found = [_line(each, statement) for each in movements]
    for start in range(0, len(found), AT_ONCE):
        db.session.execute(sa.insert(BankLine), found[start : start + AT_ONCE])


def _line(movement: Movement, statement: BankStatement) -> dict[str, Any]:
    waits = movement.kind in {LineKind.CREDIT, LineKind.RETURN}
    currency = statement.credits.currency
    return {
        "statement_id": statement.id,
        "account_id": statement.account_id,
        "position": movement.number,
        "day": movement.day,
        "description": movement.description,
        "reference": movement.reference,
        "tracking_key": movement.tracking,
        "party": movement.party,
        "amount_minor": abs(movement.delta),
        "amount_currency": currency,
        "incoming": movement.delta > 0,
        "balance_minor": movement.balance,
        "balance_currency": None if movement.balance is None else currency,
        "kind": movement.kind,
        "fingerprint": movement.fingerprint,
        "status": LineStatus.UNMATCHED if waits else LineStatus.APART,
    }


def _remember(seen: Preview) -> None:
    """Keep which column is what for files with these heads."""
    if not seen.layout.heads_at:
        return
    heads = signature(seen.heads)
    known = next((m for m in queries.mappings_of(seen.account) if m.heads == heads), None)
    if known is None:
        known = ColumnMapping(account_id=seen.account.id, heads=heads)
        db.session.add(known)
    known.columns = dict(seen.layout.columns)
    known.day_order = seen.layout.day_order
    db.session.flush()
