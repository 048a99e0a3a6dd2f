"""Tables for people to take away; nothing typed acts as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import IO

from relief.core.money import Money
from relief.core.tables.cells import harmless

Cell = str | int | date | Money | None

# The same names, codes and states come again and again.
_still = lru_cache(maxsize=8192)(harmless)


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a CSV that Excel opens with its accents."""
    file = io.BytesIO()
    write_csv_to(file, columns, rows)
    return file.getvalue()


def write_csv_to(file: IO[bytes], columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write a CSV row by row, so that memory does not grow with it; the file stays open."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    text.write("\ufeff")
    writer = csv.writer(text)
    writer.writerow([harmless(cell) for cell in columns])
    writer.writerows(map(_as_text, rows))
    text.flush()
    text.detach()


def _as_text(row: Sequence[Cell]) -> list[str | int | date | None]:
    return [
        _still(cell) if isinstance(cell, str) else _plain(cell) if isinstance(cell, Money) else cell
        for cell in row
    ]


def _plain(money: Money) -> str:
    whole, cents = divmod(abs(money.minor), 100)
    return f"{'-' if money.minor < 0 else ''}{whole}.{cents:02d}"
