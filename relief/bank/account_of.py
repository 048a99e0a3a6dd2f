"""Every row of a file accounted for: in a preview row by row, on a statement in figures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext as _

from relief.bank.importing import Preview
from relief.bank.models import BankLine, BankStatement, LineKind, LineStatus
from relief.bank.movements import Movement
from relief.bank.queries import Tally
from relief.core.money import Money, format_money
from relief.core.words import word

SHOWN_AT_MOST = 300


@dataclass(frozen=True)
class RowShown:
    """One row of a preview. `fate` is new, known, repeated, noted or refused."""

    number: int
    fate: str
    kind: LineKind | None = None
    day: date | None = None
    text: str = ""
    reference: str = ""
    amount: Money | None = None
    incoming: bool = False
    balance: Money | None = None
    repeats: int = 0
    reason: str = ""


def rows_shown(seen: Preview) -> list[RowShown]:
    """Return the rows of a preview in the order of the file; what was refused comes whole."""
    known = {each.number for each in seen.known}
    currency = seen.account.currency
    rows = [
        _movement_row(each, "known" if each.number in known else "new", currency)
        for each in seen.reading.movements
    ]
    rows += [RowShown(line, "repeated", repeats=of) for line, of in seen.reading.repeated]
    rows += [RowShown(line, "noted", text=_words(seen, line)) for line in seen.reading.noted]
    rows.sort(key=lambda row: row.number)
    refused = [
        RowShown(
            row.number, "refused", text=" · ".join(filter(None, row.cells)), reason=word(row.fault)
        )
        for row in seen.reading.refused
    ]
    return sorted([*refused[:SHOWN_AT_MOST], *rows[:SHOWN_AT_MOST]], key=lambda row: row.number)


def sums_shown(seen: Preview) -> list[tuple[str, str]]:
    """Return the sums of a preview, named: of all movements that the file tells, each once."""
    reading, currency = seen.reading, seen.account.currency
    sums = [
        (_("Opening balance"), reading.opening),
        (_("Credits"), reading.credits),
        (_("Charges"), reading.charges),
        (_("Closing balance"), reading.closing),
    ]
    told = [(name, format_money(Money(v, currency))) for name, v in sums if v is not None]
    if reading.opening is not None and reading.closing is not None:
        agrees = reading.opening + reading.credits - reading.charges == reading.closing
        told.append(
            (
                _("Opening + credits − charges"),
                _("equals the closing balance")
                if agrees
                else _("differs from the closing balance"),
            )
        )
    if reading.told_count is not None:
        told.append((_("Movements that the bank counts"), f"{reading.told_count:,}"))
    return told


def _words(seen: Preview, line: int) -> str:
    row = next(row for row in seen.rows if row.number == line)
    return " · ".join(filter(None, row.cells))


def _movement_row(each: Movement, fate: str, currency: str) -> RowShown:
    return RowShown(
        number=each.number,
        fate=fate,
        kind=each.kind,
        day=each.day,
        text=" · ".join(filter(None, (each.description, each.party))),
        reference=each.reference,
        amount=Money(abs(each.delta), currency),
        incoming=each.delta > 0,
        balance=None if each.balance is None else Money(each.balance, currency),
    )


@dataclass(frozen=True)
class Entry:
    """A line of the account: how many rows, and their sums in and out; None where there is none."""

    key: str
    count: int
    came: Money | None = None
    went: Money | None = None


@dataclass(frozen=True)
class Account:
    """Where each row of a statement went. `balanced` says that the entries are all of its rows."""

    entries: list[Entry]
    rows: int
    came: Money
    went: Money

    @property
    def balanced(self) -> bool:
        """Say whether every row is in one entry."""
        return sum(entry.count for entry in self.entries) == self.rows


def account_of_statement(
    statement: BankStatement, tallies: Sequence[Tally], proposed: Sequence[BankLine]
) -> Account:
    """Return where each row went. `proposed` are the unmatched movements that have a proposal."""
    currency = statement.credits.currency
    offered = [
        Tally(line.kind, line.status, line.incoming, 1, line.amount.minor) for line in proposed
    ]
    by_state = {state: [t for t in tallies if t.status is state] for state in LineStatus}
    waiting = [*by_state[LineStatus.UNMATCHED], *(_negative(t) for t in offered)]
    groups: dict[str, list[Tally]] = {
        "matched": by_state[LineStatus.MATCHED],
        "proposed": offered,
        "unmatched": [t for t in waiting if t.kind is not LineKind.RETURN],
        "returns": [t for t in waiting if t.kind is LineKind.RETURN],
        "ignored": by_state[LineStatus.IGNORED],
        "charges": [t for t in by_state[LineStatus.APART] if t.kind is not LineKind.FEE],
        "fees": [t for t in by_state[LineStatus.APART] if t.kind is LineKind.FEE],
    }
    counts = {
        "known": statement.known_count,
        "repeated": statement.repeated_count,
        "noted": statement.noted_count,
        "refused": len(statement.refused),
    }
    return Account(
        entries=[
            *(_entry(key, found, currency) for key, found in groups.items()),
            *(Entry(key, count) for key, count in counts.items()),
        ],
        rows=statement.row_count,
        came=_sum([t for t in tallies if t.incoming], currency),
        went=_sum([t for t in tallies if not t.incoming], currency),
    )


def _negative(tally: Tally) -> Tally:
    return replace(tally, count=-tally.count, minor=-tally.minor)


def _entry(key: str, found: Sequence[Tally], currency: str) -> Entry:
    return Entry(
        key,
        sum(t.count for t in found),
        _sum([t for t in found if t.incoming], currency),
        _sum([t for t in found if not t.incoming], currency),
    )


def _sum(found: Sequence[Tally], currency: str) -> Money:
    return Money(sum(t.minor for t in found), currency)
