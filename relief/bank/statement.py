"""Rows as movements: what each row of a file is."""

import re
from collections.abc import Sequence
from datetime import date

from relief.bank.columns import FIELDS, Layout, day_of
from relief.bank.models import LineKind
from relief.bank.movements import Fault, Movement, Reading, Refusal, RefusedRow
from relief.bank.repeats import sort_out
from relief.core.tables import Row, Unreadable, read_minor
from relief.core.text import search_key

LONGEST_CELL = 500

# Words with which a row says that it is no movement.
_NOTE = re.compile(
    r"(sub ?)?total|saldo (anterior|inicial|final|al corte|promedio)|movimientos\b|numero de mov"
    r"|fin de|resumen|\*+|opening balance|closing balance"
)
_RETURN = re.compile(r"\bdevol|\bdevuel|\brechaz|\bretorno|\breturned?\b|\breversal")
_FEE = re.compile(r"\bcomis|\biva\b|\bi\.v\.a|manejo de cuenta|\banualidad|\bfee\b|\bcharge fee")
_COUNT = re.compile(r"[0-9]{1,6}")
_SIGN_OUT = {"-", "c", "d", "cargo", "cargos", "retiro", "debito", "debe", "debit", "salida"}


def read(rows: Sequence[Row], layout: Layout, *, today: date) -> Reading:
    """Read every row under the heads. `today` is the chapter's local date: no day is later."""
    reading = Reading()
    heads = next((row.cells for row in rows if row.number == layout.heads_at), ())
    width = len(heads) or max((len(row.cells) for row in rows), default=0)
    found: list[Movement] = []
    for row in rows:
        if row.number <= layout.heads_at or row.blank:
            continue
        if _is_note(row, layout, heads):
            reading.noted.append(row.number)
            reading.told_count = _told_count(row) or reading.told_count
            continue
        try:
            found.append(_movement(row, layout, width=width, today=today))
        except Refusal as refusal:
            reading.refused.append(RefusedRow(row.number, refusal.fault, row.cells))
    sort_out(found, reading)
    return reading


def _is_note(row: Row, layout: Layout, heads: Sequence[str]) -> bool:
    """Say whether a row is heads again, a balance brought forward or a total: no amounts, no day."""
    if row.broken:
        return False
    if heads and row.cells == tuple(heads):
        return True
    amounts = [layout.cell(row, name) for name in ("charge", "credit", "amount")]
    if any(amounts) and _has_day(row, layout):
        return False
    words = (layout.cell(row, "description"), next(filter(None, row.cells), ""))
    return any(_NOTE.match(search_key(word)) for word in words)


def _has_day(row: Row, layout: Layout) -> bool:
    try:
        day_of(layout.cell(row, "day"), layout.day_order)
    except Unreadable:
        return False
    return True


def _told_count(row: Row) -> int | None:
    if "movimientos" not in search_key(" ".join(row.cells)):
        return None
    return next((int(cell) for cell in row.cells if _COUNT.fullmatch(cell)), None)


def _movement(row: Row, layout: Layout, *, width: int, today: date) -> Movement:
    _refuse_shape(row, layout, width)
    try:
        day = day_of(layout.cell(row, "day"), layout.day_order)
    except Unreadable as error:
        raise Refusal(Fault.DAY) from error
    if day > today:
        raise Refusal(Fault.FUTURE)
    delta = _delta(row, layout)
    description = layout.cell(row, "description")
    return Movement(
        number=row.number,
        day=day,
        description=description,
        reference=layout.cell(row, "reference"),
        tracking=layout.cell(row, "tracking"),
        party=layout.cell(row, "party"),
        delta=delta,
        balance=_amount(layout.cell(row, "balance"), Fault.BALANCE),
        kind=_kind(description, delta),
    )


def _refuse_shape(row: Row, layout: Layout, width: int) -> None:
    if row.broken:
        raise Refusal(Fault.BROKEN)
    # An amount with commas and without quotes spills over into the columns behind it.
    if any(row.cells[width:]):
        raise Refusal(Fault.TOO_WIDE)
    used = [layout.cell(row, name) for name in FIELDS]
    if any(cell.startswith("=") for cell in used):
        raise Refusal(Fault.FORMULA)
    if any(len(cell) > LONGEST_CELL for cell in used):
        raise Refusal(Fault.TOO_LONG)


def _amount(text: str, fault: Fault = Fault.AMOUNT) -> int | None:
    try:
        return read_minor(text)
    except Unreadable as error:
        raise Refusal(fault) from error


def _delta(row: Row, layout: Layout) -> int:
    """Return what the row adds to the balance: of two columns, or of one with its sign."""
    if "amount" in layout.columns:
        delta = _amount(layout.cell(row, "amount")) or 0
        if search_key(layout.cell(row, "sign")).strip(".") in _SIGN_OUT:
            delta = -abs(delta)
    else:
        # Some banks write a charge with a minus although it stands under charges.
        charge = abs(_amount(layout.cell(row, "charge")) or 0)
        credit = _amount(layout.cell(row, "credit")) or 0
        if charge and credit:
            raise Refusal(Fault.BOTH)
        if credit < 0:
            raise Refusal(Fault.AMOUNT)
        delta = credit - charge
    if delta == 0:
        raise Refusal(Fault.NO_AMOUNT)
    return delta


def _kind(description: str, delta: int) -> LineKind:
    words = description.casefold()
    if _RETURN.search(words):
        return LineKind.RETURN
    if delta > 0:
        return LineKind.CREDIT
    return LineKind.FEE if _FEE.search(words) else LineKind.CHARGE
