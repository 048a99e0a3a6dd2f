"""Fitting text into a width: wrapped, or smaller, never cut."""

from dataclasses import replace

from relief.core.pdf.fonts import tidy, width
from relief.core.pdf.theme import Style


def wrap(text: str, style: Style, room: float) -> list[str]:
    """The text in lines no wider than `room` points; a word too long for a line is broken."""
    whole = tidy(text)
    if width(whole, style.font, style.size) <= room:
        return [whole] if whole else []
    lines: list[str] = []
    line, taken, space = "", room + 1, width(" ", style.font, style.size)
    for word in whole.split():
        more = width(word, style.font, style.size)
        if taken + space + more <= room:
            line, taken = f"{line} {word}", taken + space + more
            continue
        if line:
            lines.append(line)
        *full, line = _broken(word, style, room)
        lines.extend(full)
        taken = width(line, style.font, style.size)
    return [*lines, line]


def trim(text: str, style: Style, room: float) -> str:
    """One line that fits, ended by an ellipsis where needed: only for what stands elsewhere too."""
    lines = wrap(text, style, room)
    if len(lines) < 2:
        return "".join(lines)
    return wrap(lines[0], style, room - width("…", style.font, style.size))[0] + "…"


def _broken(word: str, style: Style, room: float) -> list[str]:
    pieces, piece = [], ""
    for letter in word:
        if piece and width(piece + letter, style.font, style.size) > room:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]


def shrink(text: str, style: Style, room: float, *, least: float, lines: int = 1) -> Style:
    """The style in the largest size, down to `least`, whose text needs at most `lines` lines.

    At the least size the text may still need more lines: the caller wraps it.
    """
    size = style.size
    while size > least and len(wrap(text, style.at(size), room)) > lines:
        size = max(least, size - 0.5)
    return replace(style, size=size)
