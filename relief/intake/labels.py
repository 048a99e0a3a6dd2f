"""Labels with a QR code for the boxes of an arrival, on Letter sheets of two by five."""

from functools import partial

from relief.core.pdf import Box, Paper, Sheet, draw_qr, render
from relief.core.pdf.text import shrink, trim, wrap
from relief.core.pdf.theme import CODE, FIGURE, INK, LABEL, NOTE, STRONG, Style
from relief.core.pdf.words import language_of, short_day
from relief.intake.facts import LabelFacts, LabelSheetFacts
from relief.intake.paper_words import WORDS

ACROSS, DOWN = 2, 5
A_SHEET = ACROSS * DOWN

# Sheets of 2 × 4 inch stickers as every stationer sells them (Avery 5163 and its likes), in points.
_WIDE, _HIGH = 288.0, 144.0
_LEFT, _TOP = 11.25, 36.0
_STEP = 301.5  # from one column to the next
_PAD = 10.0
_CODE_SIDE = 108.0
_ITEM = Style(STRONG.font, 10.5, INK, 1.2)
_TEXT = _WIDE - _CODE_SIDE - 2 * _PAD


def draw_labels(facts: LabelSheetFacts) -> bytes:
    """Each lot's labels one after another, from the first free place of the sheet on."""
    language = language_of(facts.language)
    title = f"{WORDS[language]['labels_title']} {facts.reference}"
    sheet = Sheet(title=title, author=facts.chapter, language=language, running="", foot="")
    return render(sheet, partial(_labels, facts=facts))


def _labels(paper: Paper, facts: LabelSheetFacts) -> None:
    words, place = WORDS[paper.sheet.language], facts.used
    for label in facts.labels:
        for number in range(1, label.copies + 1):
            if place == A_SHEET:
                paper.new_page()
                place = 0
            row, column = divmod(place, ACROSS)
            box = Box(_LEFT + column * _STEP, _TOP + row * _HIGH, _WIDE, _HIGH)
            _draw_label(paper, label, box, number=number)
            foot = Box(box.x + _CODE_SIDE + _PAD, box.y + _HIGH - _PAD - NOTE.leading, _TEXT)
            paper.text(facts.reference, NOTE.at(6.5), foot)
            count = words["box_of"].format(number, label.copies)
            paper.text(count, STRONG.at(7.5), foot, align="right")
            place += 1


def _draw_label(paper: Paper, label: LabelFacts, box: Box, *, number: int) -> None:
    # Each box has a code of its own, so that a scanner knows one that it read before.
    there = f"{label.lot_url}?box={number}"
    words, language = WORDS[paper.sheet.language], paper.sheet.language
    draw_qr(paper, there, Box(box.x + 4, box.y + (_HIGH - _CODE_SIDE) / 2, _CODE_SIDE))
    x, paper.y = box.x + _CODE_SIDE + _PAD, box.y + 8
    _draw_fitted(paper, label.item, _ITEM, x=x, least=6.5, lines=3)
    paper.y += 2
    _draw_fitted(paper, words["lot"], LABEL.at(6), x=x, least=6)
    _draw_fitted(paper, label.lot, CODE.at(10), x=x, least=5.5)
    paper.y += 2
    until = short_day(label.expires_on, language) if label.expires_on else words["never"]
    _draw_fitted(paper, words["expires"], LABEL.at(6), x=x, least=6)
    _draw_fitted(paper, until, FIGURE.at(18), x=x, least=11)
    giver = words["donated_by"].format(label.donor)
    _draw_fitted(paper, giver, NOTE, x=x, least=6, lines=2)


def _draw_fitted(
    paper: Paper, text: str, style: Style, *, x: float, least: float, lines: int = 1
) -> None:
    """Draw a text at `paper.y` in the largest size that fits so many lines, and move below it.

    What does not fit in the least size either ends in an ellipsis: the lot's page has it whole.
    """
    style = shrink(text, style, _TEXT, least=least, lines=lines)
    shown = wrap(text, style, _TEXT)
    if len(shown) > lines:
        shown[lines - 1 :] = [trim(" ".join(shown[lines - 1 :]), style, _TEXT)]
    for line in shown:
        paper.text(line, style, Box(x, paper.y, _TEXT))
        paper.y += style.leading
