"""Which column is what: heads found, a first guess, and what stands above them."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from relief.core.money import Currency
from relief.core.tables import DAY_ORDERS, Row, Unreadable, read_day
from relief.core.text import search_key

LOOKED_AT = 80
"""How many rows may stand above the heads."""

THIS_CENTURY = date(2000, 1, 1)

FIELDS = (
    "day", "description", "reference", "tracking", "party",
    "charge", "credit", "amount", "sign", "balance",
)  # fmt: skip

# The words of Mexican banks and of English ones, folded; a whole head beats a part of one.
_WORDS: dict[str, tuple[str, ...]] = {
    "tracking": ("clave de rastreo", "clave rastreo", "rastreo", "cve rastreo", "tracking"),
    "sign": ("cargo/abono", "cargo / abono", "signo", "tipo", "c/a"),
    "day": (
        "fecha de operacion", "fecha operacion", "fecha", "dia", "fecha movimiento", "date",
        "fecha valor", "fecha de liquidacion",
    ),
    "balance": ("saldo", "saldo contable", "balance", "saldo final"),
    "charge": ("cargo", "cargos", "retiro", "retiros", "debito", "withdrawal", "debit", "debe"),
    "credit": (
        "abono", "abonos", "deposito", "depositos", "credito", "deposit", "credit", "haber",
    ),
    "amount": ("importe", "monto", "amount", "cantidad"),
    "party": (
        "ordenante", "nombre ordenante", "nombre del ordenante", "emisor", "remitente",
        "nombre", "beneficiario", "payer", "ordering party",
    ),
    "reference": (
        "referencia", "referencia numerica", "ref", "no. referencia", "numero de referencia",
        "reference", "folio", "no. de referencia",
    ),
    "description": (
        "concepto", "descripcion", "concepto / referencia", "detalle", "movimiento",
        "description", "transaccion", "concepto de pago",
    ),
}  # fmt: skip
_CURRENCIES = {
    "mxn": Currency.MXN, "mxp": Currency.MXN, "pesos": Currency.MXN, "mn": Currency.MXN,
    "usd": Currency.USD, "dolares": Currency.USD, "dlls": Currency.USD, "dollars": Currency.USD,
}  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """Where things are in a file: `heads_at` is the line of the heads, 0 for a file without any.

    `columns` maps names of FIELDS to positions, counted from zero.
    """

    heads_at: int
    columns: Mapping[str, int]
    day_order: str = "dmy"

    @property
    def complete(self) -> bool:
        """Say whether days and amounts can be read."""
        has = self.columns.keys()
        return "day" in has and bool(has & {"charge", "credit", "amount"})

    def cell(self, row: Row, field: str) -> str:
        """Return what a row says of a field; '' where the file has none."""
        at = self.columns.get(field)
        return row.cells[at] if at is not None and at < len(row.cells) else ""


@dataclass(frozen=True)
class Told:
    """What stands above the heads: the number of the account and its currency; '' for nothing."""

    account: str = ""
    currency: str = ""


def signature(heads: Sequence[str]) -> str:
    """Return what tells one bank's heads from another's, whatever their accents and capitals."""
    named = [search_key(cell) for cell in heads]
    while named and not named[-1]:
        named.pop()
    return hashlib.sha256("\x1f".join(named).encode()).hexdigest()


def guess(heads: Sequence[str]) -> dict[str, int]:
    """Return the most likely column of each field, by the words of the heads."""
    named = [search_key(head).strip(" :*.") for head in heads]
    ranked = sorted(
        (-rank, field, at)
        for field in _WORDS
        for at, name in enumerate(named)
        if (rank := _likeness(name, _WORDS[field]))
    )
    columns: dict[str, int] = {}
    for _rank, field, at in ranked:
        if field not in columns and at not in columns.values():
            columns[field] = at
    # A column that says in or out means nothing beside two columns of amounts.
    if "amount" not in columns or {"charge", "credit"} <= columns.keys():
        columns.pop("sign", None)
    return columns


def _likeness(name: str, words: tuple[str, ...]) -> int:
    if name in words:
        return 100 - words.index(name)
    return 20 if any(re.search(rf"\b{re.escape(word)}\b", name) for word in words) else 0


def find_layout(rows: Sequence[Row], remembered: Mapping[str, Layout]) -> Layout:
    """Return the layout remembered for these heads, else the best guess; it may be incomplete."""
    above = [row for row in rows[:LOOKED_AT] if not row.blank and not row.broken]
    for row in above:
        known = remembered.get(signature(row.cells))
        if known is not None:
            return Layout(row.number, known.columns, known.day_order)
    found = [(row, guess(row.cells)) for row in above]
    row, columns = max(
        found,
        key=lambda each: (Layout(each[0].number, each[1]).complete, len(each[1])),
        default=(Row(0, ()), {}),
    )
    layout = Layout(row.number, columns)
    return Layout(row.number, columns, _day_order(rows, layout))


def _day_order(rows: Sequence[Row], layout: Layout) -> str:
    """Return the order that reads the most days; Mexico's own where they tie."""
    days = [layout.cell(row, "day") for row in rows if row.number > layout.heads_at][:2000]
    return max(DAY_ORDERS, key=lambda order: sum(_reads(day, order) for day in days))


def day_of(text: str, order: str) -> date:
    """Read the day of a movement. Raise Unreadable for none, or for one of another century."""
    day = read_day(text, order, short_years=True)
    if day < THIS_CENTURY:
        raise Unreadable(text)
    return day


def _reads(text: str, order: str) -> bool:
    try:
        day_of(text, order)
    except Unreadable:
        return False
    return True


def told_above(rows: Sequence[Row], heads_at: int) -> Told:
    """Read the account's number and currency from what stands above the heads."""
    account = currency = ""
    for row in rows:
        if row.number >= heads_at:
            break
        for name, value in zip(row.cells, row.cells[1:], strict=False):
            key = search_key(name).strip(" :")
            if key.startswith(("cuenta", "clabe", "no. de cuenta", "account", "contrato")):
                account = account or re.sub(r"\D", "", value)
            if key in {"divisa", "moneda", "currency"}:
                currency = currency or _currency(value)
    return Told(account, currency)


def _currency(text: str) -> str:
    words = re.findall(r"[a-z]+", search_key(text))
    return next((_CURRENCIES[word].value for word in words if word in _CURRENCIES), "")
