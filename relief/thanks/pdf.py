"""Letters of thanks on paper: one to a page, several in one file for the printer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from relief.chapters.models import Chapter
from relief.core.pdf import Box, Head, Paper, Sheet, draw_head, render
from relief.core.pdf.text import wrap
from relief.core.pdf.theme import BODY, GRID, MARGIN, MM, STRONG, WIDTH
from relief.core.pdf.words import day, language_of
from relief.thanks.models import ThanksLetter

_WORDS = {
    "es": {"title": "Carta de agradecimiento", "signature": "Atentamente"},
    "en": {"title": "Letter of thanks", "signature": "Yours sincerely"},
}
_TEXT = BODY.at(10.5)
_SIGNATURE = 70 * MM
_CLOSING = 42 * MM


@dataclass(frozen=True)
class LetterFacts:
    """Every word of one letter."""

    reference: str
    language: str
    issuer: str
    issuer_lines: tuple[str, ...]
    city: str
    written_on: date
    donor: str
    subject: str
    body: str
    signed_by: str
    signed_title: str


def letter_facts(letter: ThanksLetter, chapter: Chapter) -> LetterFacts:
    """Gather what a letter prints; the head is the chapter's of today, the words its own."""
    reach = " · ".join(filter(None, (chapter.email, chapter.phone, chapter.website)))
    return LetterFacts(
        reference=letter.reference,
        language=language_of(letter.language),
        issuer=chapter.legal_name,
        issuer_lines=(chapter.address, reach),
        city=f"{chapter.city}, {chapter.state}",
        written_on=letter.written_on,
        donor=letter.donor_name,
        subject=letter.subject,
        body=letter.body,
        signed_by=letter.signed_by,
        signed_title=letter.signed_title,
    )


def draw_letters(letters: Sequence[LetterFacts]) -> bytes:
    """The letters as one PDF, each on a page of its own. The same facts give the same bytes."""
    first = letters[0]
    words = _WORDS[first.language]
    title = f"{words['title']} {first.reference}"
    sheet = Sheet(
        title=title,
        author=first.issuer,
        language=first.language,
        running="",
        foot=f"{words['title']} · {first.issuer}",
        numbered=len(letters) == 1,
    )
    return render(sheet, partial(_all, letters=letters))


def _all(paper: Paper, letters: Sequence[LetterFacts]) -> None:
    for number, letter in enumerate(letters):
        if number:
            paper.new_page()
        _letter(paper, letter)


def _letter(paper: Paper, letter: LetterFacts) -> None:
    words = _WORDS[letter.language]
    draw_head(
        paper,
        Head(
            issuer=letter.issuer,
            issuer_lines=list(letter.issuer_lines),
            title=words["title"],
            subtitle="",
            reference=letter.reference,
            dated="",
        ),
    )
    paper.y += 2 * GRID
    dated = f"{letter.city}, {day(letter.written_on, letter.language)}"
    paper.text(dated, _TEXT, Box(MARGIN, paper.y, WIDTH), align="right")
    paper.y += _TEXT.leading + 2 * GRID
    paper.y += paper.block(letter.donor, STRONG.at(12), Box(MARGIN, paper.y, WIDTH)) + GRID * 0.5
    paper.y += paper.block(letter.subject, STRONG.at(10.5), Box(MARGIN, paper.y, WIDTH)) + 2 * GRID
    for paragraph in letter.body.split("\n"):
        _paragraph(paper, paragraph)
    paper.need(_CLOSING)
    paper.y += 2 * GRID
    paper.signature(
        Box(MARGIN, paper.y, _SIGNATURE, 22 * MM),
        label=words["signature"],
        name=letter.signed_by,
        title=letter.signed_title,
    )
    paper.y += _CLOSING


def _paragraph(paper: Paper, text: str) -> None:
    for line in wrap(text, _TEXT, WIDTH):
        paper.need(_TEXT.leading)
        paper.text(line, _TEXT, Box(MARGIN, paper.y, WIDTH))
        paper.y += _TEXT.leading * 1.12
    paper.y += GRID * 0.8
