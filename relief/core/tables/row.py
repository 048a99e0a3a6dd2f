"""One row of a file, and how many of them a file may bring."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024
MOST_COLUMNS = 60


@dataclass(frozen=True)
class Limits:
    """The largest file that is taken: its bytes, and its rows below their heads."""

    bytes: int
    rows: int

    @property
    def request(self) -> int:
        """Return the bytes of a request that brings such a file in a form."""
        return self.bytes + 64 * 1024


LIST = Limits(bytes=3 * MEGABYTE, rows=5_000)


@dataclass(frozen=True)
class Row:
    """A row of the file: its line number, counted from one, and its cells, clean.

    `broken` says that the line could not be taken apart; its text is then the only cell.
    """

    number: int
    cells: tuple[str, ...]
    broken: bool = False

    @property
    def blank(self) -> bool:
        """Say whether there is nothing to read."""
        return not any(self.cells)
