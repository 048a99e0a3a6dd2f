"""The papers of meals: a company's month, and what the kitchens cook on a day."""

from functools import partial

from relief.chapters.facts import IssuerFacts
from relief.core.pdf import (
    Box,
    Cell,
    Column,
    Head,
    Paper,
    Sheet,
    draw_band,
    draw_head,
    draw_pairs,
    draw_party,
    draw_table,
    render,
)
from relief.core.pdf.theme import CODE, GRID, MARGIN, NOTE, STRONG, WIDTH
from relief.core.pdf.words import day, short_day
from relief.meals.facts import (
    BookedFacts,
    CookFacts,
    DayFacts,
    KitchenFacts,
    KitchenSheetFacts,
    StatementFacts,
)
from relief.meals.paper_words import WORDS


def draw_statement(facts: StatementFacts) -> bytes:
    """Estado de comidas: what the hospitals signed for, day by day, and what the books have."""
    title = f"{WORDS[facts.language]['statement']} · {facts.month}"
    sheet = Sheet(
        title=title,
        author=facts.issuer.legal_name,
        language=facts.language,
        running=f"{title} · {facts.company}",
        foot=f"{title} · {facts.issuer.legal_name}",
    )
    return render(sheet, partial(_statement, facts=facts))


def draw_kitchens(facts: KitchenSheetFacts) -> bytes:
    """Hoja de cocina: each kitchen's portions, diets and places of one day, with boxes to tick."""
    title = f"{WORDS[facts.language]['kitchen']} · {day(facts.day, facts.language)}"
    sheet = Sheet(
        title=title,
        author=facts.issuer.legal_name,
        language=facts.language,
        running=title,
        foot=f"{title} · {facts.issuer.legal_name}",
    )
    return render(sheet, partial(_kitchens, facts=facts))


def _statement(paper: Paper, facts: StatementFacts) -> None:
    words = WORDS[facts.language]
    draw_head(paper, _head(facts.issuer, facts.language, kind="statement", dated=facts.month))
    draw_party(paper, words["company"], facts.company)
    pairs = ((words["campaign"], facts.campaign), (words["month"], facts.month))
    paper.y += draw_pairs(paper, pairs, Box(MARGIN, paper.y, WIDTH)) + GRID
    figure = words["figure"].format(portions=f"{facts.portions:,}", days=f"{facts.fed:,}")
    missed = words["missed"].format(count=facts.missed) if facts.missed else ""
    draw_band(paper, words["result"], figure, detail=missed)
    columns = [
        Column(words["day"], 22),
        Column(words["hospital"], 62),
        Column(words["planned"], 20, align="right"),
        Column(words["served"], 20, align="right", style=STRONG),
        Column(words["signed"], 46),
    ]
    rows = [_day_row(each, facts.language) for each in facts.days]
    if rows:
        draw_table(paper, columns, rows, heading=words["days"])
    paper.y += GRID
    _draw_booked(paper, facts)
    paper.need(2 * GRID)
    paper.y += paper.block(words["note"], NOTE, Box(MARGIN, paper.y, WIDTH))


def _day_row(each: DayFacts, language: str) -> tuple[Cell, ...]:
    words = WORDS[language]
    unsigned = words["waiting"] if each.waiting else words["none"]
    return (
        Cell(short_day(each.day, language)),
        Cell(each.hospital),
        Cell(f"{each.planned:,}"),
        Cell("—" if each.served is None else f"{each.served:,}"),
        Cell(unsigned if each.served is None else each.signed, note=each.reason),
    )


def _draw_booked(paper: Paper, facts: StatementFacts) -> None:
    words = WORDS[facts.language]
    if not facts.booked:
        paper.need(2 * GRID)
        paper.y += paper.block(words["not_booked"], STRONG, Box(MARGIN, paper.y, WIDTH)) + GRID
        return
    columns = [
        Column(words["intake"], 34, style=CODE),
        Column(words["portions"], 18, align="right"),
        Column(words["unit"], 40, align="right"),
        Column(words["declared"], 34, align="right"),
        Column(words["receipt"], 44),
    ]
    rows = [_booked_row(each, words) for each in facts.booked]
    draw_table(paper, columns, rows, heading=words["books"])
    paper.y += GRID


def _booked_row(each: BookedFacts, words: dict[str, str]) -> tuple[Cell, ...]:
    return (
        Cell(each.intake),
        Cell(f"{each.portions:,}"),
        Cell(each.unit),
        Cell(each.declared),
        Cell(each.receipt or words["no_receipt"]),
    )


def _kitchens(paper: Paper, facts: KitchenSheetFacts) -> None:
    words = WORDS[facts.language]
    dated = day(facts.day, facts.language)
    draw_head(paper, _head(facts.issuer, facts.language, kind="kitchen", dated=dated))
    columns = [
        Column(words["hour"], 14, style=STRONG),
        Column(words["where"], 58),
        Column(words["portions"], 18, align="right", style=STRONG),
        Column(words["diets"], 36),
        Column(words["brings"], 42),
        Column(words["done"], 12, align="center"),
    ]
    for each in facts.kitchens:
        _draw_kitchen(paper, each, words)
        draw_table(paper, columns, [_cook_row(line) for line in each.lines])
        paper.y += 1.5 * GRID


def _draw_kitchen(paper: Paper, each: KitchenFacts, words: dict[str, str]) -> None:
    paper.need(12 * GRID)
    detail = " · ".join(
        filter(
            None,
            (each.diets, words["more"].format(count=each.too_many) if each.too_many else ""),
        )
    )
    headline = f"{each.portions:,} {words['portions'].lower()}"
    draw_band(paper, each.name or words["nobody"], headline, detail=detail)


def _cook_row(line: CookFacts) -> tuple[Cell, ...]:
    return (
        Cell(line.hour),
        Cell(line.where),
        Cell(f"{line.portions:,}"),
        Cell(line.diets),
        Cell(line.company),
        Cell(tick=True),
    )


def _head(issuer: IssuerFacts, language: str, *, kind: str, dated: str) -> Head:
    words = WORDS[language]
    return Head(
        issuer=issuer.legal_name,
        issuer_lines=issuer.lines("RFC {}"),
        title=words[kind],
        subtitle=words[f"{kind}_sub"],
        reference="",
        dated=dated,
    )
