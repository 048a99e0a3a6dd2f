"""The fonts of papers: registered once, measured, and asked which characters they lack."""

import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError

if TYPE_CHECKING:
    from relief.core.pdf.typeface import HouseFont

SANS, BOLD, MONO, MONO_BOLD = "Relief-Sans", "Relief-Sans-Bold", "Relief-Mono", "Relief-Mono-Bold"

_PLEX_FOLDER = Path(__file__).parents[3] / "static" / "vendor" / "ttf"
_PLEX = {
    SANS: "IBMPlexSans-Regular.ttf",
    BOLD: "IBMPlexSans-SemiBold.ttf",
    MONO: "IBMPlexMono-Regular.ttf",
    MONO_BOLD: "IBMPlexMono-Medium.ttf",
}
# Bitstream Vera comes inside reportlab: papers can be drawn before the set-up copied Plex.
_VERA = {SANS: "Vera.ttf", BOLD: "VeraBd.ttf", MONO: "Vera.ttf", MONO_BOLD: "VeraBd.ttf"}

_LAYOUT = {" ", "\n", "\r", "\t", "\u00a0"}  # white space that the page turns into room


class CannotBeDrawn(ReliefError):
    """A text holds characters that would be empty boxes on paper. Values: `characters`."""

    message = _l(
        "These characters cannot be printed on a paper: %(characters)s. Write the text without them."
    )


def font_files(folder: Path) -> dict[str, Path]:
    """Where each font of the house is: in `folder`, or the fallback when one is missing there."""
    import reportlab

    plex = {name: folder / file for name, file in _PLEX.items()}
    if all(file.is_file() for file in plex.values()):
        return plex
    vera = Path(reportlab.__file__).parent / "fonts"
    return {name: vera / file for name, file in _VERA.items()}


@cache
def fonts() -> "dict[str, HouseFont]":
    """The four fonts by name, registered with reportlab on the first call of the process."""
    from reportlab.pdfbase import pdfmetrics

    from relief.core.pdf.typeface import HouseFont

    loaded = {name: HouseFont(name, file) for name, file in font_files(_PLEX_FOLDER).items()}
    for font in loaded.values():
        pdfmetrics.registerFont(font)
    return loaded


class _Widths(dict[str, float]):
    """Advance of each letter in thousandths of the size."""

    def __missing__(self, letter: str) -> float:
        return 500.0


@cache
def _widths(font: str) -> _Widths:
    face = fonts()[font].face
    known = {code: face.charWidths.get(code, face.defaultWidth) for code in face.charToGlyph}
    return _Widths({chr(code): advance for code, advance in known.items()})


def width(text: str, font: str, size: float) -> float:
    """Width in points of a tidy text."""
    return sum(map(_widths(font).__getitem__, text)) * size / 1000


def tidy(text: str) -> str:
    """The text as papers draw it: composed (NFC), one space between words, no line breaks."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def undrawable(text: str) -> set[str]:
    """The characters that a font of the house lacks, or that have no place of their own.

    Emoji, Chinese, Arabic, control and invisible characters, and accents that do not compose
    with the letter before them.
    """
    return {letter for letter in set(unicodedata.normalize("NFC", text)) if not _drawable(letter)}


@cache
def _drawable(letter: str) -> bool:
    if letter in _LAYOUT:
        return True
    if unicodedata.category(letter)[0] in "CM":
        return False
    return all(letter in _widths(font) for font in fonts())


def ensure_drawable(*texts: str) -> None:
    """Raises CannotBeDrawn, naming the characters, unless every text can be printed."""
    lacking = sorted(set().union(*map(undrawable, texts)))
    if lacking:
        named = ", ".join(_named(letter) for letter in lacking[:10])
        raise CannotBeDrawn(characters=named)


def _named(letter: str) -> str:
    code = f"U+{ord(letter):04X}"
    return f"{letter} ({code})" if letter.isprintable() else code
