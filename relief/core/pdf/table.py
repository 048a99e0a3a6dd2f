"""Tables that flow over pages and repeat their head."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from relief.core.pdf.page import Align, Box, Paper, check_box
from relief.core.pdf.text import shrink, wrap
from relief.core.pdf.theme import (
    BODY,
    GRID,
    HAIR,
    INK,
    LABEL,
    MARGIN,
    MM,
    NOTE,
    STRONG,
    WIDTH,
    Style,
)

_PAD = 3.0
_GAP = 9.0
_TICK = 6 * MM
_HEADING = STRONG.at(9.5)


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


def draw_table(
    paper: Paper,
    columns: Sequence[Column],
    rows: Sequence[Row],
    *,
    heading: str = "",
    keep: float = 0.0,
) -> None:
    """Heading, head and rows from `paper.y` down; a row is never split between pages.

    `keep` is the height in points of what follows: the last two rows stay on its page, so that
    signatures never stand alone.
    """
    places = _places(columns)
    heads = [Cell(column.title) for column in columns]
    heights = [_height(places, row) for row in rows]
    ending = max(0, len(rows) - 2)
    first = sum(heights) + keep if ending == 0 else heights[0]
    paper.need(_HEADING.leading + GRID + _height(places, heads, LABEL) + first)
    _draw_heading(paper, heading)
    draw_head = partial(_draw_head, paper, places, heads)
    draw_head()
    for number, (row, height) in enumerate(zip(rows, heights, strict=True)):
        together = sum(heights[ending:]) + keep if number == ending > 0 else height
        if paper.need(together):
            draw_head()
        _draw_row(paper, places, row)
        paper.y += height
        paper.rule(paper.y, colour=HAIR, weight=0.4)


def _draw_heading(paper: Paper, heading: str) -> None:
    if heading:
        paper.text(heading, _HEADING, Box(MARGIN, paper.y, WIDTH))
        paper.y += GRID * 1.3


def _places(columns: Sequence[Column]) -> list[_Place]:
    unit = (WIDTH - _GAP * (len(columns) - 1)) / sum(column.share for column in columns)
    places, x = [], MARGIN
    for column in columns:
        places.append(_Place(column, x, column.share * unit))
        x += column.share * unit + _GAP
    return places


def _height(places: Sequence[_Place], row: Row, style: Style | None = None) -> float:
    tallest = max(
        _cell_height(place, cell, style or place.column.style)
        for place, cell in zip(places, row, strict=True)
    )
    return max(tallest + _drop(row), _TICK if _drop(row) else 0) + 2 * _PAD


def _drop(row: Row) -> float:
    """How far text moves down to stand at the middle of the boxes in its row."""
    return (_TICK - BODY.leading) / 2 if any(cell.tick for cell in row) else 0.0


def _cell_height(place: _Place, cell: Cell, style: Style) -> float:
    style = _fitted(place, cell, style)
    text = len(wrap(cell.text, style, place.width)) * style.leading
    note = len(wrap(cell.note, NOTE, place.width)) * NOTE.leading
    return text + note


def _fitted(place: _Place, cell: Cell, style: Style) -> Style:
    # A figure broken over two lines is misread: figures, at the right, shrink instead.
    if place.column.align == "right":
        return shrink(cell.text, style, place.width, least=5)
    return style


def _draw_head(paper: Paper, places: Sequence[_Place], heads: Row) -> None:
    height = _height(places, heads, LABEL)
    for place, cell in zip(places, heads, strict=True):
        lines = len(wrap(cell.text, LABEL, place.width)) * LABEL.leading
        box = Box(place.x, paper.y + height - _PAD - lines, place.width)
        paper.block(cell.text, LABEL, box, align=place.column.align)
    paper.y += height
    paper.rule(paper.y, colour=INK, weight=0.9)


def _draw_row(paper: Paper, places: Sequence[_Place], row: Row) -> None:
    baseline = paper.y + _PAD + _drop(row) + BODY.baseline
    for place, cell in zip(places, row, strict=True):
        if cell.tick:
            check_box(paper, place.x + (place.width - _TICK) / 2, paper.y + _PAD, side=_TICK)
            continue
        style = _fitted(place, cell, place.column.style)
        box = Box(place.x, baseline - style.baseline, place.width)
        used = paper.block(cell.text, style, box, align=place.column.align)
        note = Box(box.x, box.y + used, box.width)
        paper.block(cell.note, NOTE, note, align=place.column.align)
