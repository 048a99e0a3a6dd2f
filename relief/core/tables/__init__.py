"""Tables out of the files that people send, and into the files that they take away.

What comes out is text, cleaned cell by cell; what it means is for the room that asked. Formulas
are never worked out: they arrive as text, and `is_formula` tells them.
"""

from relief.core.tables.cells import (
    DAY_ORDERS,
    Unreadable,
    is_formula,
    read_day,
    read_minor,
)
from relief.core.tables.errors import (
    FileEmpty,
    FileTooLarge,
    FileUnreadable,
    OldWorkbook,
    WorkbookRefused,
)
from relief.core.tables.reading import read_rows
from relief.core.tables.row import LIST, MOST_COLUMNS, Limits, Row
from relief.core.tables.writing import Cell, write_csv, write_csv_to

__all__ = [
    "DAY_ORDERS",
    "LIST",
    "MOST_COLUMNS",
    "Cell",
    "FileEmpty",
    "FileTooLarge",
    "FileUnreadable",
    "Limits",
    "OldWorkbook",
    "Row",
    "Unreadable",
    "WorkbookRefused",
    "is_formula",
    "read_day",
    "read_minor",
    "read_rows",
    "write_csv",
    "write_csv_to",
]
