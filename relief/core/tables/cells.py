"""What one cell says: text without tricks, an amount with its sign, or a day."""

import re
from datetime import date
from itertools import pairwise

from relief.core.money import Currency, NotAnAmount, parse_money
from relief.core.text import clean_line, search_key

DAY_ORDERS = ("dmy", "mdy", "ymd")
EARLIEST = date(1900, 1, 1)

_MONTHS = (
    ("ene", "jan"), ("feb",), ("mar",), ("abr", "apr"), ("may",), ("jun",), ("jul",),
    ("ago", "aug"), ("sep", "set"), ("oct",), ("nov",), ("dic", "dec"),
)  # fmt: skip
_MONTH_NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_PARTED = re.compile(r"(\d{1,4})[/.\- ](\d{1,2})[/.\- ](\d{1,4})(?:[T ].*)?", re.ASCII)
_TOGETHER = re.compile(r"\d{8}", re.ASCII)
_NAMED = re.compile(r"(\d{1,2})[/.\- ]*(?:de )?([a-z]{3})[a-z]*[/.\- ]*(?:de )?(\d{2,4})", re.ASCII)
_SIGNS = re.compile(r"US\$|\$|MXN|USD|M\.?N\.?", re.IGNORECASE)
_MINUS = str.maketrans("−–", "--")


_FORMULA = re.compile(r"[=@]|[+\-](?![0-9 ().,+\-]*$)")
_QUOTED_FORMULA = re.compile(r'="([^"]*)"')  # how programs keep the zeros in front of a reference


class Unreadable(ValueError):
    """The cell says nothing that could be used."""


def is_formula(text: str) -> bool:
    """Tell a cell that a spreadsheet would work out; signed numbers and telephones are none."""
    return _FORMULA.match(text) is not None


def harmless(text: str) -> str:
    """Return a cell as a spreadsheet shows it, never as one that it works out."""
    return f"'{text}" if is_formula(text) else text


def clean_cell(cell: str) -> str:
    """Return one clean line, without the mark by which our own files keep a formula still."""
    plain = cell.isascii() and cell.isprintable()  # most cells are, and cleaning takes long
    text = " ".join(cell.split()) if plain else clean_line(cell)
    if text.startswith("'") and is_formula(text[1:]):
        return text[1:]
    protected = _QUOTED_FORMULA.fullmatch(text)
    return protected[1] if protected else text


def read_minor(text: str) -> int | None:
    """Read an amount in centavos or cents with its sign; None for an empty cell or a lone dash.

    Takes `-5,800.00`, `5,800.00-`, `(5,800.00)` and currency signs. Raise Unreadable.
    """
    bare = _SIGNS.sub("", text.translate(_MINUS)).replace("\u00a0", " ").strip()
    if bare in {"", "-"}:
        return None
    negative = bare.startswith(("-", "(")) or bare.endswith("-")
    digits = bare.strip("-+() ")
    try:
        minor = parse_money(digits, Currency.MXN).minor
    except NotAnAmount as error:
        raise Unreadable(text) from error
    return -minor if negative else minor


def read_day(text: str, order: str = "dmy", *, short_years: bool = False) -> date:
    """Read a day; `order` says what comes first where figures alone leave it open.

    With `short_years` two digits mean a year of this century. Raise Unreadable for anything that
    no calendar has, or from before 1900.
    """
    try:
        found = _named_or_counted(text.lstrip("'"), order)
    except ValueError as error:
        raise Unreadable(text) from error
    if found is None or found < EARLIEST or not (short_years or str(found.year) in text):
        raise Unreadable(text)
    return found


def _named_or_counted(text: str, order: str) -> date | None:
    parted = _PARTED.fullmatch(text)
    if parted:
        return _ordered(*parted.groups(), order=order)
    if _TOGETHER.fullmatch(text):
        # The year's century never passes for a month: 20052020 begins with its day.
        cut = (0, 4, 6, 8) if text[4:6] <= "12" else (0, 2, 4, 8)
        first, second, third = (text[start:end] for start, end in pairwise(cut))
        return _ordered(first, second, third, order=order)
    named = _NAMED.match(search_key(text))
    if named and named[2] in _MONTH_NUMBERS:
        return date(_year(named[3]), _MONTH_NUMBERS[named[2]], int(named[1]))
    return None


def _ordered(first: str, second: str, third: str, *, order: str) -> date:
    if len(first) == 4 or order == "ymd":
        return date(_year(first), int(second), int(third))
    day, month = (second, first) if order == "mdy" else (first, second)
    return date(_year(third), int(month), int(day))


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)
