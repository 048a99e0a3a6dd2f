"""The parts that papers of every room share: head, pairs of label and value, check block."""

from collections.abc import Sequence
from dataclasses import dataclass

from relief.core.pdf.drawings import draw_mark, draw_qr
from relief.core.pdf.page import Box, Paper
from relief.core.pdf.text import shrink, wrap
from relief.core.pdf.theme import (
    BODY,
    CODE,
    FIGURE,
    FOLIO,
    GRID,
    HAIR,
    ISSUER,
    LABEL,
    MARGIN,
    MM,
    NAME,
    NOTE,
    PRINT,
    SAND,
    TEAL,
    TITLE,
    WIDTH,
    Style,
)

_MARK = 14 * MM
_LEFT = WIDTH * 0.56


@dataclass(frozen=True)
class Head:
    """Who issues a paper, at the left, and what it is, at the right."""

    issuer: str
    issuer_lines: Sequence[str]
    title: str
    subtitle: str
    reference: str
    dated: str


@dataclass(frozen=True)
class Check:
    """How a reader tells a true paper: an address, its code and the fingerprints behind it."""

    address: str
    invitation: str
    code_label: str
    code: str
    prints: Sequence[str]


Pairs = Sequence[tuple[str, str]]


def draw_head(paper: Paper, head: Head) -> None:
    """The head of a first page, down to the teal rule."""
    top = paper.y
    left = _draw_issuer(paper, head)
    right = _draw_title(paper, head)
    paper.y = top + max(left, right, _MARK) + GRID * 0.6
    paper.rule(paper.y, colour=TEAL, weight=1.4)
    paper.y += GRID


def _draw_issuer(paper: Paper, head: Head) -> float:
    draw_mark(paper, Box(MARGIN, paper.y, _MARK))
    x, y = MARGIN + _MARK + GRID * 0.8, paper.y
    room = _LEFT - _MARK - GRID * 0.8
    style = shrink(head.issuer, ISSUER, room, least=8.5, lines=2)
    y += paper.block(head.issuer, style, Box(x, y, room)) + 1.5
    for line in filter(None, head.issuer_lines):
        y += paper.block(line, NOTE, Box(x, y, room))
    return y - paper.y


def _draw_title(paper: Paper, head: Head) -> float:
    x, y, room = MARGIN + _LEFT + GRID, paper.y, WIDTH - _LEFT - GRID
    style = shrink(head.title, TITLE, room, least=12)
    y += paper.block(head.title, style, Box(x, y, room), align="right")
    y += paper.block(head.subtitle, BODY, Box(x, y, room), align="right") + GRID * 0.5
    folio = shrink(head.reference, FOLIO, room, least=8)
    y += paper.block(head.reference, folio, Box(x, y, room), align="right")
    y += paper.block(head.dated, NOTE, Box(x, y, room), align="right")
    return y - paper.y


def draw_pairs(paper: Paper, pairs: Pairs, box: Box, *, label: float = 26 * MM) -> float:
    """Labels and values in two columns; pairs without a value are left out. Returns the height."""
    y = box.y
    for name, value in pairs:
        if not value:
            continue
        style = _value_style(value)
        drop = style.baseline - LABEL.baseline
        used = paper.block(name, LABEL, Box(box.x, y + drop, label - 4)) + drop
        used = max(used, paper.block(value, style, Box(box.x + label, y, box.width - label)))
        y += used + 2
    return y - box.y


def _value_style(value: str) -> Style:
    # References, tax numbers and plates are read letter by letter.
    coded = any(c.isdigit() for c in value) and value.upper() == value and " " not in value
    return CODE if coded and "$" not in value else BODY


def draw_party(paper: Paper, label: str, name: str) -> None:
    """Whom the paper is about, in the largest type that fits a line."""
    paper.y += paper.block(label, LABEL, Box(MARGIN, paper.y, WIDTH)) + 1
    style = shrink(name, NAME, WIDTH, least=10.5)
    paper.y += paper.block(name, style, Box(MARGIN, paper.y, WIDTH)) + GRID * 0.6


def draw_pair_columns(paper: Paper, left: Pairs, right: Pairs) -> None:
    """Two groups of labels and values side by side."""
    half = (WIDTH - GRID) / 2
    used = draw_pairs(paper, left, Box(MARGIN, paper.y, half))
    beside = Box(MARGIN + half + GRID, paper.y, half)
    paper.y += max(used, draw_pairs(paper, right, beside)) + GRID * 0.7


def draw_band(
    paper: Paper, label: str, headline: str, *, detail: str = "", accent: str = TEAL
) -> None:
    """What the paper comes down to: one large line over a band of sand, explained beneath."""
    room, small = WIDTH - 2 * GRID, BODY.at(BODY.size - 1)
    style = shrink(headline, FIGURE, room, least=12)
    height = LABEL.leading + FIGURE.leading + GRID * 1.3
    height += (len(wrap(headline, style, room)) - 1) * style.leading
    height += len(wrap(detail, small, room)) * small.leading
    paper.need(height)
    if not paper.sheet.watermark:  # which the band would hide
        paper.frame(Box(MARGIN, paper.y, WIDTH, height), weight=0, fill=SAND)
    paper.frame(Box(MARGIN, paper.y, 3, height), weight=0, fill=accent)
    x, y = MARGIN + GRID, paper.y + GRID * 0.6
    y += paper.block(label, LABEL, Box(x, y, room))
    y += paper.block(headline, style, Box(x, y, room)) + 1
    paper.block(detail, small, Box(x, y, room))
    paper.y += height + GRID * 1.2


def draw_check(paper: Paper, check: Check, box: Box) -> float:
    """QR at the left, address and code beside it, fingerprints beneath. Returns the height."""
    side = 30 * MM
    zone = side * 0.09  # the code's own quiet zone hangs into the margin's side, so that it aligns
    draw_qr(paper, check.address, Box(box.x - zone, box.y - zone, side))
    x, room = box.x + side - zone + GRID * 0.4, box.width - side - GRID * 0.4 + zone
    y = box.y
    y += paper.block(check.invitation, LABEL, Box(x, y, room)) + 1
    style = shrink(check.address, CODE.at(7.5), room, least=5.5)
    y += paper.block(check.address, style, Box(x, y, room)) + GRID * 0.5
    y += paper.block(check.code_label, LABEL, Box(x, y, room)) + 1
    y += paper.block(check.code, CODE, Box(x, y, room))
    return max(y - box.y, side - 2 * zone)


def draw_prints(paper: Paper, prints: Sequence[str]) -> None:
    """Fingerprints in the smallest type, each on a line of its own."""
    for line in filter(None, prints):
        paper.y += paper.block(line, PRINT, Box(MARGIN, paper.y, WIDTH))


def draw_hands(
    paper: Paper, labels: Sequence[str], hints: Sequence[str], *, height: float = 30 * MM
) -> None:
    """Boxes side by side that hands can sign, each with a line to write on for every hint."""
    gap = GRID * 0.75
    wide = (WIDTH - gap * (len(labels) - 1)) / len(labels)
    for number, label in enumerate(labels):
        box = Box(MARGIN + number * (wide + gap), paper.y, wide, height)
        paper.frame(box, weight=0.7)
        inner = Box(box.x + 5, box.y + 4, box.width - 10)
        paper.text(label, LABEL, inner)
        for place, hint in enumerate(reversed(hints)):
            line = box.y + box.height - 5 - place * 5.5 * MM
            paper.rule(line, colour=HAIR, box=inner)
            paper.text(hint, NOTE.at(6.5), Box(inner.x, line - 10, inner.width))
    paper.y += height
