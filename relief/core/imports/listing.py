"""A list out of a file: its columns understood by their headings, its rows by their columns."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError
from relief.core.tables import read_rows
from relief.core.text import search_key


class ColumnsMissing(ReliefError):
    """The first row does not say what stands below it."""

    message = _l("The first row must name the columns. These are missing: %(missing)s.")
    field = "file"


@dataclass(frozen=True)
class Row:
    """One row that says something: its cells as they came, and by what they mean."""

    number: int
    cells: Sequence[str]
    text: dict[str, str]
    broken: bool = False


@dataclass(frozen=True)
class Listed:
    """A file with its columns understood. `headings` says how the file itself calls each."""

    columns: list[str]
    headings: dict[str, str]
    unknown: list[str]
    rows: list[Row]
    empty: int


Columns = Mapping[str, Sequence[str]]


def read_list(content: bytes, columns: Columns, *, needs: Sequence[str]) -> Listed:
    """Read a file whose first row that is not empty names its columns, in any order.

    `columns` gives for each field the headings that mean it, whatever their accents, capitals and
    points; `needs` those that must be there. Raise ColumnsMissing, or what `read_rows` raises.
    """
    lines = read_rows(content)
    filled = [line for line in lines if not line.blank]
    heading = list(filled[0].cells)
    while heading and not heading[-1]:
        heading.pop()
    meant = {_key(name): each for each, names in columns.items() for name in names}
    places: dict[str, int] = {}
    for place, name in enumerate(heading):
        if _key(name) in meant:
            places.setdefault(meant[_key(name)], place)
    missing = [columns[each][0] for each in needs if each not in places]
    if missing:
        raise ColumnsMissing(missing=", ".join(missing))
    known = set(places.values())
    rows = [
        Row(
            line.number,
            line.cells,
            {each: dict(enumerate(line.cells)).get(place, "") for each, place in places.items()},
            line.broken,
        )
        for line in filled[1:]
    ]
    return Listed(
        columns=heading,
        headings={each: heading[place] for each, place in places.items()},
        unknown=[n for place, n in enumerate(heading) if place not in known and n],
        rows=rows,
        empty=sum(line.blank for line in lines if line.number > filled[0].number),
    )


def _key(heading: str) -> str:
    return re.sub(r"[\W_]+", "", search_key(heading))
