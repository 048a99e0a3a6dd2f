"""The poster of a campaign: one Letter page that is read from two steps away, in two languages."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from relief.core.pdf import Box, Paper, Sheet, draw_mark, draw_qr, render, undrawable
from relief.core.pdf.text import shrink
from relief.core.pdf.theme import (
    CODE,
    GOLD,
    GRID,
    INK,
    ISSUER,
    MARGIN,
    MM,
    NOTE,
    PAGE_HEIGHT,
    QUIET,
    SAND,
    STRONG,
    TEAL,
    TERRACOTTA,
    WIDTH,
    Style,
)

_MARK = 17 * MM
_QR = 98 * MM
_TITLE = STRONG.at(38)
_LEAD = Style(size=13.0, spacing=1.4)
_CALL = Style(STRONG.font, 21.0, TEAL, 1.2)
_AMOUNT = STRONG.at(16)
_BUYS = Style(size=11.5, spacing=1.3)
_OTHER = Style(NOTE.font, 10.0, QUIET, 1.35)
_FOOT = 22 * MM
_ROOMY = 95.0  # points an amount needs with two lines in each language
_PLAIN = 67.0  # with one line in each: with less room, all of it is drawn smaller


@dataclass(frozen=True)
class Told:
    """The same in Spanish and, where somebody wrote it, in English."""

    es: str
    en: str = ""


@dataclass(frozen=True)
class PosterFacts:
    """What a poster says. `amounts` are pairs of an amount as printed and what it buys."""

    issuer: str
    contact: str
    name: Told
    summary: Told
    address: str
    amounts: Sequence[tuple[str, Told]] = ()


def draw_poster(facts: PosterFacts) -> bytes:
    """The poster as a PDF of one page; characters that no font of ours has are left out."""
    sheet = Sheet(
        title=_plain(facts.name.es), author=_plain(facts.issuer), language="es", running="", foot=""
    )
    return render(sheet, partial(_poster, facts=facts))


def _poster(paper: Paper, facts: PosterFacts) -> None:
    _draw_head(paper, facts)
    _draw_name(paper, facts)
    top = paper.y
    _draw_code(paper, facts, top)
    _draw_amounts(paper, facts, top)
    _draw_foot(paper, facts)


def _draw_head(paper: Paper, facts: PosterFacts) -> None:
    draw_mark(paper, Box(MARGIN, MARGIN, _MARK))
    room = WIDTH - _MARK - GRID
    issuer = shrink(_plain(facts.issuer), ISSUER.at(15), room, least=9, lines=2)
    paper.block(
        _plain(facts.issuer), issuer, Box(MARGIN + _MARK + GRID, MARGIN + _MARK * 0.3, room)
    )
    paper.y = MARGIN + _MARK + GRID
    for number, colour in enumerate((INK, TEAL, GOLD, TERRACOTTA)):
        part = Box(MARGIN + number * WIDTH / 4, paper.y, WIDTH / 4, 4)
        paper.frame(part, weight=0, fill=colour)
    paper.y += GRID * 1.8


def _draw_name(paper: Paper, facts: PosterFacts) -> None:
    for text, style, least, lines in (
        (facts.name.es, _TITLE, 18, 3),
        (facts.name.en, _OTHER.at(16), 10, 2),
        (facts.summary.es, _LEAD, 9, 3),
        (facts.summary.en, _OTHER, 7.5, 3),
    ):
        fitted = shrink(_plain(text), style, WIDTH, least=least, lines=lines)
        used = paper.block(_plain(text), fitted, Box(MARGIN, paper.y, WIDTH))
        paper.y += used + (GRID * 0.6 if used else 0)
    paper.y += GRID * 0.6


def _draw_code(paper: Paper, facts: PosterFacts, top: float) -> None:
    """The code at the left, or in the middle where there is nothing to stand beside it."""
    x = MARGIN if facts.amounts else MARGIN + (WIDTH - _QR) / 2
    above, below = GRID * 4.6, GRID
    side = min(_QR - 2 * GRID, PAGE_HEIGHT - MARGIN - _FOOT - top - above - below)
    paper.frame(Box(x, top, _QR, above + side + below), weight=0, fill=SAND)
    y = top + GRID * 0.9
    y += paper.block("Escanea y dona", _CALL, Box(x, y, _QR), align="center")
    paper.block("Scan to give", _OTHER, Box(x, y, _QR), align="center")
    draw_qr(paper, facts.address, Box(x + (_QR - side) / 2, top + above, side))


def _draw_amounts(paper: Paper, facts: PosterFacts, top: float) -> None:
    x, room = MARGIN + _QR + GRID * 1.5, WIDTH - _QR - GRID * 1.5
    slot = (PAGE_HEIGHT - MARGIN - _FOOT - top) / max(len(facts.amounts), 1)
    lines, scale = (2 if slot >= _ROOMY else 1), min(slot / _PLAIN, 1.0)
    y = top
    for amount, buys in facts.amounts:
        paper.frame(Box(x, y + 2, 3, 40 * scale), weight=0, fill=TEAL)
        inner = Box(x + 10, y, room - 10)
        for text, style, most in (
            (amount, _AMOUNT, 1),
            (buys.es, _BUYS, lines),
            (buys.en, _OTHER, lines),
        ):
            smaller = style.at(style.size * scale)
            fitted = shrink(_plain(text), smaller, inner.width, least=5, lines=most)
            y += paper.block(_plain(text), fitted, Box(inner.x, y, inner.width))
        y += GRID * 1.5 * scale


def _draw_foot(paper: Paper, facts: PosterFacts) -> None:
    y = PAGE_HEIGHT - MARGIN - _FOOT + GRID
    paper.rule(y, colour=TEAL, weight=1.2)
    y += GRID * 0.6
    address = shrink(facts.address, CODE.at(13), WIDTH, least=6)
    y += paper.block(facts.address, address, Box(MARGIN, y, WIDTH)) + 3
    said = "Ahí ves lo comprometido, lo recibido y lo entregado, con fecha. / See there what was pledged, received and delivered."
    for text in (said, _plain(facts.contact)):
        style = shrink(text, NOTE.at(9), WIDTH, least=6)
        y += paper.block(text, style, Box(MARGIN, y, WIDTH))


def _plain(text: str) -> str:
    lacking = undrawable(text)
    return "".join(letter for letter in text if letter not in lacking)
