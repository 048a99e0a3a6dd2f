"""The page theme of every paper: fonts, measures, head and foot, tables, QR; drawn, not set.

Only this package and the `pdf.py` of a room may speak to reportlab, which is loaded with the
first paper of a process: importing this package costs nothing.
"""

from relief.core.pdf.drawings import draw_mark, draw_picture, draw_qr
from relief.core.pdf.fonts import CannotBeDrawn, ensure_drawable, tidy, undrawable
from relief.core.pdf.letterhead import (
    Check,
    Head,
    draw_band,
    draw_check,
    draw_hands,
    draw_head,
    draw_pair_columns,
    draw_pairs,
    draw_party,
    draw_prints,
)
from relief.core.pdf.page import Box, Paper, Sheet, render
from relief.core.pdf.table import Cell, Column, draw_table

__all__ = [
    "Box",
    "CannotBeDrawn",
    "Cell",
    "Check",
    "Column",
    "Head",
    "Paper",
    "Sheet",
    "draw_band",
    "draw_check",
    "draw_hands",
    "draw_head",
    "draw_mark",
    "draw_pair_columns",
    "draw_pairs",
    "draw_party",
    "draw_picture",
    "draw_prints",
    "draw_qr",
    "draw_table",
    "ensure_drawable",
    "render",
    "tidy",
    "undrawable",
]
