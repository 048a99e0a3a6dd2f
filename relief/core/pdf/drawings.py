"""What papers show besides text: the mark of the house and QR codes, both as vectors."""

import segno

from relief.core.pdf.page import Box, Paper
from relief.core.pdf.theme import INK, PAGE_HEIGHT, RUST, TEAL

_QUIET_ZONE = 4  # modules of white that ISO/IEC 18004 asks for around the code


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
    """The mark of the house, a box carried over three waves, in a square of `box.width`."""
    canvas = paper.canvas
    canvas.saveState()
    canvas.translate(box.x, PAGE_HEIGHT - box.y - box.width)
    canvas.scale(box.width / 48, box.width / 48)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    canvas.setLineWidth(2.6)
    canvas.setStrokeColor(INK)
    canvas.setFillColor(RUST)
    canvas.roundRect(13, 23.5, 22, 21, 1.6, stroke=1, fill=0)
    canvas.rect(20.5, 33.5, 7, 11, stroke=0, fill=1)
    canvas.setStrokeColor(TEAL)
    for y in (17.0, 10.5, 4.0):
        wave = canvas.beginPath()
        wave.moveTo(3, y)
        for x in (3.0, 17.0, 31.0):
            wave.curveTo(x + 4, y + 4.4, x + 6, y + 4.4, x + 7, y + 1.6)
            wave.curveTo(x + 8.4, y - 1.4, x + 11, y - 1.6, x + 14, y)
        canvas.drawPath(wave, stroke=1, fill=0)
    canvas.restoreState()
