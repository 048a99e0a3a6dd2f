"""What papers show besides text: the mark of the house and QR codes, both as vectors."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import segno

from relief.core.pdf.page import Box, Paper
from relief.core.pdf.theme import GOLD, INK, PAGE_HEIGHT, RUST, SAND, TEAL, TERRACOTTA

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_QUIET_ZONE = 4  # modules of white that ISO/IEC 18004 asks for around the code
# The parcel of the mark, on its grid of 48: body, lid and tape.
_BOX = (
    (TERRACOTTA, ((15, 9), (33, 9), (33, 23), (15, 23))),
    (RUST, ((15, 9), (33, 9), (33, 13), (15, 13))),
    (SAND, ((22, 9), (26, 9), (26, 16), (24, 14.5), (22, 16))),
)


def draw_qr(paper: Paper, address: str, box: Box) -> None:
    """A QR code of error level M in a white square; `box.width` includes its quiet zone.

    The mask is fixed: trying all eight costs more than the rest of the drawing, and every
    reader accepts any.
    """
    from reportlab.pdfgen.pathobject import PDFPathObject

    code = segno.make(address, error="m", mask=2, micro=False, boost_error=False)
    rows = code.matrix
    module = box.width / (len(rows) + 2 * _QUIET_ZONE)
    paper.frame(Box(box.x, box.y, box.width, box.width), weight=0, fill="#FFFFFF")
    canvas = paper.canvas
    canvas.saveState()
    canvas.translate(box.x + _QUIET_ZONE * module, PAGE_HEIGHT - box.y - _QUIET_ZONE * module)
    canvas.scale(module, -module)
    canvas.setFillGray(0)
    # Whole numbers, written as they are: the code has hundreds of rectangles.
    path = ["n"]
    for y, row in enumerate(rows):
        path.extend(f"{x} {y} {length} 1 re" for x, length in _dark_runs(row))
    canvas.drawPath(PDFPathObject(path), stroke=0, fill=1)
    canvas.restoreState()


def _dark_runs(row: bytearray) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for column, dark in enumerate(row):
        if not dark:
            continue
        if runs and sum(runs[-1]) == column:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((column, 1))
    return runs


def draw_mark(paper: Paper, box: Box) -> None:
    """The mark of the house, as in `static/images/mark.svg`, in a square of `box.width`."""
    canvas = paper.canvas
    canvas.saveState()
    canvas.translate(box.x, PAGE_HEIGHT - box.y)
    canvas.scale(box.width / 48, -box.width / 48)
    canvas.setFillColor(SAND)
    canvas.roundRect(0, 0, 48, 48, 10, stroke=0, fill=1)
    for colour, corners in _BOX:
        _fill(canvas, colour, corners)
    canvas.setLineCap(1)
    canvas.setLineWidth(3)
    for colour, y in ((INK, 28.0), (TEAL, 34.5), (GOLD, 41.0)):
        canvas.setStrokeColor(colour)
        wave = canvas.beginPath()
        wave.moveTo(6, y)
        for x, lift in ((6, -8 / 3), (15, 8 / 3), (24, -8 / 3), (33, 8 / 3)):
            wave.curveTo(x + 3, y + lift, x + 6, y + lift, x + 9, y)
        canvas.drawPath(wave, stroke=1, fill=0)
    canvas.restoreState()


def _fill(canvas: "Canvas", colour: str, corners: Sequence[tuple[float, float]]) -> None:
    shape = canvas.beginPath()
    shape.moveTo(*corners[0])
    for corner in corners[1:]:
        shape.lineTo(*corner)
    shape.close()
    canvas.setFillColor(colour)
    canvas.drawPath(shape, stroke=0, fill=1)
