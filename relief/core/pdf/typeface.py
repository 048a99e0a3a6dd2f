"""TrueType fonts whose usual letters are cut and compressed once per process."""

import zlib
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc, ttfonts

# Streams stay binary: ASCII85 would make each paper a quarter larger and slower to write.
rl_config.useA85 = 0

# Beyond ASCII, what papers in Spanish and English hold. It fits in one subset of 256 codes, so
# that nearly every paper embeds the very same font file.
USUAL = "áéíóúüñÁÉÍÓÚÜÑ¿¡«»°ªº·–—‘’“”…•×№✓€¢½¼¾çÇàèâêôöäë−"


# How a byte is written inside a PDF string so that the content stream stays plain ASCII.
_ESCAPED = {code: f"\\{code:03o}" for code in (*range(32), 40, 41, 92, *range(127, 256))}


class _Written(pdfdoc.PDFObject):
    """An object whose bytes are written once and used in every document."""

    def __init__(self, whole: pdfdoc.PDFObject) -> None:
        self._bytes: bytes = pdfdoc.format(whole, pdfdoc.PDFDocument())

    def format(self, document: Any) -> bytes:  # noqa: ARG002  # reportlab's own signature
        return self._bytes


class HouseFont(ttfonts.TTFont):
    """A font that starts each paper with the usual letters already placed.

    Cutting a subset out of the font is what makes a small PDF slow. Only a paper with rarer
    letters pays for it.
    """

    def __init__(self, name: str, file: Path) -> None:
        super().__init__(name, str(file))
        first = pdfdoc.PDFDocument()
        ttfonts.TTFont.splitString(self, USUAL, first)
        self._first = self.state.pop(first)
        subset = self._first.subsets[0]
        whole = self.face.makeSubset(subset)
        self._length = len(whole)
        self._base = f"{ttfonts.SUBSETN(0).decode()}+{self.face.name.decode()}"
        self._file = zlib.compress(whole, 9)
        self._cmap = zlib.compress(ttfonts.makeToUnicodeCMap(self._base, subset).encode(), 9)
        face = self.face
        advances = [face.charWidths.get(code, face.defaultWidth) for code in subset]
        self._last, self._widths = len(subset) - 1, _Written(pdfdoc.PDFArray(advances))

    def shown(self, text: str, size: float, canvas: Any) -> str:
        """The operators that set this font and show the text, inside a text object."""
        document = canvas._doc  # fonts name themselves per document
        pieces = (
            f"{self.getSubsetInternalName(subset, document)} {size:g} Tf "
            f"({codes.decode('latin-1').translate(_ESCAPED)}) Tj"
            for subset, codes in self.splitString(text, document)
        )
        return " ".join(pieces)

    def splitString(  # noqa: N802  # reportlab's own name
        self, text: str | bytes, doc: Any, encoding: str = "utf-8"
    ) -> list[tuple[int, bytes]]:
        """The text as pairs of subset and codes."""
        if doc not in self.state:
            state = self.state[doc] = ttfonts.TTFont.State(ttf=self)
            state.assignments = dict(self._first.assignments)  # type: ignore[attr-defined]  # missing in the stubs
            state.subsets = [list(subset) for subset in self._first.subsets]
            state.nextCode = self._first.nextCode
        return super().splitString(text, doc, encoding)

    def addObjects(self, doc: Any) -> None:  # noqa: N802  # reportlab's own name
        """Put the font into the document, ready-made where the usual letters sufficed."""
        if self.state[doc].subsets != self._first.subsets:
            super().addObjects(doc)
            return
        name = self.getSubsetInternalName(0, doc)[1:]
        font: Any = pdfdoc.PDFTrueTypeFont()
        font.Name, font.BaseFont = name, self._base
        font.FirstChar, font.LastChar = 0, self._last
        font.Widths = self._widths
        font.ToUnicode = doc.Reference(_compressed(self._cmap), f"toUnicodeCMap:{self._base}")
        font.FontDescriptor = doc.Reference(self._descriptor(doc), f"fontDescriptor:{self._base}")
        doc.Reference(font, name)
        doc.idToObject["BasicFonts"].dict[name] = font
        del self.state[doc]

    def _descriptor(self, doc: Any) -> pdfdoc.PDFDictionary:
        face, file = self.face, _compressed(self._file)
        file.dictionary["Length1"] = self._length
        flags = face.flags & ~ttfonts.FF_NONSYMBOLIC | ttfonts.FF_SYMBOLIC
        return pdfdoc.PDFDictionary(
            {
                "Type": "/FontDescriptor",
                "Ascent": face.ascent,
                "CapHeight": face.capHeight,
                "Descent": face.descent,
                "Flags": flags,
                "FontBBox": pdfdoc.PDFArray(face.bbox),
                "FontName": pdfdoc.PDFName(self._base),
                "ItalicAngle": face.italicAngle,
                "StemV": face.stemV,
                "FontFile2": doc.Reference(file, f"fontFile:{self._base}"),
                "MissingWidth": face.defaultWidth,
            }
        )


def _compressed(content: bytes) -> Any:
    stream = pdfdoc.PDFStream(content=content, filters=[])
    stream.dictionary["Filter"] = pdfdoc.PDFName("FlateDecode")
    return stream
