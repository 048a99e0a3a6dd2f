"""Measures, colours and styles that every paper shares."""

from dataclasses import dataclass

from relief.core.pdf.fonts import BOLD, MONO, MONO_BOLD, SANS

MM = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 612.0, 792.0  # Letter, in points
MARGIN = 18 * MM
GRID = 4 * MM
WIDTH = PAGE_WIDTH - 2 * MARGIN

# Meaning never rests on colour alone: each pair below is told apart by weight or size as well.
INK = "#12303B"
TEAL = "#0B7A75"
QUIET = "#4A5F68"  # 6.6:1 on white
HAIR = "#B4C0C4"
SAND = "#F6F1E7"
TERRACOTTA = "#C4512D"
RUST = "#A8401F"
GOLD = "#C98A0B"
FAINT = "#EBE6DB"  # watermark: seen, and read through


@dataclass(frozen=True)
class Style:
    """How a run of text looks; sizes in points."""

    font: str = SANS
    size: float = 9.0
    colour: str = INK
    spacing: float = 1.32

    @property
    def leading(self) -> float:
        """Distance between two baselines, in points."""
        return self.size * self.spacing

    @property
    def baseline(self) -> float:
        """Distance from the top of a line to its baseline, in points."""
        return self.size * (1 + self.spacing) * 0.41

    def at(self, size: float) -> "Style":
        """The same style in another size."""
        return Style(self.font, size, self.colour, self.spacing)


BODY = Style()
STRONG = Style(BOLD)
LABEL = Style(BOLD, 7.0, QUIET)
NOTE = Style(SANS, 7.5, QUIET)
COUNT = Style(SANS, 9.0, QUIET)
TITLE = Style(BOLD, 17.0, INK, 1.2)
NAME = Style(BOLD, 13.0, INK, 1.22)
ISSUER = Style(BOLD, 10.5, INK, 1.25)
FIGURE = Style(BOLD, 22.0, INK, 1.15)
CODE = Style(MONO, 8.5)
FOLIO = Style(MONO_BOLD, 13.0, INK, 1.25)
PRINT = Style(MONO, 6.0, QUIET, 1.35)
