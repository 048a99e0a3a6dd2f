"""Tables that flow over pages and repeat their head."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from relief.core.pdf.page import Align, Box, Paper, check_box
from relief.core.pdf.text import wrap
from relief.core.pdf.theme import BODY, GRID, HAIR, INK, LABEL, MARGIN, MM, NOTE, WIDTH, Style

_PAD = 3.0
_GAP = 6.0


@dataclass(frozen=True)
class Column:
    """One column: `share` is its part of the table's width."""

    title: str
    share: float
    align: Align = "left"
    style: Style = BODY


@dataclass(frozen=True)
class Cell:
    """What one cell holds: a text, a smaller note beneath it, or a box to tick."""

    text: str = ""
    note: str = ""
    tick: bool = False


Row = Sequence[Cell]


@dataclass(frozen=True)
class _Place:
    column: Column
    x: float
    width: float


def draw_table(paper: Paper, columns: Sequence[Column], rows: Sequence[Row]) -> None:
    """Head and rows from `paper.y` down; rows are never split between pages."""
    places = _places(columns)
    heads = [Cell(column.title) for column in columns]
    tallest = max((_height(places, row) for row in rows), default=0.0)
    paper.need(_height(places, heads, LABEL) + min(tallest, 12 * GRID))
    draw_head = partial(_draw_head, paper, places, heads)
    draw_head()
    for row in rows:
        height = _height(places, row)
        if paper.need(height):
            draw_head()
        _draw_row(paper, places, row)
        paper.y += height
        paper.rule(paper.y, colour=HAIR, weight=0.4)


def _places(columns: Sequence[Column]) -> list[_Place]:
    unit = (WIDTH - _GAP * (len(columns) - 1)) / sum(column.share for column in columns)
    places, x = [], MARGIN
    for column in columns:
        places.append(_Place(column, x, column.share * unit))
        x += column.share * unit + _GAP
    return places


def _height(places: Sequence[_Place], row: Row, style: Style | None = None) -> float:
    return max(
        _cell_height(place, cell, style or place.column.style)
        for place, cell in zip(places, row, strict=True)
    )


def _cell_height(place: _Place, cell: Cell, style: Style) -> float:
    if cell.tick:
        return 5 * MM + 2 * _PAD
    text = len(wrap(cell.text, style, place.width)) * style.leading
    note = len(wrap(cell.note, NOTE, place.width)) * NOTE.leading
    return text + note + 2 * _PAD


def _draw_head(paper: Paper, places: Sequence[_Place], heads: Row) -> None:
    height = _height(places, heads, LABEL)
    for place, cell in zip(places, heads, strict=True):
        lines = len(wrap(cell.text, LABEL, place.width)) * LABEL.leading
        box = Box(place.x, paper.y + height - _PAD - lines, place.width)
        paper.block(cell.text, LABEL, box, align=place.column.align)
    paper.y += height
    paper.rule(paper.y, colour=INK, weight=0.9)


def _draw_row(paper: Paper, places: Sequence[_Place], row: Row) -> None:
    for place, cell in zip(places, row, strict=True):
        box = Box(place.x, paper.y + _PAD, place.width)
        if cell.tick:
            check_box(paper, place.x + (place.width - 5 * MM) / 2, box.y, side=5 * MM)
            continue
        used = paper.block(cell.text, place.column.style, box, align=place.column.align)
        note = Box(box.x, box.y + used, box.width)
        paper.block(cell.note, NOTE, note, align=place.column.align)
