"""What papers show besides text: the mark of the house and QR codes as vectors, and photographs."""

import io
from functools import cache

import segno

from relief.core.pdf.page import Box, Paper, rgb
from relief.core.pdf.theme import GOLD, INK, PAGE_HEIGHT, RUST, SAND, TEAL, TERRACOTTA

_FINEST = 900  # pixels of the longer side of a photograph
_QUIET_ZONE = 4  # modules of white that ISO/IEC 18004 asks for around the code
# The mark on its grid of 48, y downwards: body, lid and tape of a parcel over three waves.
_PARCEL = (
    (TERRACOTTA, "15 9 18 14 re"),
    (RUST, "15 9 18 4 re"),
    (SAND, "22 9 m 26 9 l 26 16 l 24 14.5 l 22 16 l h"),
)
_WAVES = ((INK, 28.0), (TEAL, 34.5), (GOLD, 41.0))


def draw_qr(paper: Paper, address: str, box: Box) -> None:
    """A QR code of error level M in a white square; `box.width` includes its quiet zone.

    The mask is fixed: trying all eight costs more than the rest of the drawing, and every
    reader accepts any.
    """
    code = segno.make(address, error="m", mask=2, micro=False, boost_error=False)
    rows = code.matrix
    module = box.width / (len(rows) + 2 * _QUIET_ZONE)
    paper.frame(Box(box.x, box.y, box.width, box.width), weight=0, fill="#FFFFFF")
    x, y = box.x + _QUIET_ZONE * module, PAGE_HEIGHT - box.y - _QUIET_ZONE * module
    # One unit is one module, so that the hundreds of rectangles are whole numbers.
    dark = (
        f"{column} {row} {length} 1 re"
        for row, modules in enumerate(rows)
        for column, length in _dark_runs(modules)
    )
    place = f"{module:.4f} 0 0 {-module:.4f} {x:.2f} {y:.2f} cm"
    paper.write(f"q {place} 0 g {' '.join(dark)} f Q")


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


def draw_picture(paper: Paper, content: bytes, box: Box) -> None:
    """A photograph, whole and in the middle of its box, no finer than paper shows."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    with Image.open(io.BytesIO(content)) as whole:
        seen = whole.convert("RGB")
    seen.thumbnail((_FINEST, _FINEST))
    kept = io.BytesIO()
    seen.save(kept, "JPEG", quality=80)
    scale = min(box.width / seen.width, box.height / seen.height)
    wide, high = seen.width * scale, seen.height * scale
    paper.canvas.drawImage(
        ImageReader(kept),
        box.x + (box.width - wide) / 2,
        PAGE_HEIGHT - box.y - (box.height + high) / 2,
        width=wide,
        height=high,
    )


def draw_mark(paper: Paper, box: Box) -> None:
    """The mark of the house, as in `static/images/mark.svg`, in a square of `box.width`."""
    scale = box.width / 48
    place = f"{scale:.4f} 0 0 {-scale:.4f} {box.x:.2f} {PAGE_HEIGHT - box.y:.2f} cm"
    paper.write(f"q {place} {_mark()} Q")


@cache
def _mark() -> str:
    tile = (
        "10 0 m 38 0 l 43.52 0 48 4.48 48 10 c 48 38 l 48 43.52 43.52 48 38 48 c "
        "10 48 l 4.48 48 0 43.52 0 38 c 0 10 l 0 4.48 4.48 0 10 0 c f"
    )
    parts = [f"{rgb(SAND)} rg {tile}"]
    parts += [f"{rgb(colour)} rg {outline} f" for colour, outline in _PARCEL]
    parts.append("1 J 3 w")
    parts += [f"{rgb(colour)} RG {_wave(y)} S" for colour, y in _WAVES]
    return " ".join(parts)


def _wave(y: float) -> str:
    swells = (
        f"{x + 3} {y + lift:.3f} {x + 6} {y + lift:.3f} {x + 9} {y} c"
        for x, lift in ((6, -8 / 3), (15, 8 / 3), (24, -8 / 3), (33, 8 / 3))
    )
    return f"6 {y} m {' '.join(swells)}"
