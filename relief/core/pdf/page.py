"""A paper: Letter pages with a cursor that runs down, a running head and a numbered foot."""

import io
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from relief.core.pdf.fonts import BOLD, fonts, tidy, width
from relief.core.pdf.text import trim, wrap
from relief.core.pdf.theme import (
    FAINT,
    GRID,
    HAIR,
    INK,
    LABEL,
    MARGIN,
    NOTE,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    STRONG,
    TEAL,
    WIDTH,
    Style,
)

Align = Literal["left", "right", "center"]
_PAGE = {"es": "Página {} de {}", "en": "Page {} of {}"}


@dataclass(frozen=True)
class Sheet:
    """What every page of one paper repeats."""

    title: str
    author: str
    language: str  # es or en
    running: str  # at the top of the second page and the next ones; '' for none
    foot: str  # empty for a poster, which has neither foot nor number
    watermark: str = ""
    numbered: bool = True  # False for a pile of papers in one file


@dataclass(frozen=True)
class Box:
    """A place on the page: points from its left and its top edge."""

    x: float
    y: float
    width: float
    height: float = 0.0


def render(sheet: Sheet, body: Callable[["Paper"], None]) -> bytes:
    """The PDF that `body` draws. The same sheet and body give the same bytes.

    A paper of several pages is drawn a second time, now knowing how many they are.
    """
    paper = Paper(sheet, total=1)
    body(paper)
    if paper.number > 1:
        paper = Paper(sheet, total=paper.number)
        body(paper)
    return paper.finish()


class Paper:
    """A canvas with `y`, the distance in points from the top of the page to the next thing."""

    bottom = PAGE_HEIGHT - MARGIN - GRID

    def __init__(self, sheet: Sheet, total: int) -> None:
        from reportlab.pdfgen.canvas import Canvas

        fonts()
        self._file = io.BytesIO()
        self.canvas = Canvas(
            self._file,
            pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
            invariant=1,
            pageCompression=1,
            lang="es-MX" if sheet.language == "es" else "en",
            initialFontName=NOTE.font,  # type: ignore[arg-type]  # the stubs ask for a number
        )
        self.canvas.setTitle(tidy(sheet.title))
        self.canvas.setAuthor(tidy(sheet.author))
        self.canvas.setCreator("Relief")
        self.sheet, self.total, self.number = sheet, total, 0
        self.y = MARGIN
        self._open_page()

    def _open_page(self) -> None:
        self.number += 1
        self.y = MARGIN
        if self.sheet.watermark:
            self._draw_watermark(tidy(self.sheet.watermark))
        self._draw_foot()
        if self.number > 1 and self.sheet.running:
            running = trim(self.sheet.running, STRONG.at(8), WIDTH)
            self.text(running, STRONG.at(8), Box(MARGIN, self.y, WIDTH))
            self.rule(self.y + GRID + 2, colour=TEAL, weight=1.2)
            self.y += 2 * GRID

    def _draw_foot(self) -> None:
        if not self.sheet.foot:
            return
        y = PAGE_HEIGHT - MARGIN - 2
        self.rule(y - 4, weight=0.4)
        page = _PAGE[self.sheet.language].format(self.number, self.total)
        taken = width(page, NOTE.font, NOTE.size) + GRID
        self.text(trim(self.sheet.foot, NOTE, WIDTH - taken), NOTE, Box(MARGIN, y, WIDTH))
        if self.sheet.numbered:
            self.text(page, NOTE, Box(MARGIN, y, WIDTH), align="right")

    def _draw_watermark(self, words: str) -> None:
        diagonal = math.hypot(WIDTH, PAGE_HEIGHT - 2 * MARGIN) * 0.64
        size = min(110.0, diagonal / max(width(words, BOLD, 1), 0.1))
        self.canvas.saveState()
        self.canvas.setFillColor(FAINT)
        self.canvas.setFont(BOLD, size)
        self.canvas.translate(PAGE_WIDTH / 2, PAGE_HEIGHT / 2)
        self.canvas.rotate(52)
        self.canvas.drawCentredString(0, -size * 0.35, words)
        self.canvas.restoreState()

    def new_page(self) -> None:
        """Close this page and begin the next one under its running head."""
        self.canvas.showPage()
        self._open_page()

    def need(self, height: float) -> bool:
        """Make sure that `height` points are free; True when that took a new page."""
        if self.y + height <= self.bottom:
            return False
        self.new_page()
        return True

    def finish(self) -> bytes:
        """The finished PDF."""
        self.canvas.showPage()
        self.canvas.save()
        return self._file.getvalue()

    def text(self, text: str, style: Style, box: Box, *, align: Align = "left") -> None:
        """One line, its top at `box.y`. It is never read as markup, and never cut."""
        line, x = tidy(text), box.x
        if align != "left":
            free = box.width - width(line, style.font, style.size)
            x += free if align == "right" else free / 2
        y = PAGE_HEIGHT - box.y - style.baseline
        # Written as operators: reportlab's drawString costs three times as much.
        shown = fonts()[style.font].shown(line, style.size, self.canvas)
        self.write(f"BT {rgb(style.colour)} rg 1 0 0 1 {x:.2f} {y:.2f} Tm {shown} ET")

    def write(self, operators: str) -> None:
        """PDF operators, as they are; lengths in points from the lower left corner."""
        self.canvas.addLiteral(operators)

    def block(self, text: str, style: Style, box: Box, *, align: Align = "left") -> float:
        """Wrapped lines in the width of the box; returns the height they took."""
        lines = wrap(text, style, box.width)
        for number, line in enumerate(lines):
            place = Box(box.x, box.y + number * style.leading, box.width)
            self.text(line, style, place, align=align)
        return len(lines) * style.leading

    def rule(
        self, y: float, *, colour: str = HAIR, weight: float = 0.5, box: Box | None = None
    ) -> None:
        """A horizontal line at `y`, over the page or the width of a box."""
        x, length = (box.x, box.width) if box else (MARGIN, WIDTH)
        end, height = x + length, PAGE_HEIGHT - y
        line = f"{x:.2f} {height:.2f} m {end:.2f} {height:.2f} l S"
        self.write(f"{rgb(colour)} RG {weight:.2f} w {line}")

    def frame(self, box: Box, *, stroke: str = INK, weight: float = 0.7, fill: str = "") -> None:
        """A rectangle: filled, outlined, or both."""
        corner = f"{box.x:.2f} {PAGE_HEIGHT - box.y - box.height:.2f}"
        shape = f"{corner} {box.width:.2f} {box.height:.2f} re"
        if fill:
            self.write(f"{rgb(fill)} rg {shape} f")
        if weight:
            self.write(f"{rgb(stroke)} RG {weight:.2f} w {shape} S")

    def signature(self, box: Box, *, label: str, name: str = "", title: str = "") -> None:
        """A label, room for a hand as high as the box, a line, a name and a title beneath."""
        line = box.y + box.height
        self.block(label, LABEL, Box(box.x, box.y, box.width), align="center")
        self.rule(line, colour=INK, weight=0.7, box=box)
        used = self.block(name, STRONG, Box(box.x, line + 4, box.width), align="center")
        self.block(title, NOTE, Box(box.x, line + 4 + used, box.width), align="center")


@cache
def rgb(colour: str) -> str:
    """The operands of a colour operator for `#RRGGBB`."""
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return " ".join(f"{part:.4f}" for part in parts)


def check_box(paper: Paper, x: float, y: float, *, side: float) -> None:
    """An empty square that a pen can tick."""
    paper.frame(Box(x, y, side, side), weight=1.0)
